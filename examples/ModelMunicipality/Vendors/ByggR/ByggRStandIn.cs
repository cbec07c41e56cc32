using System.Globalization;
using System.Text;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace ModelMunicipality.Vendors.ByggR;

/// <summary>A stand-in for ByggR: speaks ArendeExport in the versions V4 and V8 and computes every case from the town's seed when it is asked for.</summary>
public sealed class ByggRStandIn
{
    const string ActionPrefix = "www.tekis.se/ServiceContract/";

    readonly ByggROptions options;
    readonly TimeProvider time;
    readonly PermitRegister register;
    readonly PermitNotes notes = new();
    readonly PermitWriter permits;
    readonly Mishaps? mishaps;
    readonly Town.Town town;

    /// <param name="town">Whose people build.</param>
    /// <param name="options">How many cases, and how they go on.</param>
    /// <param name="time">The clock that the cases live by.</param>
    public ByggRStandIn(Town.Town town, ByggROptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);

        this.town = town;
        this.options = options;
        this.time = time;
        var start = options.Base ?? time.GetUtcNow() - TimeSpan.FromMinutes(10);
        register = new PermitRegister(options, start);
        permits = new PermitWriter(town, register, notes);
        mishaps = options.HasMishaps && !options.Frozen ? new Mishaps(town, start, options.Cases, options.ChangeEvery, register.IsStory) : null;
    }

    /// <summary>What befalls what is written.</summary>
    public WriteMishaps WriteMishaps { get; } = new();

    /// <summary>What was saved as happenings: the note of each.</summary>
    internal IEnumerable<string> SavedNotes => notes.Cases.SelectMany(notes.Of).Select(note => note.Content.GetValueOrDefault("anteckning", ""));

    /// <summary>Numbers that find something here. The person also has cases in the town's other systems.</summary>
    public IReadOnlyList<ExampleNumber> ExampleNumbers
    {
        get
        {
            var story = register.StoryNumber;
            var (tract, unit) = new Permit(town, register, story).Property;
            return
            [
                new("personal number", town.Resident(Permit.StoryResident).PersonalNumber, "a resident with building permits, one of them waiting for a supplement"),
                new("case number", register.NumberOnLetter(story), "a building permit that waits for the applicant"),
                new("property", $"{tract} {unit}", "the property of that permit"),
                new("case number", register.NumberOnLetter(0), "the oldest building permit"),
            ];
        }
    }

    /// <summary>Answers at this path.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="path">The service's path; ByggR's own unless set.</param>
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, string path = "/TekisArende/ArendeExportWS.svc") =>
        routes.MapPost(path, AnswerAsync);

    async Task AnswerAsync(HttpContext http)
    {
        var now = time.GetUtcNow();
        var action = http.Request.Headers["SOAPAction"].ToString().Trim('"');
        var mishap = action.EndsWith("/SaveNewHandelse", StringComparison.Ordinal) ? WriteMishaps.Take() : WriteMishap.None;
        if (mishap == WriteMishap.Down)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var (status, answer) = mishap == WriteMishap.Refused ? Fault("Client", "Ärendet är låst av en annan handläggare.") : await AnswerAsync(action, http.Request.Body, now);
        if (mishap == WriteMishap.AnswerLost)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "text/xml; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        http.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        await http.Response.Body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), http.RequestAborted);
    }

    async ValueTask<(int Status, MemoryStream Answer)> AnswerAsync(string action, Stream request, DateTimeOffset now)
    {
        var version = action.StartsWith($"{ActionPrefix}V4/IExportArenden/", StringComparison.Ordinal) ? "V4"
            : action.StartsWith($"{ActionPrefix}V8/IExportArenden/", StringComparison.Ordinal) ? "V8"
            : null;
        var operation = action[(action.LastIndexOf('/') + 1)..];
        if (version is null) return Fault("ActionNotSupported", "The message cannot be processed: its action is not one of this contract.");

        IReadOnlyDictionary<string, string> arguments;
        try
        {
            if (operation == "SaveNewHandelse") return SaveNewHandelse(await SavedHappening.ReadAsync(request), now);

            arguments = await ReadArgumentsAsync(request);
        }
        catch (UnreadableAnswerException)
        {
            return Fault("DeserializationFailed", "The message could not be read.");
        }

        return operation switch
        {
            "GetUpdatedArenden" => GetUpdatedArenden(arguments, version, now),
            "GetUpdatedArendenCount" => GetUpdatedArendenCount(arguments, now),
            "GetArende" => GetArende(arguments, version, now),
            _ => Fault("ActionNotSupported", "The message cannot be processed: its action is not one of this contract."),
        };
    }

    (int Status, MemoryStream Answer) GetUpdatedArenden(IReadOnlyDictionary<string, string> arguments, string version, DateTimeOffset now)
    {
        if (!TryReadFilter(arguments, out var lower, out var upper)) return Fault("DeserializationFailed", "The filter could not be read.");

        var batch = new List<PermitState>(options.BatchSize);
        var more = false;
        foreach (var state in ChangedAfter(lower, now))
        {
            if (upper is { } bound && state.ChangedAt > bound) break;
            // Several cases of one second are never torn apart: the next batch begins after that second.
            if (batch.Count >= options.BatchSize && state.ChangedAt != batch[^1].ChangedAt)
            {
                more = true;
                break;
            }

            batch.Add(state);
        }

        var end = more || upper is null ? (batch.Count > 0 ? batch[^1].ChangedAt : lower) : upper.Value;
        return (StatusCodes.Status200OK, Envelope(writer =>
        {
            writer.WriteStartElement("GetUpdatedArendenResponse", PermitWriter.Service);
            writer.WriteStartElement("GetUpdatedArendenResult", PermitWriter.Service);
            writer.WriteElementString("BatchStart", PermitWriter.Service, Label(batch.Count > 0 ? batch[0].ChangedAt : lower));
            writer.WriteElementString("BatchEnd", PermitWriter.Service, Label(end));
            writer.WriteStartElement("Arenden", PermitWriter.Service);
            foreach (var state in batch) permits.Write(writer, "arende", state, version, IsBad(state, now));
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
        }));
    }

    (int Status, MemoryStream Answer) GetUpdatedArendenCount(IReadOnlyDictionary<string, string> arguments, DateTimeOffset now)
    {
        if (!TryReadFilter(arguments, out var lower, out var upper)) return Fault("DeserializationFailed", "The filter could not be read.");

        var count = ChangedAfter(lower, now).TakeWhile(state => upper is not { } bound || state.ChangedAt <= bound).Count();
        return (StatusCodes.Status200OK, Envelope(writer =>
        {
            writer.WriteStartElement("GetUpdatedArendenCountResponse", PermitWriter.Service);
            writer.WriteElementString("GetUpdatedArendenCountResult", PermitWriter.Service, count.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndElement();
        }));
    }

    (int Status, MemoryStream Answer) GetArende(IReadOnlyDictionary<string, string> arguments, string version, DateTimeOffset now)
    {
        var dnr = arguments.GetValueOrDefault("dnr", "");
        if (register.Find(dnr) is not { } number || mishaps?.IsGone(number, now) == true) return Fault("Client", $"Arende not found for dnr {dnr}");

        return (StatusCodes.Status200OK, Envelope(writer =>
        {
            writer.WriteStartElement("GetArendeResponse", PermitWriter.Service);
            var state = register.State(number, now);
            permits.Write(writer, "GetArendeResult", notes.With(state), version, IsBad(state, now));
            writer.WriteEndElement();
        }));
    }

    (int Status, MemoryStream Answer) SaveNewHandelse(SavedHappening? saved, DateTimeOffset now)
    {
        if (saved is null) return Fault("DeserializationFailed", "The message could not be read.");
        if (register.Find(saved.Dnr) is not { } number || mishaps?.IsGone(number, now) == true) return Fault("Client", $"Arende not found for dnr {saved.Dnr}");
        if (Course.Of(number)[register.State(number, now).Steps - 1].Status == "Gallrat") return Fault("Client", "Ärendet är gallrat.");

        var note = notes.Save(number, register.Local(now), saved.Content);
        return (StatusCodes.Status200OK, Envelope(writer =>
        {
            writer.WriteStartElement("SaveNewHandelseResponse", PermitWriter.Service);
            writer.WriteStartElement("SaveNewHandelseResult", PermitWriter.Service);
            writer.WriteElementString("HandelseId", PermitWriter.Service, note.Id.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndElement();
            writer.WriteEndElement();
        }));
    }

    IEnumerable<PermitState> ChangedAfter(DateTime lower, DateTimeOffset now)
    {
        // A case on which something was saved has changed then, and stands there in the order of change.
        var noted = notes.Cases.Select(number => register.State(number, now))
            .Select(state => (Before: state, After: notes.With(state)))
            .Where(state => state.After != state.Before && state.After.ChangedAt > lower)
            .Select(state => state.After).OrderBy(state => state.ChangedAt).ToList();
        var moved = noted.Select(state => state.Number).ToHashSet();
        return Merged(register.ChangedAfter(lower, now).Where(state => !moved.Contains(state.Number)), noted).Where(state => mishaps?.IsGone(state.Number, now) != true);
    }

    static IEnumerable<PermitState> Merged(IEnumerable<PermitState> one, List<PermitState> other)
    {
        var at = 0;
        foreach (var state in one)
        {
            while (at < other.Count && other[at].ChangedAt <= state.ChangedAt) yield return other[at++];
            yield return state;
        }

        while (at < other.Count) yield return other[at++];
    }

    bool IsBad(PermitState state, DateTimeOffset now) =>
        mishaps is not null && state.Ticks > 0 && mishaps.IsBad(state.Number, new DateTimeOffset(state.ChangedAt, options.Zone.GetUtcOffset(state.ChangedAt)), now);

    static async ValueTask<IReadOnlyDictionary<string, string>> ReadArgumentsAsync(Stream request)
    {
        using var reader = XmlReaders.Create(request, new XmlLimits(100_000, 10));
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        await reader.ReadAsync();
        while (!reader.EOF)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not ("dnr" or "LowerExclusiveBound" or "UpperInclusiveBound")) await reader.ReadAsync();
            else arguments[reader.LocalName] = await reader.ReadTextAsync();
        }

        return arguments;
    }

    static bool TryReadFilter(IReadOnlyDictionary<string, string> arguments, out DateTime lower, out DateTime? upper)
    {
        upper = null;
        if (!TryReadTime(arguments.GetValueOrDefault("LowerExclusiveBound"), out lower)) return false;
        if (arguments.GetValueOrDefault("UpperInclusiveBound") is not { Length: > 0 } text) return true;
        if (!TryReadTime(text, out var bound)) return false;

        upper = bound;
        return true;
    }

    static bool TryReadTime(string? text, out DateTime time) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    static string Label(DateTime local) => local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    static (int Status, MemoryStream Answer) Fault(string code, string text) => (StatusCodes.Status500InternalServerError, Envelope(writer =>
    {
        writer.WriteStartElement("Fault", SoapEnvelope.Namespace);
        writer.WriteElementString("faultcode", $"s:{code}");
        writer.WriteStartElement("faultstring");
        writer.WriteAttributeString("xml", "lang", null, "sv-SE");
        writer.WriteString(text);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }));

    static MemoryStream Envelope(Action<XmlWriter> writeBody)
    {
        var buffer = new MemoryStream();
        using var writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true });
        writer.WriteStartElement("s", "Envelope", SoapEnvelope.Namespace);
        writer.WriteStartElement("s", "Body", SoapEnvelope.Namespace);
        writer.WriteAttributeString("xmlns", "xsi", null, PermitWriter.Instance);
        writeBody(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.Flush();
        return buffer;
    }
}
