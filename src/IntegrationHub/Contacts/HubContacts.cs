using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Identity;
using IntegrationHub.Lookup;
using IntegrationHub.Operation;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using IntegrationHub.Streams;

namespace IntegrationHub.Contacts;

/// <summary>Writes and finds contacts: what is written is checked and protected, what is told is filtered in the store and stands in the audit before it leaves.</summary>
sealed class HubContacts(
    TenantId tenant, IHubStore store, KeyRing keys, LookupKeys lookupKeys, ProtectedIdentities protectedIdentities, Func<DisclosurePolicy> policy, ContactOptions options,
    Func<IReadOnlyList<StreamDefinition>> streams, TimeProvider time) : IContacts
{
    const int MaxContacts = 50;

    readonly CallerGate gate = new(tenant, store, lookupKeys, policy, time);
    readonly ContactProtector protector = new(keys, tenant);
    readonly OnceReceipts<ContactDone, ContactReceipt> once = new(store, keys, tenant, done => new ContactReceipt(done.Contact.ToString(), done.Question, done.Version), ContactJson.Default.ContactReceipt);

    public ContactOptions Lists => options;

    public async Task<WriteOutcome<ContactReceipt>> BeginAsync(Caller caller, Contact contact, IReadOnlyList<ContactQuestion> questions, OnceKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contact);
        ArgumentNullException.ThrowIfNull(questions);
        await gate.LetInAsync(caller, "contact.begin", cancellationToken);

        var now = time.GetUtcNow();
        var problems = ContactRules.ProblemsOf(contact, questions, options, now).ToList();
        for (var at = 0; at < questions.Count; at++) problems.AddRange(await ProblemsOfCasesAsync(caller, questions[at], $"questions[{at}].", cancellationToken));
        if (problems.Count > 0) throw new WriteInvalidException(problems);

        var id = new ContactId(RandomId.New());
        var stored = await ProtectAsync(id, contact with { By = OperatorAudit.NameOf(caller), Number = null }, cancellationToken);
        await gate.AuditAsync([gate.LinesOf(caller, purpose: null).OfEntry("contact.begin", "asked", id.ToString(), gate.SubjectOf(contact.Person))], cancellationToken);
        var request = once.Of(caller, key, now);
        return once.Outcome(await store.Contacts.CreateAsync(tenant, stored, [.. questions.Select((question, at) => protector.Protect(id, at + 1, question, now))], request, cancellationToken), request);
    }

    public async Task<WriteOutcome<ContactReceipt>> ChangeAsync(Caller caller, ContactId id, Contact contact, long version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contact);
        await gate.LetInAsync(caller, "contact.change", cancellationToken);

        if (ContactRules.ProblemsOf(contact, [], options, time.GetUtcNow()) is { Count: > 0 } problems) throw new WriteInvalidException(problems);
        if (await store.Contacts.GetAsync(tenant, id, gate.ContactsFor(caller), cancellationToken) is not { } found) return new WriteOutcome<ContactReceipt>.NotFound();

        CheckIsOwn(found.Contact);
        // Whom it was with may be somebody else now, and what it is found by with them: that is worth a line, a note that grows is not.
        await gate.AuditAsync([gate.LinesOf(caller, purpose: null).OfEntry("contact.change", "asked", id.ToString(), gate.SubjectOf(contact.Person))], cancellationToken);
        var stored = await ProtectAsync(id, contact with { By = protector.Open(found.Contact).By, Number = null }, cancellationToken);
        return once.Outcome(await store.Contacts.ChangeAsync(tenant, stored, version, cancellationToken));
    }

    public async Task<WriteOutcome<ContactReceipt>> AskAsync(Caller caller, ContactId id, ContactQuestion question, OnceKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        await gate.LetInAsync(caller, "contact.ask", cancellationToken);

        await CheckAsync(caller, question, cancellationToken);
        if (await store.Contacts.GetAsync(tenant, id, gate.ContactsFor(caller), cancellationToken) is not { } found) return new WriteOutcome<ContactReceipt>.NotFound();

        CheckIsOwn(found.Contact);
        var now = time.GetUtcNow();
        var request = once.Of(caller, key, now);
        return once.Outcome(await store.Contacts.AddQuestionAsync(tenant, id, number => protector.Protect(id, number, question, now), request, cancellationToken), request);
    }

    public async Task<WriteOutcome<ContactReceipt>> WriteAsync(Caller caller, ContactId id, int question, ContactQuestion text, long version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        await gate.LetInAsync(caller, "contact.write", cancellationToken);

        await CheckAsync(caller, text, cancellationToken);
        var found = await store.Contacts.GetAsync(tenant, id, gate.ContactsFor(caller), cancellationToken);
        if (found is null || !found.Questions.Any(told => told.Number == question)) return new WriteOutcome<ContactReceipt>.NotFound();

        CheckIsOwn(found.Contact);
        return once.Outcome(await store.Contacts.ChangeQuestionAsync(tenant, id, protector.Protect(id, question, text, time.GetUtcNow()), version, cancellationToken));
    }

    public async Task<AnswerContact?> ReadAsync(Caller caller, ContactId id, string purpose, CancellationToken cancellationToken)
    {
        var lines = await gate.LetInAsync(caller, "contact.read", purpose, cancellationToken);
        if (await store.Contacts.GetAsync(tenant, id, gate.ContactsFor(caller), cancellationToken) is not { } found)
        {
            await gate.AuditAsync([lines.OfEntry("contact.read", "none", id.ToString(), subject: null)], cancellationToken);
            return null;
        }

        var opened = protector.Open(found);
        var marked = await MarkedAsync([opened], cancellationToken);
        await gate.AuditAsync([lines.OfEntry("contact.read", "full", id.ToString(), gate.SubjectOf(opened.Contact.Person))], cancellationToken);
        return Project(opened, marked, certainty: null);
    }

    public async Task<ContactsAnswer> FindAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await gate.LetInAsync(caller, "contact.find", cancellationToken);

        var term = gate.TermOf(request, "Contacts are found by whom they were with: a person, an organisation, a telephone number, an e-mail address or a name.");
        var coverage = await CoverageAsync(cancellationToken);
        var opened = (await store.Contacts.FindAsync(tenant, term.Keys, gate.ContactsFor(caller), MaxContacts, cancellationToken)).Select(protector.Open).ToList();
        var marked = await MarkedAsync(opened, cancellationToken);
        if (!term.FindsProtected) opened.RemoveAll(contact => contact.IsProtected(marked));

        var lines = gate.LinesOf(caller, request.Purpose);
        await gate.AuditAsync([lines.OfEntry("contact.find", opened.Count > 0 ? "full" : "none", entry: null, term.Subject), .. Told(lines, opened, of: null)], cancellationToken);
        return new ContactsAnswer([.. opened.Select(contact => Project(contact, marked, CallerGate.CertaintyOf(contact.Stored.Keys, term)))], coverage);
    }

    public async Task<ContactsAnswer?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken)
    {
        var lines = await gate.LetInAsync(caller, "contact.ofCase", purpose, cancellationToken);
        if (await gate.CaseAsync(caller, id, cancellationToken) is null)
        {
            await gate.AuditAsync([lines.OfEntry("contact.ofCase", "none", entry: null, subject: null, id)], cancellationToken);
            return null;
        }

        var coverage = await CoverageAsync(cancellationToken);
        var opened = (await store.Contacts.OfCaseAsync(tenant, id, gate.ContactsFor(caller), MaxContacts, cancellationToken)).Select(protector.Open).ToList();
        var marked = await MarkedAsync(opened, cancellationToken);
        await gate.AuditAsync([lines.OfEntry("contact.ofCase", opened.Count > 0 ? "full" : "none", entry: null, subject: null, id), .. Told(lines, opened, id)], cancellationToken);
        return new ContactsAnswer([.. opened.Select(contact => Project(contact, marked, certainty: null))], coverage);
    }

    async ValueTask CheckAsync(Caller caller, ContactQuestion question, CancellationToken cancellationToken)
    {
        var problems = ContactRules.ProblemsOf(question, options).ToList();
        problems.AddRange(await ProblemsOfCasesAsync(caller, question, "", cancellationToken));
        if (problems.Count > 0) throw new WriteInvalidException(problems);
    }

    // A case that may not be told and one that is not there are refused alike.
    async ValueTask<IReadOnlyList<WriteProblem>> ProblemsOfCasesAsync(Caller caller, ContactQuestion question, string at, CancellationToken cancellationToken)
    {
        var problems = new List<WriteProblem>();
        for (var number = 0; number < question.Cases.Count; number++)
            if (await gate.CaseAsync(caller, question.Cases[number], cancellationToken) is null)
                problems.Add(new WriteProblem($"{at}cases[{number}]", "There is no such case. Take the id from the answer of a look-up made with the same key."));
        return problems;
    }

    async ValueTask<StoredContact> ProtectAsync(ContactId id, Contact contact, CancellationToken cancellationToken)
    {
        var marked = await protectedIdentities.AmongAsync(OpenedContact.NumbersOf(contact.Person), cancellationToken);
        return protector.Protect(id, contact, OpenedContact.NumbersOf(contact.Person).Any(marked.Holds));
    }

    // Read before the contacts: what came in between is told a little too late, never a little too early.
    async ValueTask<IReadOnlyList<SourceCoverage>> CoverageAsync(CancellationToken cancellationToken)
    {
        var known = CoverageOfSources.OfContacts(streams());
        return known.IsEmpty ? [] : known.Of(await store.Streams.GetStatesAsync(tenant, cancellationToken), time.GetUtcNow());
    }

    AnswerContact Project(OpenedContact opened, MarkedPersons marked, MatchCertainty? certainty)
    {
        var known = new CoverageOfSources(opened.Stored.Source is null ? [] : streams());
        return ContactProjection.Of(opened, marked, certainty, known.TitleOf);
    }

    // What is changed here would be overwritten when its system sends it again.
    static void CheckIsOwn(StoredContact contact)
    {
        if (contact.Source is { } source)
            throw new WriteInvalidException([new WriteProblem("contact", $"This contact comes from {source} and is changed there. Begin a contact of your own for what is said now.")]);
    }

    ValueTask<MarkedPersons> MarkedAsync(IEnumerable<OpenedContact> contacts, CancellationToken cancellationToken) =>
        protectedIdentities.AmongAsync(contacts.SelectMany(contact => contact.Persons()), cancellationToken);

    static IEnumerable<AuditLine> Told(AuditLines lines, IEnumerable<OpenedContact> contacts, CaseId? of) => contacts.Select(contact => lines.OfContact(contact, of));
}

