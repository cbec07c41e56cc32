using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Open311;

/// <summary>One row of an answer: a report, an update or a service, and what had to be read of it here.</summary>
/// <param name="Record">The row as the vendor wrote it.</param>
/// <param name="Values">The few values that are read here, by name; what is null, empty or blank is not among them.</param>
sealed record ReportRow(SourceRecord Record, IReadOnlyDictionary<string, string> Values)
{
    public const string Number = "service_request_id";
    public const string TokenName = "token";

    /// <summary>What is read of a row; everything else is the mapping's.</summary>
    public static IReadOnlySet<string> Wanted { get; } =
        new HashSet<string>(StringComparer.Ordinal) { Number, TokenName, "update_id", "service_code", "service_name", "group", "code", "description" };

    /// <summary>The report's number; null when it has none yet.</summary>
    public string? Key => Value(Number);

    /// <summary>The id of an update.</summary>
    public string? UpdateId => Value("update_id");

    /// <summary>What stands for the number until there is one.</summary>
    public string? Token => Value(TokenName);

    public string? Value(string name) => Values.GetValueOrDefault(name);

    /// <summary>Whether something of these names is a row, and not a wrapper or an error.</summary>
    public static bool IsRow(IEnumerable<string> names) => names.Any(name => name is Number or TokenName or "update_id" or "service_code" or "service_name");
}

/// <summary>What an answer held.</summary>
/// <param name="Rows">Its rows, in the vendor's order.</param>
/// <param name="Error">The error that it told instead.</param>
sealed record ReportRows(IReadOnlyList<ReportRow> Rows, ReportError? Error = null)
{
    public static ReportRows None { get; } = new([]);

    public static ReportRows Of(ReportError error) => new([], error);
}

/// <summary>An error as GeoReport tells it. Its description may quote what was sent, so it is looked at and never passed on.</summary>
/// <param name="Code">The code, usually the HTTP status; null when it was none.</param>
/// <param name="Description">The vendor's words.</param>
sealed record ReportError(int? Code, string Description)
{
    static readonly string[] Hints = ["jurisdiction", "api_key", "api key", "apikey"];

    public bool Mentions(string word) => Description.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the server says that it has had this before: a form that went out twice, and nothing is wrong.</summary>
    /// <param name="status">The HTTP status.</param>
    public bool SaysRepetition(int status) => (status >= 400 ? status : Code) is 400 or 409 && Mentions("already exists");

    /// <summary>The error of something that was written: the server's own words go to the person whose command it was, and nowhere else.</summary>
    /// <param name="status">The HTTP status, which an error that came with 200 does not have.</param>
    /// <param name="what">What was written, for people.</param>
    public SourceException ToRefusal(int status, string what)
    {
        var (fault, code) = (ToException(status, what), status >= 400 ? status : Code ?? status);
        var words = Description.Length > 0 ? Description : null;
        return fault switch
        {
            // Words about a report, a service or a jurisdiction that is not there, and no page of a web server.
            MisconfiguredException { Code: FaultCodes.NoSuchEndpoint } when words is not null =>
                new SourceRefusedException(FaultCodes.NotFound, $"The server refused {what} ({code}): something that it is about is not there. Its own words stand with the command.") { VendorText = words },
            SourceRefusedException => new SourceRefusedException(fault.Code, $"The server refused {what} ({code}). Its own words stand with the command.") { VendorText = words },
            _ => fault,
        };
    }

    /// <summary>The error as the hub knows it, by what can be done about it.</summary>
    /// <param name="status">The HTTP status, which an error that came with 200 does not have.</param>
    /// <param name="question">What was asked, for people.</param>
    public SourceException ToException(int status, string question)
    {
        var code = status is >= 400 ? status : Code ?? status;
        if (Mentions(Hints[0]))
            return new MisconfiguredException(FaultCodes.InvalidSetting, "connection.jurisdiction", $"the server answered {question} with {code}: it does not know this jurisdiction, or wants one. Ask its operator which jurisdiction_id is yours.");
        if (code is 401 or 403 || Hints.Skip(1).Any(Mentions))
            return new MisconfiguredException(FaultCodes.NotAuthorised, "connection.apiKey", $"the server answered {question} with {code}: it wants an api_key, or does not accept this one. Ask its operator for one that may read.");

        return code switch
        {
            404 => GeoReportFaults.NoSuchPath(question),
            429 => new SourceUnavailableException(FaultCodes.TooManyRequests, $"The server answered {question} with {code}: it asks to be left alone."),
            >= 500 => new SourceUnavailableException(FaultCodes.ServerError, $"The server failed to answer {question} ({code}). Its reason stands in the server's own log."),
            _ => new SourceRefusedException(FaultCodes.Refused,
                $"The server refused {question} ({code}). Often it wants times in another form (connection.dateFormat), or does not know a parameter (connection.status, connection.extensions)."),
        };
    }
}

/// <summary>Faults that several places tell.</summary>
static class GeoReportFaults
{
    public static MisconfiguredException NoSuchPath(string question) => new(FaultCodes.NoSuchEndpoint, "connection.url",
        $"the server has nothing where {question} was asked for (404). Compare the address with the server's own documentation: requests.json or requests.xml must follow it directly; not every server has servicerequestupdates.");

    public static UnreadableAnswerException NotReports(string question, string came) => new(FaultCodes.UnexpectedContent,
        $"Rows of Open311 were expected for {question}, and {came} came. That is no answer, so nothing is concluded from it; does the address lead to an Open311 server, or does a sign-in or error page stand before it?");
}
