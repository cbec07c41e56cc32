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

    /// <summary>What the register knows, for tests that compare with it.</summary>
    internal ReportRegister Register => register;

    /// <summary>Answers below this path.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="path">Where the service begins.</param>
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, string path = "/open311/v2") => routes.MapGet(path + "/{**question}", AnswerAsync);

    async Task AnswerAsync(HttpContext http, string question)
    {
        var now = time.GetUtcNow();
        var dot = question.LastIndexOf('.');
        var (path, format) = dot < 0 ? (question, "") : (question[..dot], question[(dot + 1)..]);
        var json = format == "json";
        var (status, answer) = format is "json" or "xml" ? Answer(path.Split('/'), http.Request.Query, json, now) : Error(404, "there is no such resource; it ends in .json or .xml", json: false);

        http.Response.StatusCode = status;
        http.Response.ContentType = json ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        http.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
    }

    (int Status, byte[] Answer) Answer(string[] path, IQueryCollection query, bool json, DateTimeOffset now)
    {
        if (options.Jurisdiction is { } jurisdiction)
        {
            if (query["jurisdiction_id"].Count == 0) return Error(400, "jurisdiction_id was not provided", json);
            if (query["jurisdiction_id"] != jurisdiction) return Error(404, "jurisdiction_id provided was not found", json);
        }

        if (options.ApiKey is { } key)
        {
            if (query["api_key"].Count == 0) return Error(400, "api_key was not provided", json);
            if (query["api_key"] != key) return Error(403, "Invalid api_key received", json);
        }

        return path switch
        {
            ["services"] => (200, ReportWriter.Write(json, "services", "service", Report.Services.Select(ServiceFields))),
            ["requests"] => Requests(query, json, now),
            ["requests", var number] => register.Find(number, now) is { } found ? Requests([found], query, json, now, listed: false) : Error(404, "service_request_id was not found", json),
            ["servicerequestupdates"] => Updates(query, json, now),
            ["tokens", var token] => Token(token, json, now),
            _ => Error(404, "there is no such resource", json),
        };
    }

    (int Status, byte[] Answer) Requests(IQueryCollection query, bool json, DateTimeOffset now)
    {
        // Numbers stand over everything else.
        if (Listed(query["service_request_id"]) is { Length: > 0 } numbers)
            return Requests(numbers.Select(n => register.Find(n, now)).OfType<int>(), query, json, now, listed: false);

        var asked = ReportQuestion.Read(query, now);
        if (asked.Error is { } error) return Error(400, error, json);

        var codes = Listed(query["service_code"]);
        var statuses = Listed(query["status"]);
        if (statuses.Any(s => s is not ("open" or "closed"))) return Error(400, "status is open or closed", json);

        var found = register.RequestedBetween(asked.From, asked.Until, now)
            .Where(n => codes.Length == 0 || codes.Contains(new Report(town, register, n).Service.Code))
            .Where(n => statuses.Length == 0 || statuses.Contains(ReportCourse.IsClosed(register.State(n, now).Status) ? "closed" : "open"));
        return Requests(found, query, json, now, listed: true);
    }

    (int Status, byte[] Answer) Requests(IEnumerable<int> numbers, IQueryCollection query, bool json, DateTimeOffset now, bool listed)
    {
        var more = query["extensions"] == "true";
        if (mishaps is not null) numbers = numbers.Where(n => !mishaps.IsGone(n, now));
        return (200, ReportWriter.Write(json, "service_requests", "request", numbers.Take(options.MaxRows).Select(n =>
            listed && HasOnlyToken(n, now) ? TokenFields(n) : RequestFields(register.State(n, now), more, now))));
    }

    (int Status, byte[] Answer) Updates(IQueryCollection query, bool json, DateTimeOffset now)
    {
        var asked = ReportQuestion.Read(query, now);
        return asked.Error is { } error
            ? Error(400, error, json)
            : (200, ReportWriter.Write(json, "service_request_updates", "request_update", register.UpdatedBetween(asked.From, asked.Until, now).Take(options.MaxRows).Select(UpdateFields)));
    }

    (int Status, byte[] Answer) Token(string token, bool json, DateTimeOffset now) =>
        token.StartsWith("T-", StringComparison.Ordinal) && register.Find(token[2..], now) is { } number
            ? (200, ReportWriter.Write(json, "service_requests", "request", [[new("service_request_id", register.NumberOnReceipt(number)), new("token", token)]]))
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

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
