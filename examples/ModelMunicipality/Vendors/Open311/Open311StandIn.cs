using System.Globalization;

namespace ModelMunicipality.Vendors.Open311;

/// <summary>A stand-in for an Open311 server: speaks GeoReport v2 with the extension for updates, and computes every report from the town's seed when it is asked for.</summary>
public sealed class Open311StandIn
{
    readonly Open311Options options;
    readonly TimeProvider time;
    readonly Town.Town town;
    readonly ReportRegister register;
    readonly Mishaps? mishaps;
    readonly WrittenReports written = new();

    /// <param name="town">Whose lamps go out.</param>
    /// <param name="options">How many reports, and how they go on.</param>
    /// <param name="time">The clock that the reports live by.</param>
    public Open311StandIn(Town.Town town, Open311Options options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);

        this.town = town;
        this.options = options;
        this.time = time;
        var start = options.Base ?? time.GetUtcNow() - TimeSpan.FromMinutes(10);
        register = new ReportRegister(options, start);
        mishaps = options.HasMishaps && !options.Frozen ? new Mishaps(town, start, options.Cases, options.ChangeEvery, register.IsStory) : null;
    }

    /// <summary>The number of the report that the person who is shown to visitors has made, for other systems to carry.</summary>
    public string StoryNumber => register.NumberOnReceipt(register.StoryNumber);

    /// <summary>When the first report came in: where a first read may begin.</summary>
    public DateTimeOffset FirstReportAt => register.RequestedAt(0);

    /// <summary>Numbers that find something here. The person also has cases in the town's other systems.</summary>
    public IReadOnlyList<ExampleNumber> ExampleNumbers
    {
        get
        {
            var person = town.Resident(Report.StoryResident);
            return
            [
                new("case number", StoryNumber, "a street light that is reported and ordered mended"),
                .. person.Phone is { } phone ? [new ExampleNumber("phone", phone, "the fault reports of the resident who is shown to visitors")] : Array.Empty<ExampleNumber>(),
                .. person.Email is { } email ? [new ExampleNumber("email", email, "the same resident's fault reports")] : Array.Empty<ExampleNumber>(),
                new("case number", register.NumberOnReceipt(0), "the oldest fault report"),
            ];
        }
    }

    /// <summary>What befalls what is written.</summary>
    public WriteMishaps WriteMishaps { get; } = new();

    /// <summary>What was said in updates that came in.</summary>
    internal IReadOnlyList<string> WrittenWords => written.Words;

    /// <summary>The number on a report's receipt.</summary>
    internal string ReceiptOf(int number) => register.NumberOnReceipt(number);

    /// <summary>What the register knows, for tests that compare with it.</summary>
    internal ReportRegister Register => register;

    /// <summary>Answers below this path.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="path">Where the service begins.</param>
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, string path = "/open311/v2")
    {
        routes.MapPost(path + "/{**resource}", TakeAsync);
        return routes.MapGet(path + "/{**question}", AnswerAsync);
    }

    Task AnswerAsync(HttpContext http, string question)
    {
        var now = time.GetUtcNow();
        var (path, json, known) = PathAndFormat(question);
        return WriteAsync(http, known ? Answer(path.Split('/'), http.Request.Query, json, now) : Error(404, "there is no such resource; it ends in .json or .xml", json: false), json, now);
    }

    async Task TakeAsync(HttpContext http, string resource)
    {
        var now = time.GetUtcNow();
        var (path, json, known) = PathAndFormat(resource);
        if (!known || !http.Request.HasFormContentType)
        {
            await WriteAsync(http, Error(404, "there is no such resource; it ends in .json or .xml, and takes a form", json: false), json: false, now);
            return;
        }

        var form = (await http.Request.ReadFormAsync(http.RequestAborted)).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        var mishap = WriteMishaps.Take();
        if (mishap == WriteMishap.Down)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var answer = mishap == WriteMishap.Refused ? Error(400, "Anmälningar tas inte emot just nu.", json) : Take(path, form, json, now);
        if (mishap == WriteMishap.AnswerLost) http.Abort();
        else await WriteAsync(http, answer, json, now);
    }

    static (string Path, bool Json, bool Known) PathAndFormat(string question)
    {
        var dot = question.LastIndexOf('.');
        var (path, format) = dot < 0 ? (question, "") : (question[..dot], question[(dot + 1)..]);
        return (path, format == "json", format is "json" or "xml");
    }

    static async Task WriteAsync(HttpContext http, (int Status, byte[] Answer) told, bool json, DateTimeOffset now)
    {
        var (status, answer) = told;

        http.Response.StatusCode = status;
        http.Response.ContentType = json ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        http.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
    }

    (int Status, byte[] Answer) Answer(string[] path, IQueryCollection query, bool json, DateTimeOffset now)
    {
        if (StopsAt(name => query[name], json) is { } stopped) return stopped;

        return path switch
        {
            ["services"] => (200, ReportWriter.Write(json, "services", "service", Report.Services.Select(ServiceFields))),
            ["requests"] => Requests(query, json, now),
            ["requests", var number] => Rows([number], query, now) is { Count: > 0 } found ? Written(json, found) : Error(404, "service_request_id was not found", json),
            ["servicerequestupdates"] => Updates(query, json, now),
            ["tokens", var token] => Token(token, json, now),
            _ => Error(404, "there is no such resource", json),
        };
    }

    (int Status, byte[] Answer)? StopsAt(Func<string, string?> parameter, bool json)
    {
        if (options.Jurisdiction is { } jurisdiction)
        {
            if (string.IsNullOrEmpty(parameter("jurisdiction_id"))) return Error(400, "jurisdiction_id was not provided", json);
            if (parameter("jurisdiction_id") != jurisdiction) return Error(404, "jurisdiction_id provided was not found", json);
        }

        if (options.ApiKey is { } key)
        {
            if (string.IsNullOrEmpty(parameter("api_key"))) return Error(400, "api_key was not provided", json);
            if (parameter("api_key") != key) return Error(403, "Invalid api_key received", json);
        }

        return null;
    }

    (int Status, byte[] Answer) Take(string resource, Dictionary<string, string> form, bool json, DateTimeOffset now) => StopsAt(form.GetValueOrDefault, json) ?? resource switch
    {
        "requests" => TakeReport(form, json, now),
        "servicerequestupdates" => TakeUpdate(form, json, now),
        _ => Error(404, "there is no such resource", json),
    };

    (int Status, byte[] Answer) TakeReport(Dictionary<string, string> form, bool json, DateTimeOffset now)
    {
        if (!Report.Services.Any(s => s.Code == form.GetValueOrDefault("service_code"))) return Error(404, "service_code was not found", json);
        if (!(Decimal("lat") && Decimal("long")) && string.IsNullOrEmpty(form.GetValueOrDefault("address_string"))) return Error(400, "lat and long, or address_string, were not provided", json);
        if (form.GetValueOrDefault("description") is not { Length: > 0 and <= 4000 }) return Error(400, "description was not provided, or is longer than 4000 characters", json);

        var report = written.Add(WholeSecond(now), form);
        IEnumerable<ReportField> taken = options.TokenFor > TimeSpan.Zero ? [new("token", $"T-{report.Number}")] : [new("service_request_id", report.Number)];
        return (200, ReportWriter.Write(json, "service_requests", "request", [taken.Append(new("service_notice", "Vi ser på felet inom fem arbetsdagar.")).Append(new("account_id", null))]));

        bool Decimal(string name) => decimal.TryParse(form.GetValueOrDefault(name), CultureInfo.InvariantCulture, out _);
    }

    (int Status, byte[] Answer) TakeUpdate(Dictionary<string, string> form, bool json, DateTimeOffset now)
    {
        foreach (var demanded in (string[])["service_request_id", "update_id", "status", "updated_datetime", "description"])
            if (string.IsNullOrEmpty(form.GetValueOrDefault(demanded))) return Error(400, $"{demanded} was not provided", json);
        if (!ReportCourse.IsStatus(form["status"])) return Error(400, "status is none that is known", json);
        if (!DateTimeOffset.TryParseExact(form["updated_datetime"], "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) return Error(400, "updated_datetime is no date and time with a zone", json);

        var number = form["service_request_id"];
        if (register.Find(number, now) is null && written.Find(number) is null) return Error(404, "service_request_id was not found", json);

        // What is told for later is told for now.
        return written.Add(form["update_id"], number, at > now ? WholeSecond(now) : at, form["status"], form["description"]) is { } update
            ? (200, ReportWriter.Write(json, "service_request_updates", "request_update", [UpdateFields(update)]))
            : Error(400, "Bad request: already exists", json);
    }

    (int Status, byte[] Answer) Requests(IQueryCollection query, bool json, DateTimeOffset now)
    {
        // Numbers stand over everything else.
        if (Listed(query["service_request_id"]) is { Length: > 0 } numbers) return Written(json, Rows(numbers, query, now));

        var asked = ReportQuestion.Read(query, now);
        if (asked.Error is { } error) return Error(400, error, json);

        var codes = Listed(query["service_code"]);
        var statuses = Listed(query["status"]);
        if (statuses.Any(s => s is not ("open" or "closed"))) return Error(400, "status is open or closed", json);

        var more = query["extensions"] == "true";
        var found = register.RequestedBetween(asked.From, asked.Until, now)
            .Where(n => mishaps?.IsGone(n, now) != true)
            .Where(n => codes.Length == 0 || codes.Contains(new Report(town, register, n).Service.Code))
            .Where(n => statuses.Length == 0 || statuses.Contains(Side(StateOf(n, now).Status)))
            .Select(n => (At: register.RequestedAt(n), Row: HasOnlyToken(n, now) ? TokenFields(n) : RequestFields(StateOf(n, now), more, now)));
        var sent = written.CameIn(asked.From, asked.Until)
            .Where(r => codes.Length == 0 || codes.Contains(r.Service.Code))
            .Where(r => statuses.Length == 0 || statuses.Contains(Side(Stand(r).Status)))
            .Select(r => (r.At, Row: RequestFields(r, more)));
        return Written(json, Newest(found, sent).Take(options.MaxRows).Select(r => r.Row));
    }

    List<IEnumerable<ReportField>> Rows(IEnumerable<string> numbers, IQueryCollection query, DateTimeOffset now)
    {
        var more = query["extensions"] == "true";
        var rows = new List<IEnumerable<ReportField>>();
        foreach (var number in numbers.Take(options.MaxRows))
        {
            if (written.Find(number) is { } sent) rows.Add(RequestFields(sent, more));
            else if (register.Find(number, now) is { } found && mishaps?.IsGone(found, now) != true) rows.Add(RequestFields(StateOf(found, now), more, now));
        }

        return rows;
    }

    static (int Status, byte[] Answer) Written(bool json, IEnumerable<IEnumerable<ReportField>> rows) => (200, ReportWriter.Write(json, "service_requests", "request", rows));

    // Both are sorted, the newest first.
    static IEnumerable<(DateTimeOffset At, T Row)> Newest<T>(IEnumerable<(DateTimeOffset At, T Row)> one, IEnumerable<(DateTimeOffset At, T Row)> other)
    {
        using var more = other.GetEnumerator();
        var has = more.MoveNext();
        foreach (var row in one)
        {
            for (; has && more.Current.At >= row.At; has = more.MoveNext()) yield return more.Current;
            yield return row;
        }

        for (; has; has = more.MoveNext()) yield return more.Current;
    }

    static string Side(string status) => ReportCourse.IsClosed(status) ? "closed" : "open";

    ReportState StateOf(int number, DateTimeOffset now)
    {
        var state = register.State(number, now);
        var (status, at, notes) = written.Stand(register.NumberOnReceipt(number), state.Status, state.UpdatedAt, state.Notes);
        return state with { Status = status, UpdatedAt = at, Notes = notes };
    }

    (string Status, DateTimeOffset UpdatedAt, string? Notes) Stand(WrittenReport report) => written.Stand(report.Number, "open", report.At, null);

    (int Status, byte[] Answer) Updates(IQueryCollection query, bool json, DateTimeOffset now)
    {
        var asked = ReportQuestion.Read(query, now);
        if (asked.Error is { } error) return Error(400, error, json);

        var rows = Newest(
            register.UpdatedBetween(asked.From, asked.Until, now).Select(u => (u.At, Row: UpdateFields(u))),
            written.Made(asked.From, asked.Until).Select(u => (u.At, Row: UpdateFields(u))));
        return (200, ReportWriter.Write(json, "service_request_updates", "request_update", rows.Take(options.MaxRows).Select(r => r.Row)));
    }

    (int Status, byte[] Answer) Token(string token, bool json, DateTimeOffset now) =>
        token.StartsWith("T-", StringComparison.Ordinal) && (register.Find(token[2..], now) is not null || written.Find(token[2..]) is not null)
            ? (200, ReportWriter.Write(json, "service_requests", "request", [[new("service_request_id", token[2..]), new("token", token)]]))
            : Error(404, "token was not found", json);

    bool HasOnlyToken(int number, DateTimeOffset now) => number % 10 == 7 && !register.IsStory(number) && now - register.RequestedAt(number) < options.TokenFor;

    IEnumerable<ReportField> TokenFields(int number) =>
        [new("token", $"T-{register.NumberOnReceipt(number)}"), new("service_notice", "Anmälan behandlas."), new("account_id", null)];

    IEnumerable<ReportField> RequestFields(ReportState state, bool more, DateTimeOffset now)
    {
        var report = new Report(town, register, state.Number);
        var requested = register.RequestedAt(state.Number);
        yield return new("service_request_id", register.NumberOnReceipt(state.Number));
        yield return new("status", state.Status);
        yield return new("status_notes", state.Notes);
        yield return new("service_name", report.Service.Name);
        yield return new("service_code", report.Service.Code);
        yield return new("description", report.Service.Words);
        yield return new("agency_responsible", report.Service.Agency);
        yield return new("service_notice", "Vi ser på felet inom fem arbetsdagar.");
        yield return new("requested_datetime", Time(requested));
        yield return new("updated_datetime", mishaps?.IsBad(state.Number, state.UpdatedAt, now) == true ? Mishaps.NoDate : Time(state.UpdatedAt));
        yield return new("expected_datetime", ReportCourse.IsClosed(state.Status) ? null : Time(requested + TimeSpan.FromDays(90)));
        yield return new("address", report.Address);
        yield return new("lat", report.Latitude);
        yield return new("long", report.Longitude);
        yield return new("media_url", null);
        yield return new("account_id", report.EServiceNumber(options.StoryEServiceNumber));
        if (!more) yield break;

        yield return new("interface_used", report.Channel);
        if (report.Reporter is not { } reporter) yield break;

        yield return new("first_name", reporter.FirstName);
        yield return new("last_name", reporter.LastName);
        yield return new("email", reporter.Email);
        yield return new("phone", reporter.Phone);
    }

    IEnumerable<ReportField> RequestFields(WrittenReport report, bool more)
    {
        var (status, updatedAt, notes) = Stand(report);
        yield return new("service_request_id", report.Number);
        yield return new("status", status);
        yield return new("status_notes", notes);
        yield return new("service_name", report.Service.Name);
        yield return new("service_code", report.Service.Code);
        yield return new("description", report.Form["description"]);
        yield return new("agency_responsible", report.Service.Agency);
        yield return new("requested_datetime", Time(report.At));
        yield return new("updated_datetime", Time(updatedAt));
        yield return new("expected_datetime", ReportCourse.IsClosed(status) ? null : Time(report.At + TimeSpan.FromDays(90)));
        if (report.Form.GetValueOrDefault("address_string") is { Length: > 0 } address) yield return new("address", address);
        foreach (var name in (string[])["lat", "long"])
            if (decimal.TryParse(report.Form.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var place)) yield return new(name, place);
        yield return new("media_url", null);
        yield return new("account_id", report.Form.GetValueOrDefault("account_id"));
        if (!more) yield break;

        yield return new("interface_used", "Web interface");
        foreach (var name in (string[])["first_name", "last_name", "email", "phone"])
            if (report.Form.GetValueOrDefault(name) is { Length: > 0 } value) yield return new(name, value);
    }

    static IEnumerable<ReportField> UpdateFields(WrittenUpdate update) =>
    [
        new("update_id", update.Id), new("service_request_id", update.Number), new("status", update.Status), new("description", update.Words), new("media_url", null), new("updated_datetime", Time(update.At)),
    ];

    IEnumerable<ReportField> UpdateFields(ReportUpdate update)
    {
        var number = register.NumberOnReceipt(update.Number);
        yield return new("update_id", string.Create(CultureInfo.InvariantCulture, $"{number}_{update.Id}"));
        yield return new("service_request_id", number);
        yield return new("status", update.Step.Status);
        yield return new("description", update.Step.Words);
        yield return new("media_url", null);
        yield return new("updated_datetime", Time(update.At));
        if (update.Step.Code is { } code) yield return new("external_status_code", code);
    }

    static IEnumerable<ReportField> ServiceFields(ReportService service) =>
    [
        new("service_code", service.Code), new("service_name", service.Name), new("description", service.Words), new("metadata", false), new("type", "realtime"),
        new("keywords", service.Group), new("group", service.Group),
    ];

    static (int Status, byte[] Answer) Error(int code, string description, bool json) =>
        (code, ReportWriter.Write(json, "errors", "error", [[new("code", (decimal)code), new("description", description)]]));

    static string[] Listed(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    static DateTimeOffset WholeSecond(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
