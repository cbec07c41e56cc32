using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.ByggR;

/// <summary>ByggR with one case on which happenings are saved: it takes SaveNewHandelse as the contract has it, and shows the case with GetArende.</summary>
sealed class ByggRDesk(TimeProvider clock) : IWritableVendor
{
    const string Service = "www.tekis.se/ServiceContract";
    const string Content = "www.tekis.se/arende";

    // The contract's sequence; what is not in it, or stands elsewhere, is not understood.
    static readonly string[] Message = ["Dnr", "HandlaggarSign", "Handelse", "Handlingar", "BesvaradHandelseId", "AnkomststamplaHandlingar", "AutoGenereraBeslutNr"];

    static readonly string[] Happening =
    [
        "riktning", "rubrik", "startDatum", "anteckning", "handelseslag", "handelsetyp", "handelseutfall", "sekretess", "sekretessKapitel", "sekretessParagraf", "makulerad", "beslut", "handlingLista",
        "intressentLista", "bevakningLista", "arbetsmaterial", "TidDebiterbar", "TidEjDebiterbar", "handlaggare",
    ];

    static readonly string[] Demanded = ["riktning", "startDatum", "sekretess", "makulerad", "arbetsmaterial"];

    readonly List<(int Id, XElement Element)> saved = [];

    public string Key => "BYGG 2026-000001";

    public IReadOnlyList<WrittenObject> Written =>
        [.. saved.Select(s => new WrittenObject(WriteKind.Note, s.Id.ToString(CultureInfo.InvariantCulture), s.Element.Element(XName.Get("anteckning", Content))?.Value ?? ""))];

    /// <summary>Whether ByggR keeps days only, and shows midnight.</summary>
    public bool KeepsDays { get; init; }

    public bool IsWrite(VendorCall call) => Action(call).EndsWith("/SaveNewHandelse", StringComparison.Ordinal);

    public VendorAnswer Refuse(VendorCall call, string words) => Fault("s:Client", words);

    public VendorAnswer Answer(VendorCall call)
    {
        var operation = Root(call.Body).Descendants().FirstOrDefault(e => e.Name.NamespaceName == Service);
        return operation?.Name.LocalName switch
        {
            "GetArende" => Case(operation.Element(XName.Get("dnr", Service))?.Value),
            "SaveNewHandelse" when operation.Element(XName.Get("message", Service)) is { } message => Save(message),
            _ => Fault("a:ActionNotSupported", "The action is not one of this contract."),
        };
    }

    VendorAnswer Save(XElement message)
    {
        var happening = message.Element(XName.Get("Handelse", Service));
        if (happening?.Attribute("handelseId") is null || !InOrder(message, Service, Message) || !InOrder(happening, Content, Happening)
            || Demanded.Any(name => happening.Element(XName.Get(name, Content)) is null) || !DateTime.TryParse(happening.Element(XName.Get("startDatum", Content))!.Value, CultureInfo.InvariantCulture, out _)
            || message.Element(XName.Get("BesvaradHandelseId", Service))?.Attribute(XName.Get("nil", "http://www.w3.org/2001/XMLSchema-instance"))?.Value != "true")
        {
            return Fault("a:DeserializationFailed", "The message could not be read.");
        }

        if (message.Element(XName.Get("Dnr", Service))?.Value is var dnr && dnr != Key) return Fault("s:Client", $"Arende not found for dnr {dnr}");

        var id = 362_294 + saved.Count;
        saved.Add((id, happening));
        return VendorAnswer.Xml(ScriptedByggR.Envelope($"""<SaveNewHandelseResponse xmlns="{Service}"><SaveNewHandelseResult><HandelseId>{id}</HandelseId></SaveNewHandelseResult></SaveNewHandelseResponse>"""));
    }

    VendorAnswer Case(string? dnr)
    {
        if (dnr != Key) return Fault("s:Client", $"Arende not found for dnr {dnr}");

        var list = new XElement(XName.Get("handelseLista", Content), saved.Select(s => new XElement(XName.Get("handelse", Content), new XAttribute("handelseId", s.Id), s.Element.Elements().Select(Shown))));
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return VendorAnswer.Xml(ScriptedByggR.Envelope(
            $"""<GetArendeResponse xmlns="{Service}"><GetArendeResult dnr="{Key}"><status xmlns="{Content}">Pågående</status><uppdateradDatum xmlns="{Content}">{day}</uppdateradDatum>{list}</GetArendeResult></GetArendeResponse>"""));
    }

    XElement Shown(XElement part) => KeepsDays && part.Name.LocalName == "startDatum" ? new XElement(part.Name, $"{part.Value[..10]}T00:00:00") : part;

    static bool InOrder(XElement parent, string ns, string[] sequence)
    {
        var places = parent.Elements().Select(e => e.Name.NamespaceName == ns ? Array.IndexOf(sequence, e.Name.LocalName) : -1).ToList();
        return places.All(place => place >= 0) && places.Zip(places.Skip(1)).All(pair => pair.First < pair.Second);
    }

    static string Action(VendorCall call) => call.Headers.GetValueOrDefault("SOAPAction", "").Trim('"');

    static VendorAnswer Fault(string code, string text) =>
        VendorAnswer.Xml(ScriptedByggR.Envelope($"<s:Fault><faultcode>{code}</faultcode><faultstring xml:lang='sv-SE'>{new XText(text)}</faultstring></s:Fault>"), 500);

    internal static XElement Root(string body)
    {
        using var reader = XmlReaders.Create(System.Text.Encoding.UTF8.GetBytes(body));
        while (reader.NodeType != XmlNodeType.Element) reader.Read();
        return (XElement)XNode.ReadFrom(reader);
    }
}