/// <summary>A contact that was found and opened.</summary>
sealed record OpenedContact(StoredContact Stored, Contact Contact, IReadOnlyList<(StoredQuestion Stored, ContactQuestion Question)> Questions)
{
    /// <summary>The personal numbers of whom it was with.</summary>
    public IEnumerable<PersonNumber> Persons() => NumbersOf(Contact.Person);

    /// <summary>Whether who it was with lives under a protected identity, by the mark of its own source or of any.</summary>
    public bool IsProtected(MarkedPersons marked) => Contact.Person?.Protected == true || Persons().Any(marked.Holds);

    /// <summary>What was asked about a case: the questions that name it, or all of a contact that names it by its number only.</summary>
    public IReadOnlyList<ContactQuestion> QuestionsAbout(CaseId id)
    {
        var all = Questions.Select(one => one.Question).ToList();
        return all.FindAll(question => question.Cases.Contains(id)) is { Count: > 0 } about ? about : all;
    }

    /// <summary>The personal numbers of somebody, in whichever field they stand.</summary>
    public static IEnumerable<PersonNumber> NumbersOf(ContactPerson? someone)
    {
        if (PersonNumber.TryParse(someone?.PersonalNumber, out var person)) yield return person;
        if (PersonNumber.TryParseTrader(someone?.OrganisationNumber, out var trader)) yield return trader;
    }
}
