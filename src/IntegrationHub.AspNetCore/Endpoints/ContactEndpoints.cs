using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Hosting;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;

namespace IntegrationHub.AspNetCore;

/// <summary>Conversations with people: begun, written on, found again.</summary>
/// <remarks>A contact that the caller may not know of, one that is not there, and an id that cannot be one give the same answer.</remarks>
static class ContactEndpoints
{
    const string Named = "Headers: X-On-Behalf-Of names the person you ask for.";
    const string Once = Named + " Idempotency-Key is a name that you give this request: sent again under it within 24 hours, it is answered as it was the first time and written once.";

    public static void Map(IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("").WithTags("Contacts").WithMetadata(EndpointAccess.PersonalData);
        contacts.MapGet("/contacts/lists", (IHub hub) => HubJson.Answer(ContactListsBody.Of(hub.Contacts.Lists)))
            .WithName("ReadContactLists").WithSummary("The municipality's channels and results.")
            .Produces<ContactListsBody>().ProducesHubProblems(400, 401, 403, 503);
        contacts.MapPost("/contacts", BeginAsync)
            .WithName("BeginContact").WithSummary("Begins a contact: somebody calls, writes or comes.").WithDescription(Once)
            .Accepts<ContactBody>("application/json").Produces<ContactReceipt>(StatusCodes.Status201Created).ProducesHubProblems(400, 401, 403, 409, 413, 415, 422, 503);
        contacts.MapPut("/contacts/{id}", ChangeAsync)
            .WithName("ChangeContact").WithSummary("Replaces what is said of a contact itself: with whom, by which channel, when it ended. Its questions stay.").WithDescription(Named)
            .Accepts<ContactBody>("application/json").Produces<ContactReceipt>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
        contacts.MapPost("/contacts/{id}/questions", AskAsync)
            .WithName("AskQuestion").WithSummary("Adds a question to a contact.").WithDescription(Once)
            .Accepts<QuestionBody>("application/json").Produces<ContactReceipt>(StatusCodes.Status201Created).ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
        contacts.MapPut("/contacts/{id}/questions/{question:int}", WriteQuestionAsync)
            .WithName("WriteQuestion").WithSummary("Replaces a question with its notes, as they are typed.").WithDescription(Named)
            .Accepts<QuestionBody>("application/json").Produces<ContactReceipt>().ProducesHubProblems(400, 401, 403, 404, 409, 413, 415, 503);
        contacts.MapGet("/contacts/{id}", ReadAsync)
            .WithName("ReadContact").WithSummary("One contact with its questions.")
            .WithDescription("Headers: X-Purpose says why, X-On-Behalf-Of names the person you ask for; both stand in the audit.")
            .Produces<AnswerContact>().ProducesHubProblems(400, 401, 403, 404, 503);
        contacts.MapPost("/contacts/find", FindAsync)
            .WithName("FindContacts").WithSummary("The newest contacts of a person or an organisation, by number, telephone number, e-mail address or name.")
            .WithDescription("A POST, so that no personal number stands in an address. " + Named)
            .Accepts<LookupBody>("application/json").Produces<ContactsAnswer>().ProducesHubProblems(400, 401, 403, 413, 415, 503);
        contacts.MapGet("/cases/{id}/contacts", OfCaseAsync)
            .WithName("ReadContactsOfCase").WithSummary("The newest contacts about a case.")
            .WithDescription("Headers: X-Purpose says why, X-On-Behalf-Of names the person you ask for; both stand in the audit.")
            .Produces<ContactsAnswer>().ProducesHubProblems(400, 401, 403, 404, 503);
    }

    static Task<IResult> BeginAsync(HttpContext http, IHub hub, OnceGate gate, TimeProvider time, CancellationToken cancellationToken) =>
        PeopleWrite.OnceAsync(http, gate, ContactBody.ParseNew, (body, key) => hub.Contacts.BeginAsync(
            HubGate.CallerOf(http), body.ToContact(time.GetUtcNow()), [.. body.Questions.Select(question => question.ToQuestion())], key, cancellationToken), Result, cancellationToken);

