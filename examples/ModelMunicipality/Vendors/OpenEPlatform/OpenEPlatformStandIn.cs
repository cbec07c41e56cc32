using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using ModelMunicipality.Vendors.ByggR;

namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>A stand-in for Open ePlatform: answers the reads of submissions and messages, and computes each from the town's seed when it is asked for.</summary>
public sealed class OpenEPlatformStandIn
{
    const string Type = "text/xml;charset=ISO-8859-1";

    readonly OpenEPlatformOptions options;
    readonly TimeProvider time;
    readonly Town.Town town;
    readonly SubmissionRegister register;
    readonly SubmissionMessages messages;
    readonly PlatformDesk desk = new();
    readonly Mishaps? mishaps;
    readonly byte[] signIn;

    /// <param name="town">Whose people send something in.</param>
    /// <param name="options">What from which permits came, and how it goes on.</param>
    /// <param name="time">The clock that the submissions live by.</param>
    public OpenEPlatformStandIn(Town.Town town, OpenEPlatformOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);

        this.town = town;
        this.options = options;
        this.time = time;
        var start = options.Permits.Base ?? time.GetUtcNow() - TimeSpan.FromMinutes(10);
        register = new SubmissionRegister(town, options, start);
        mishaps = options.HasMishaps && !options.Permits.Frozen ? new Mishaps(town, start, options.Permits.Cases, options.ChangeEvery, register.IsStory) : null;
        messages = new SubmissionMessages(town, register, options);
        signIn = Encoding.ASCII.GetBytes($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}"))}");
    }

    /// <summary>The ids of the e-services' families, as the adapter's setting takes them.</summary>
    public static string Families { get; } = string.Join(',', EService.All.Select(s => s.Family));

    /// <summary>The number of the report of a fault that the resident who is shown to visitors sent in; null when there is none.</summary>
    public string? StoryFaultNumber => register.StoryFault is { } fault ? Number(fault) : null;

    /// <summary>What befalls what is written.</summary>
    public WriteMishaps WriteMishaps { get; } = new();

    /// <summary>What handlers wrote for each other through the callback service; no read of the platform shows it.</summary>
    public IReadOnlyList<string> InternalMessages => [.. desk.Notes.Select(note => note.Text)];

    /// <summary>What was written to those who sent something in.</summary>
    internal IReadOnlyList<string> WrittenMessages => [.. desk.Messages.Select(message => message.Text)];

    /// <summary>Numbers that find something here.</summary>
    public IReadOnlyList<ExampleNumber> ExampleNumbers =>
    [
        new("case number", Number(register.Permits.StoryNumber), "an application sent in through the e-service, and the building permit that it became"),
        .. register.StoryMultiSign is { } signing ? [new ExampleNumber("case number", Number(signing), "an application that waits for the other parent's signature")] : Array.Empty<ExampleNumber>(),
        .. register.StoryFault is { } fault ? [new ExampleNumber("case number", Number(fault), "a fault that was reported through the e-service")] : Array.Empty<ExampleNumber>(),
    ];

    /// <summary>Answers below this path.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="path">What stands before <c>/api</c>; nothing unless set.</param>
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, string path = "")
    {
        var api = routes.MapGroup($"{path}/api");
        api.MapGet("v1/getflows/json", http => WriteAsync(http, Flows(), "application/json;charset=ISO-8859-1"));
        Read(api, "instanceapi/getinstances/family/{family:int}/{status?}", Instances);
        Read(api, "instanceapi/getstatus/{id:int}", Status);
        Read(api, "instanceapi/getinstance/{id:int}/xml", Instance);
        Read(api, "messageapi/getmessages/family/{family:int}", MessagesOfFamily);
        Read(api, "messageapi/getmessages/flowinstance/{id:int}", MessagesOfInstance);
        api.MapPost("callback", CallAsync);
        return api;
    }

    void Read(RouteGroupBuilder api, string route, Func<HttpContext, DateTimeOffset, (int Status, byte[] Content)> answer) => api.MapGet(route, async http =>
    {
        var now = time.GetUtcNow();
        if (IsSignedIn(http)) await WriteAsync(http, answer(http, now), now);
    });

    bool IsSignedIn(HttpContext http)
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()), signIn)) return true;

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"Open ePlatform\"";
        return false;
    }

    static async Task WriteAsync(HttpContext http, (int Status, byte[] Content) answer, DateTimeOffset now)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        if (answer.Content.Length > 0) await WriteAsync(http, answer.Content, Type);
    }

    async Task CallAsync(HttpContext http)
    {
        var now = time.GetUtcNow();
        if (!IsSignedIn(http)) return;

        var mishap = WriteMishaps.Take();
        if (mishap == WriteMishap.Down)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var answer = mishap == WriteMishap.Refused ? Fault("Handläggaren saknar behörighet till ärendet.", "AccessDeniedFault") : await CalledAsync(http.Request.Body, now);
        if (mishap == WriteMishap.AnswerLost) http.Abort();
        else await WriteAsync(http, answer, now);
    }

    async ValueTask<(int, byte[])> CalledAsync(Stream request, DateTimeOffset now)
    {
        PlatformCall? call;
        try
        {
            call = await PlatformCall.ReadAsync(request);
        }
        catch (UnreadableAnswerException)
        {
            return Fault("The message could not be read", null, "Client");
        }

        var index = (call?.Instance ?? 0) - Permit.FirstFlowNumber;
        if (call is null) return Fault("Cannot find dispatch method", null, "Client");
        if (mishaps?.IsGone(index, now) == true || register.Find(index, now) is not { } state)
            return Fault(string.Create(CultureInfo.InvariantCulture, $"The requested flow instance with ID {call.Instance} was not found"), null);

        var at = register.Permits.Local(now);
        switch (call.Operation)
        {
            case "addMessage" or "addInternalMessage" when call.Values.ContainsKey("message") && call.Values.ContainsKey("userID"):
                var isInternal = call.Operation == "addInternalMessage";
                var written = DateTimeOffset.TryParse(call.Values.GetValueOrDefault("added"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var added) ? register.Permits.Local(added) : at;
                return Called(call.Operation, "messageID", desk.Add(call.Instance, isInternal, call.Values["message"], call.Values["userID"], written));

            case "setStatus":
                var service = register.ServiceOf(index);
                var standing = Enum.GetValues<Standing>().Cast<Standing?>().FirstOrDefault(s =>
                    call.Values.GetValueOrDefault("statusAlias") == service.NameOf(s!.Value) || call.Values.GetValueOrDefault("statusID") == service.IdOf(s.Value).ToString(CultureInfo.InvariantCulture));
                return standing is { } wanted ? Called(call.Operation, "eventID", desk.Set(index, wanted, at)) : Fault("", "StatusNotFoundFault");

            default:
                return Fault("Cannot find dispatch method", null, "Client");
        }
    }

    static (int, byte[]) Called(string operation, string name, int number) => (StatusCodes.Status200OK, Enveloped(writer =>
    {
        writer.WriteStartElement($"{operation}Response", PlatformCall.Contract);
        writer.WriteElementString(name, PlatformCall.Contract, number.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndElement();
    }));

    static (int, byte[]) Fault(string words, string? type, string code = "Server") => (StatusCodes.Status500InternalServerError, Enveloped(writer =>
    {
        writer.WriteStartElement("Fault", SoapEnvelope.Namespace);
        writer.WriteElementString("faultcode", $"S:{code}");
        writer.WriteElementString("faultstring", words);
        if (type is not null)
        {
            writer.WriteStartElement("detail");
            writer.WriteElementString(type, PlatformCall.Contract, "");
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }));

    static byte[] Enveloped(Action<XmlWriter> writeBody) => PlatformWriter.Document(writer =>
    {
        writer.WriteStartElement("S", "Envelope", SoapEnvelope.Namespace);
        writer.WriteStartElement("S", "Body", SoapEnvelope.Namespace);
        writeBody(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
    });

    static Task WriteAsync(HttpContext http, byte[] content, string type)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        return http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }

    (int, byte[]) Instances(HttpContext http, DateTimeOffset now)
    {
        if (!TryReadDays(http, out var from, out var to)) return (StatusCodes.Status400BadRequest, []);

        var wanted = http.GetRouteValue("status") as string;
        var found = register.CameIn(Route(http, "family"), from, to, now)
            .Where(s => mishaps?.IsGone(s.Index, now) != true)
            .Select(desk.With)
            .Where(s => wanted is null || register.ServiceOf(s.Index).NameOf(s.Standing) == wanted)
            .ToList();
        return found.Count == 0 ? (StatusCodes.Status404NotFound, []) : (StatusCodes.Status200OK, PlatformWriter.Document(writer =>
        {
            writer.WriteStartElement("FlowInstances");
            // The newest first, as the platform lists them.
            for (var i = found.Count - 1; i >= 0; i--) WriteRow(writer, found[i]);
            writer.WriteEndElement();
        }));
    }

    void WriteRow(XmlWriter writer, SubmissionState state)
    {
        var submission = new Submission(town, register, options, state.Index);
        var arrived = register.ArrivedAt(state.Index);
        var isSent = state.Standing != Standing.New;
        writer.WriteStartElement("FlowInstance");
        writer.Element("flowInstanceID", submission.Number);
        writer.Element("added", PlatformWriter.Minute(arrived));
        if (isSent) writer.Element("firstSubmitted", PlatformWriter.Minute(arrived));
        writer.Element("fullyPopulated", isSent);
        writer.Element("stepID", submission.Service.Flow * 10 + 1);
        writer.Element("lastStatusChange", PlatformWriter.Minute(state.ChangedAt));
        writer.Element("lastEventAdded", PlatformWriter.Minute(state.TouchedAt));
        writer.Element("profileID", 1);
        writer.Element("remote", false);
        writer.Element("addedInMilliseconds", PlatformWriter.Milliseconds(arrived, register.Zone));
        if (isSent) writer.Element("firstSubmittedInMilliseconds", PlatformWriter.Milliseconds(arrived, register.Zone));
        writer.Element("lastStatusChangeInMilliseconds", PlatformWriter.Milliseconds(state.ChangedAt, register.Zone));
        // Some rows have a poster and some do not.
        if (state.Index % 3 != 0)
        {
            writer.WriteStartElement("poster");
            writer.WriteStartElement("user");
            writer.User(PlatformUser.Of(submission.Owner));
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        writer.Element("flowFamilyID", submission.Service.Family);
        writer.WriteEndElement();
    }

    (int, byte[]) Status(HttpContext http, DateTimeOffset now)
    {
        if (Find(http, now) is not { } state) return NotFoundFault(http);

        var service = register.ServiceOf(state.Index);
        return (StatusCodes.Status200OK, PlatformWriter.Document(writer =>
        {
            writer.WriteStartElement("Status");
            writer.Element("statusID", service.IdOf(state.Standing));
            writer.Element("name", service.NameOf(state.Standing));
            writer.Element("newExternalMessagesDisallowed", state.Standing is Standing.Archived or Standing.TakenBack);
            writer.Element("addExternalMessage", false);
            writer.Element("addInternalMessage", false);
            writer.Element("isRestrictedAdminDeletable", false);
            writer.Element("contentType", EService.ContentTypeOf(state.Standing));
            writer.WriteEndElement();
        }));
    }

    (int, byte[]) Instance(HttpContext http, DateTimeOffset now) => Find(http, now) is { } state
        ? (StatusCodes.Status200OK, PlatformWriter.Document(writer => new Submission(town, register, options, state.Index).Write(writer, state, IsBad(state, now))))
        : (StatusCodes.Status404NotFound, []);

    SubmissionState? Find(HttpContext http, DateTimeOffset now) => mishaps?.IsGone(Index(http), now) != true && register.Find(Index(http), now) is { } state ? desk.With(state) : null;

    bool IsBad(SubmissionState state, DateTimeOffset now) =>
        mishaps is not null && mishaps.IsBad(state.Index, new DateTimeOffset(state.TouchedAt, register.Zone.GetUtcOffset(state.TouchedAt)), now);

    (int, byte[]) MessagesOfFamily(HttpContext http, DateTimeOffset now) => TryReadDays(http, out var from, out var to)
        ? Messages(messages.Written(Route(http, "family"), from, to, now).Concat(desk.Written(from, to).Where(m => register.ServiceOf(m.Submission - Permit.FirstFlowNumber).Family == Route(http, "family"))))
        : (StatusCodes.Status400BadRequest, []);

    (int, byte[]) MessagesOfInstance(HttpContext http, DateTimeOffset now) => Find(http, now) is { } state
        ? Messages(messages.Of(state.Index, now).Concat(desk.Of(state.Index + Permit.FirstFlowNumber)))
        : (StatusCodes.Status404NotFound, []);

    static (int, byte[]) Messages(IEnumerable<PlatformMessage> found) => (StatusCodes.Status200OK, PlatformWriter.Document(writer =>
    {
        writer.WriteStartElement("Messages");
        foreach (var message in found)
        {
            writer.WriteStartElement("ExternalMessage");
            writer.Element("postedByManager", message.Poster.IsManager);
            writer.Element("systemMessage", message.IsSystem);
            writer.Element("readReceiptEnabled", false);
            writer.Element("messageID", message.Id);
            writer.Element("message", message.Text);
            if (message.Attachment is { } name)
            {
                writer.WriteStartElement("attachments");
                writer.WriteStartElement("ExternalMessageAttachment");
                writer.Element("attachmentID", message.Id);
                writer.Element("filename", name);
                writer.Element("size", 48_128);
                writer.Element("added", PlatformWriter.Minute(message.At));
                writer.Element("FormatedSize", "47 KB");
                writer.WriteEndElement();
                writer.WriteEndElement();
            }

            writer.WriteStartElement("poster");
            writer.User(message.Poster);
            writer.WriteEndElement();
            writer.Element("added", PlatformWriter.Minute(message.At));
            writer.Element("flowInstanceID", message.Submission);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }));

    static byte[] Flows() => Encoding.Latin1.GetBytes(
        "{\"Flows\":[" + string.Join(',', EService.All.Select(s => string.Create(CultureInfo.InvariantCulture,
            $$"""{"ID":{{s.Flow}},"FlowFamilyID":{{s.Family}},"Name":"{{s.Name}}","Category":"{{s.Category}}","Enabled":true}"""))) + "]}");

    // Some reads of what is not there are answered like this, others with 404.
    static (int, byte[]) NotFoundFault(HttpContext http) => (StatusCodes.Status500InternalServerError, PlatformWriter.Document(writer =>
        writer.WriteElementString("Error", string.Create(CultureInfo.InvariantCulture, $"The requested flow instance with ID {Route(http, "id")} was not found"))));

    bool TryReadDays(HttpContext http, out DateOnly from, out DateOnly to)
    {
        (from, to) = (DateOnly.MinValue, DateOnly.MaxValue.AddDays(-2));
        var query = http.Request.Query;
        var good = Read(query["fromDate"].ToString(), ref from) && Read(query["toDate"].ToString(), ref to);
        if (good && options.ToDateExclusive && to > DateOnly.MinValue) to = to.AddDays(-1);
        if (from < new DateOnly(1990, 1, 3)) from = new DateOnly(1990, 1, 3);
        return good;

        static bool Read(string text, ref DateOnly day)
        {
            if (text.Length == 0) return true;
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return false;

            day = read > DateOnly.MaxValue.AddDays(-2) ? DateOnly.MaxValue.AddDays(-2) : read;
            return true;
        }
    }

    static int Index(HttpContext http) => Route(http, "id") - Permit.FirstFlowNumber;

    static int Route(HttpContext http, string name) => int.Parse((string)http.GetRouteValue(name)!, CultureInfo.InvariantCulture);

    static string Number(int index) => (Permit.FirstFlowNumber + index).ToString(CultureInfo.InvariantCulture);
}
