namespace IntegrationHub.AspNetCore;

/// <summary>All problems that the API answers with: one code each, for ever.</summary>
static class HubProblems
{
    public static HubProblem NoKey { get; } = Of(401, "IH7001", "No API key was sent", "Send the key of your application in the header X-Api-Key.");

    public static HubProblem WrongKey { get; } = Of(401, "IH7002", "The API key is not known",
        "Check the key in the header X-Api-Key against the hub's key file; a key that was replaced is no longer accepted.");

    public static HubProblem Forbidden(string role, IEnumerable<string> allowed) => Of(403, "IH7003", "The role of this key may not do this",
        $"The key has the role {role}; this needs the role {string.Join(" or ", allowed)}.");

    public static HubProblem NotDeclared { get; } = Of(403, "IH7004", "Nobody may use this address",
        "It has no entry in the hub's table of who may do what. Paths under /api/v1 belong to the hub; move the endpoint elsewhere.");

    public static HubProblem NoCases { get; } = Of(403, "IH7006", "The municipality gives this key no cases",
        "Its rules of disclosure leave nothing for this role and these departments; ask the administrator whether that is meant.");

    public static HubProblem Headers(IReadOnlyList<HubProblemPart> errors) => Of(400, "IH7005", "A header is missing or cannot be accepted",
        "Personal data is given out only with a reason and a person: see the errors.") with { Errors = errors };

    public static HubProblem NotJson(string why) => Of(400, "IH7010", "The body is not the JSON that is expected", why);

    public static HubProblem Body(IReadOnlyList<HubProblemPart> errors) => Of(400, "IH7011", "The body cannot be accepted",
        "Mend what the errors name; nothing was done.") with { Errors = errors };

    public static HubProblem Query(IReadOnlyList<HubProblemPart> errors) => Of(400, "IH7012", "A query parameter cannot be accepted",
        "Mend what the errors name.") with { Errors = errors };

    public static HubProblem BadRequest { get; } = Of(400, "IH7013", "The request cannot be read", "The request breaks the rules of HTTP; check what sends it.");

    public static HubProblem NoSuchPath { get; } = Of(404, "IH7020", "There is nothing at this address", "The paths that exist are in /openapi/v1.json.");

    public static HubProblem NoSuchCase { get; } = Of(404, "IH7021", "There is no such case",
        "Take the id from the answer of a look-up made with the same key.");

    public static HubProblem NoSuchStream(string hint) => Of(404, "IH7022", "There is no such stream", $"The names are in GET /api/v1/streams{hint}.");

    public static HubProblem NoSuchRun { get; } = Of(404, "IH7023", "There is no such run", "The numbers are in GET /api/v1/runs.");

    public static HubProblem NoSuchHeldDelete { get; } = Of(404, "IH7024", "There is no such held delete", "The numbers are in GET /api/v1/deletes?state=all.");

    public static HubProblem MethodNotAllowed { get; } = Of(405, "IH7030", "This method is not allowed here", "The header Allow names the methods that are.");

    public static HubProblem TooLarge { get; } = Of(413, "IH7031", "The body is too large",
        $"At most {HubGate.MaxBodyBytes / 1024} KiB are read.");

    public static HubProblem WrongMediaType { get; } = Of(415, "IH7032", "The body is of another kind than JSON",
        "Send UTF-8 JSON with the header Content-Type: application/json.");

    public static HubProblem StreamRuns { get; } = Of(409, "IH7040", "The stream runs already", "Wait until the run has ended; GET /api/v1/runs shows it.");

    public static HubProblem RefreshNotSupported { get; } = Of(409, "IH7041", "This case cannot be read on its own",
        "Its system hands out everything or what changed, not single cases; the next run of its stream reads it.");

    public static HubProblem HeldDeleteNotWaiting(string why) => Of(409, "IH7042", "This held delete waits for no decision any more", why);

    public static HubProblem Internal { get; } = Of(500, "IH7050", "The hub made a mistake", "Tell the operators the traceId; the log has the rest.");

    public static HubProblem NotReady { get; } = Of(503, "IH7051", "The hub is not ready", "It prepares its store and reads its streams and mappings; try again in a moment.");

    public static HubProblem NoAudit { get; } = Of(503, "IH7052", "The audit cannot be written",
        "No personal data is given out and nothing is run, paused, removed or brought back while nobody could see afterwards who asked. Tell the operators.");

    public static HubProblem VendorUnavailable(string code) => Of(503, "IH7053", "The department's system did not give the case",
        $"The fault has the code {code}; GET /api/v1/streams and the log tell operators more. What the index has stays and can be read.");

    static HubProblem Of(int status, string code, string title, string detail) => new() { Status = status, Code = code, Title = title, Detail = detail };
}