    static Task<IResult> AskAsync(string id, HttpContext http, IHub hub, OnceGate gate, CancellationToken cancellationToken) =>
        PeopleWrite.OnceAsync(http, gate, QuestionBody.ParseNew, (body, key) => ContactId.TryParse(id, null, out var contact)
            ? hub.Contacts.AskAsync(HubGate.CallerOf(http), contact, body.ToQuestion(), key, cancellationToken)
            : Task.FromResult<WriteOutcome<ContactReceipt>>(new WriteOutcome<ContactReceipt>.NotFound()), Result, cancellationToken);

    static Task<IResult> ChangeAsync(string id, HttpContext http, IHub hub, TimeProvider time, CancellationToken cancellationToken) =>
        PeopleWrite.EachTimeAsync(http, ContactBody.ParseChange, body => ContactId.TryParse(id, null, out var contact)
            ? hub.Contacts.ChangeAsync(HubGate.CallerOf(http), contact, body.ToContact(time.GetUtcNow()), body.Version!.Value, cancellationToken)
            : Task.FromResult<WriteOutcome<ContactReceipt>>(new WriteOutcome<ContactReceipt>.NotFound()), Result, cancellationToken);

    static Task<IResult> WriteQuestionAsync(string id, int question, HttpContext http, IHub hub, CancellationToken cancellationToken) =>
        PeopleWrite.EachTimeAsync(http, QuestionBody.ParseChange, body => ContactId.TryParse(id, null, out var contact)
            ? hub.Contacts.WriteAsync(HubGate.CallerOf(http), contact, question, body.ToQuestion(), body.Version!.Value, cancellationToken)
            : Task.FromResult<WriteOutcome<ContactReceipt>>(new WriteOutcome<ContactReceipt>.NotFound()), Result, cancellationToken);

    static async Task<IResult> ReadAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read this contact", out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!ContactId.TryParse(id, null, out var contact)) return new HubProblemResult(HubProblems.NoSuchContact);

        return await PeopleWrite.AnswerAsync(async () => await hub.Contacts.ReadAsync(HubGate.CallerOf(http), contact, purpose, cancellationToken) is { } found
            ? HubJson.Answer(found)
            : new HubProblemResult(HubProblems.NoSuchContact), PeopleWrite.OfHeader);
    }

    static async Task<IResult> OfCaseAsync(string id, HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        if (CallerText.Purpose(http, "the reason why you read the contacts about this case", out var purpose) is { } problem) return new HubProblemResult(problem);
        if (!CaseId.TryParse(id, null, out var of)) return new HubProblemResult(HubProblems.NoSuchCase);

        return await PeopleWrite.AnswerAsync(async () => await hub.Contacts.OfCaseAsync(HubGate.CallerOf(http), of, purpose, cancellationToken) is { } found
            ? HubJson.Answer(found)
            : new HubProblemResult(HubProblems.NoSuchCase), PeopleWrite.OfHeader);
    }

    static async Task<IResult> FindAsync(HttpContext http, IHub hub, CancellationToken cancellationToken)
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken);
        if (problem is not null) return new HubProblemResult(problem);

        (var body, problem) = LookupBody.Parse(utf8);
        return body is null ? new HubProblemResult(problem!) : await PeopleWrite.AnswerAsync(
            async () => HubJson.Answer(await hub.Contacts.FindAsync(
                HubGate.CallerOf(http), new LookupRequest(LookupEndpoints.Kinds[body.By], body.Value, body.Purpose), cancellationToken)),
            PeopleWrite.OfBody);
    }

    static IResult Result(WriteOutcome<ContactReceipt> outcome, int status) => PeopleWrite.Result(outcome, status, HubProblems.NoSuchContact);
}
