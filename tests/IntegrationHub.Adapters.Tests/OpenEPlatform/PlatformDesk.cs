using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>Open ePlatform with one submission: it takes the calls of the callback service, and shows messages and the status, in ISO-8859-1.</summary>
sealed class PlatformDesk : IWritableVendor
{
    const string Contract = "http://www.oeplatform.org/version/1.0/schemas/integration/callback";
    const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    const string Instance = "http://www.oeplatform.org/version/2.0/schemas/flowinstance";

    static readonly XmlWriterSettings Latin1 = new() { Encoding = Encoding.Latin1 };
    static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    // The platform's own names of the statuses of this e-service.
    static readonly string[] Statuses = ["Inskickat", "Under behandling", "Klart"];

    readonly TimeProvider clock;
    readonly List<(int Id, string Text, string Added)> messages = [];
    readonly List<WrittenObject> written = [];
    string status = Statuses[0];
    DateTimeOffset changedAt;

    public PlatformDesk(TimeProvider clock) => (this.clock, changedAt) = (clock, clock.GetUtcNow() - TimeSpan.FromDays(3));

    public string Key => "102251";

    public IReadOnlyList<WrittenObject> Written => written;

    /// <summary>The body of the last call of the callback service.</summary>
    public string LastCall { get; private set; } = "";

    public bool IsWrite(VendorCall call) => call.Path == "/api/callback";

    public VendorAnswer Refuse(VendorCall call, string words) => Fault(words, "AccessDeniedFault");

    public bool ChangeStatus()
    {
        (status, changedAt) = (Statuses[2], clock.GetUtcNow());
        return true;
    }

    public VendorAnswer Answer(VendorCall call)
    {
        if (!call.Headers.GetValueOrDefault("Authorization", "").StartsWith("Basic ", StringComparison.Ordinal)) return VendorAnswer.Only(401);

        return call.Path switch
        {
            "/api/callback" when call.Method == "POST" => Call(call.Body),
            $"/api/messageapi/getmessages/flowinstance/102251" => Xml(new XElement("Messages", Theirs(), messages.Select(m => Message(m.Id, m.Text, m.Added, byManager: true)))),
            "/api/instanceapi/getstatus/102251" => Xml(new XElement("Status", new XElement("statusID", 7), new XElement("name", status), new XElement("contentType", "IN_PROGRESS"))),
            "/api/instanceapi/getinstance/102251/xml" => Xml(new XElement(XName.Get("FlowInstance", Instance), new XElement(XName.Get("Header", Instance),
                new XElement(XName.Get("Flow", Instance), new XElement(XName.Get("FamilyID", Instance), 110)), new XElement(XName.Get("FlowInstanceID", Instance), 102251), new XElement(XName.Get("Posted", Instance), "2026-03-01T11:00:00")))),
            "/api/instanceapi/getinstances/family/110" => Xml(new XElement("FlowInstances", new XElement("FlowInstance", new XElement("flowInstanceID", 102251),
                new XElement("lastStatusChange", Minute(changedAt))))),
            _ => VendorAnswer.Only(404),
        };
    }

    VendorAnswer Call(string body)
    {
        LastCall = body;
        var operation = ByggR.ByggRDesk.Root(body).Descendants().FirstOrDefault(e => e.Name.NamespaceName == Contract);
        if (operation is null) return Fault("Cannot find dispatch method", null, "S:Client");
        if (Child(operation, "flowInstanceID") != Key) return Fault($"The requested flow instance with ID {Child(operation, "flowInstanceID")} was not found", null);

        switch (operation.Name.LocalName)
        {
            case "addMessage" or "addInternalMessage":
                var message = operation.Element(XName.Get("message", Contract))!;
                var isInternal = operation.Name.LocalName == "addInternalMessage";
                var (text, added) = (Child(message, "message")!, DateTimeOffset.Parse(Child(message, "added")!, CultureInfo.InvariantCulture));
                if (Child(message, "userID") is null || Child(message, "readReceiptEnabled") is not ("true" or "false")) return Fault("The message could not be read", null, "S:Client");

                var id = 152 + written.Count;
                if (!isInternal) messages.Add((id, text, Minute(added)));
                written.Add(new WrittenObject(isInternal ? WriteKind.Note : WriteKind.Message, isInternal ? null : $"message-{id}", text));
                return Answered(operation, "messageID", id);

            case "setStatus":
                if (!Statuses.Contains(Child(operation, "statusAlias"))) return Fault("", "StatusNotFoundFault");

                (status, changedAt) = (Child(operation, "statusAlias")!, clock.GetUtcNow());
                written.Add(new WrittenObject(WriteKind.Status, null, status));
                return Answered(operation, "eventID", 16_287 + written.Count);

            default:
                return Fault("Cannot find dispatch method", null, "S:Client");
        }
    }

    // Words of the citizen are no message of the office, though they are the same.
    static XElement Theirs() => Message(10, "Ring mig, tack.", "2026-03-10 09:00", byManager: false);

    static XElement Message(int id, string text, string added, bool byManager) => new("ExternalMessage",
        new XElement("postedByManager", byManager), new XElement("systemMessage", false), new XElement("messageID", id), new XElement("message", text),
        new XElement("poster", new XElement("userID", 2), new XElement("username", "kontaktcenter")), new XElement("added", added), new XElement("flowInstanceID", 102251));

    static VendorAnswer Answered(XElement operation, string name, int number) =>
        Soap(new XElement(XName.Get($"{operation.Name.LocalName}Response", Contract), new XElement(XName.Get(name, Contract), number)));

    internal static VendorAnswer Fault(string words, string? type, string code = "S:Server") => Soap(new XElement(XName.Get("Fault", Envelope),
        new XElement("faultcode", code), new XElement("faultstring", words), type is null ? null : new XElement("detail", new XElement(XName.Get(type, Contract)))), 500);

    static VendorAnswer Soap(XElement body, int status = 200) => Xml(new XElement(XName.Get("Envelope", Envelope), new XElement(XName.Get("Body", Envelope), body)), status);

    static VendorAnswer Xml(XElement root, int status = 200)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Latin1)) root.WriteTo(writer);
        return new VendorAnswer { Status = status, ContentType = "text/xml;charset=ISO-8859-1", Body = buffer.ToArray() };
    }

    static string? Child(XElement parent, string name) => parent.Element(XName.Get(name, Contract))?.Value;

    static string Minute(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
