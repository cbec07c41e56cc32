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

    public static HubProblem WrongToken { get; } = Of(401, "IH7007", "The bearer token cannot be accepted",
        "It must be signed by the identity provider that this hub knows, made for this hub, and not expired. The hub's log says which of these it was not.");

    public static HubProblem NoRole { get; } = Of(403, "IH7008", "The bearer token gives no role",
        "None of its claims stands in the hub's table of roles (SignIn:Roles in the server's settings).");

    public static HubProblem KeyAndToken { get; } = Of(401, "IH7009", "A key and a bearer token were sent", "Send one of them.");

    public static HubProblem NoProvider { get; } = Of(503, "IH7056", "The identity provider does not answer",
        "Its keys are needed to see whether the bearer token is good. Try again in a moment; API keys work all the same.");

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

    public static HubProblem NoSuchNotification { get; } = Of(404, "IH7024", "There is no such notification among the dead letters of this stream",
        "The ids are in GET /api/v1/notifications; one that was replayed or discarded is no dead letter any more.");

    public static HubProblem NoSuchHeldDelete { get; } = Of(404, "IH7025", "There is no such held delete", "The numbers are in GET /api/v1/deletes?state=all.");

    public static HubProblem MethodNotAllowed { get; } = Of(405, "IH7030", "This method is not allowed here", "The header Allow names the methods that are.");

    public static HubProblem TooLarge { get; } = LargerThan(HubGate.MaxBodyBytes);

    internal static HubProblem LargerThan(int maxBytes) => Of(413, "IH7031", "The body is too large", $"At most {maxBytes / 1024} KiB are read.");

    public static HubProblem WrongMediaType { get; } = Of(415, "IH7032", "The body is of another kind than JSON",
        "Send UTF-8 JSON with the header Content-Type: application/json.");

    public static HubProblem StreamRuns { get; } = Of(409, "IH7040", "The stream runs already", "Wait until the run has ended; GET /api/v1/runs shows it.");

    public static HubProblem RefreshNotSupported { get; } = Of(409, "IH7041", "This case cannot be read on its own",
        "Its system hands out everything or what changed, not single cases; the next run of its stream reads it.");

    public static HubProblem HeldDeleteNotWaiting(string why) => Of(409, "IH7042", "This held delete waits for no decision any more", why);

    public static HubProblem NotProved { get; } = Of(401, "IH7080", "The notification does not prove that it comes from the vendor",
        "The signature, or the Authorization header, must be made with a secret that is in force for this stream, over the body's bytes as they are sent.");

    public static HubProblem NotFresh { get; } = Of(401, "IH7081", "The notification is signed for another time",
        "The header webhook-timestamp is too far from the hub's clock; check the clocks. A later delivery is signed anew.");

    public static HubProblem Replayed { get; } = Of(409, "IH7082", "This delivery has come before", "It was stored then; nothing is lost. Another delivery of the same notification carries a newer webhook-timestamp.");

    public static HubProblem IdReused { get; } = Of(409, "IH7083", "The webhook-id has come before, with another body", "An id stands for one notification; give this one an id of its own.");

    public static HubProblem NotANotification { get; } = Of(400, "IH7084", "The body is not the notification that is expected",
        "It must be one JSON object with the members that its kind has, and no name twice.");

    public static HubProblem NamesNoCase { get; } = Of(422, "IH7085", "The notification names no case",
        "Nothing that can be a key stands where 'notify.key' of the stream file says. Mend the stream file, or leave this type out with 'notify.only'.");

    public static HubProblem OtherAddress { get; } = Of(422, "IH7086", "An address in the notification is not the vendor's",
        "It does not lie under 'notify.base' of the stream file. Nothing was sent there.");

    public static HubProblem NotificationTooLarge { get; } = Of(413, "IH7087", "The notification is too large", "The stream file says how much is read ('notify.maxBody').");

    public static HubProblem TooManyWait { get; } = Of(429, "IH7088", "Too many notifications wait", "Send it again later; the header Retry-After says when.");

    public static HubProblem NotChecked { get; } = Of(503, "IH7089", "Notifications cannot be checked now", "A secret of the stream has no value; the log says which. Send it again later.");

    public static HubProblem NotStored { get; } = Of(503, "IH7090", "The notification cannot be stored now", "The store cannot be written; the log says why. Send it again later.");

    public static HubProblem Internal { get; } = Of(500, "IH7050", "The hub made a mistake", "Tell the operators the traceId; the log has the rest.");

    public static HubProblem NotReady { get; } = Of(503, "IH7051", "The hub is not ready", "It prepares its store and reads its streams and mappings; try again in a moment.");

    public static HubProblem NoAudit { get; } = Of(503, "IH7052", "The audit cannot be written",
        "No personal data is given out and nothing is run, paused, resumed or changed while nobody could see afterwards who asked. Tell the operators.");

    public static HubProblem VendorUnavailable(string code) => Of(503, "IH7053", "The department's system did not give the case",
        $"The fault has the code {code}; GET /api/v1/streams and the log tell operators more. What the index has stays and can be read.");

    public static HubProblem Late { get; } = Of(503, "IH7054", "What is known of a stream is older than its goal",
        "The hub answers look-ups, and says with each how old it is. GET /api/v1/freshness tells which stream it is, with a key of operations.");

    public static HubProblem StillLoading { get; } = Of(503, "IH7055", "A stream's first read is not done yet",
        "Until it is, answers say that they may lack cases. GET /api/v1/freshness tells which stream it is, with a key of operations.");

    public static HubProblem NoSuchEntry { get; } = Of(404, "IH7060", "There is no such record in quarantine",
        "It may have come in or been discarded. The ids are in GET /api/v1/quarantine, the groups in GET /api/v1/quarantine/groups.");

    public static HubProblem EntryExpired { get; } = Of(410, "IH7061", "What the record held was erased",
        "Its source has not sent it for longer than quarantine.keepFor. It comes in when the source sends it again; discard it if nobody misses it.");

    public static HubProblem EntryChanged { get; } = Of(409, "IH7062", "The source has sent another version meanwhile",
        "Nothing was stored. Read the record again, and edit the version that stands now.");

    public static HubProblem EditIsOlder { get; } = Of(409, "IH7063", "The index has a newer version of this case",
        "Nothing was stored, and the record stays in quarantine. Discard it if its version is not missed.");

    public static HubProblem EditNotMapped(IReadOnlyList<string> diagnostics) => Of(422, "IH7064", "The edited record cannot be mapped",
        "Nothing was stored. Mend what the errors name and send it again.") with { Errors = [.. diagnostics.Select(d => new HubProblemPart("#/text", d))] };

    public static HubProblem EditNotAllowed(string why) => Of(422, "IH7065", "An edit may not do this", $"Nothing was stored. {why}");

    public static HubProblem NotOpened { get; } = Of(503, "IH7066", "The record cannot be opened with the keys there are",
        "Put the key back that it was written with; the log names it. Or discard the record.");

    public static HubProblem RecordsForAdministrators { get; } = Of(403, "IH7067", "Records in quarantine are for administrators", "Use a key of an administrator.");

    public static HubProblem AuditForAdministrators { get; } = Of(403, "IH7068", "What operators did is for administrators", "Use a key of an administrator.");

    public static HubProblem NoSuchContact { get; } = Of(404, "IH7091", "There is no such contact", "Take the id from the answer to its beginning, or find it by whom it was with.");

    public static HubProblem ChangedMeanwhile(long version) => Of(409, "IH7092", "Somebody else has changed it meanwhile",
        $"Nothing was written. It stands in version {version} now: read it again, and write on that.") with { Version = version };

    public static HubProblem NoIdempotencyKey { get; } = Of(400, "IH7093", "The request has no key of its own",
        "Send a header Idempotency-Key with a name that is new for each request, of at most 200 visible ASCII characters; send it again with the same request, and the request is carried out once.");

    public static HubProblem IdempotencyKeyReused { get; } = Of(422, "IH7094", "The key was given to another request before",
        "Nothing was written. Give each request a key of its own; only the very same request may be sent again under one.");

    public static HubProblem StillRunning { get; } = Of(409, "IH7095", "The same request goes on", "Send it again in a moment: then it is answered as this one will have been.");

    public static HubProblem NoSuchHandOver { get; } = Of(404, "IH7096", "There is no such hand-over", "Take the id from the answer to its beginning, from a list, or find it by whom it is for.");

    public static HubProblem StepNotPossible(string standing) => Of(409, "IH7097", "The step cannot be taken as it stands", $"Nothing was written. {standing}");

    public static HubProblem NotInYourHand(string standing) => Of(409, "IH7098", "Only who has taken the callback is told the number",
        $"{standing} Take it first, in the name of the person who calls; of a hand-over that is no callback nobody is told it.");

    public static HubProblem NoSuchCommand { get; } = Of(404, "IH7070", "There is no such command", "Take the id from the answer to its request, or from the list of its case.");

    public static HubProblem NotOffered(IEnumerable<string> kinds) => Of(409, "IH7071", "This cannot be written to the case's system",
        kinds.ToList() is { Count: > 0 } some ? $"Nothing was written. What can be written to the case: {string.Join(", ", some)}." : "Nothing was written. The stream file of the case's system lets nothing through (writeBack:).");

    public static HubProblem NotDecidable(string state) => Of(409, "IH7072", "This cannot be decided of the command now",
        $"Nothing was changed. The command is {state}; read it again.");

    static HubProblem Of(int status, string code, string title, string detail) => new() { Status = status, Code = code, Title = title, Detail = detail };
}
