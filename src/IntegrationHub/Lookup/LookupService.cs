using System.Diagnostics;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Identity;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Lookup;

/// <summary>Answers what is happening with somebody's matter: what the caller may know, how complete it is, and with a line in the audit before the answer leaves.</summary>
/// <remarks>Immutable and safe for several threads; make a new one when the policy or the streams change.</remarks>
public sealed class LookupService
{
    /// <summary>How many cases an answer holds at most.</summary>
    public const int MaxCases = 100;

    /// <summary>How many happenings a timeline holds at most, the newest.</summary>
    public const int MaxEvents = 200;

    const int LastEvents = 5;

    readonly IHubStore store;
    readonly TenantId tenant;
    readonly DisclosurePolicy policy;
    readonly TimeProvider time;
    readonly CaseProtector protector;
    readonly LookupKeys lookupKeys;
    readonly ProtectedIdentities protectedIdentities;
    readonly CoverageOfSources coverage;
    readonly IReadOnlyList<StreamDefinition> streams;
    readonly CaseWrites caseWrites;
    readonly CaseContacts caseContacts;

    /// <param name="store">Where everything is kept.</param>
    /// <param name="keys">The hub's keys.</param>
    /// <param name="tenant">The municipality.</param>
    /// <param name="policy">Who may know of what.</param>
    /// <param name="streams">The streams, which name the sources and their goals of freshness.</param>
    /// <param name="time">The clock.</param>
    public LookupService(IHubStore store, KeyRing keys, TenantId tenant, DisclosurePolicy policy, IReadOnlyList<StreamDefinition> streams, TimeProvider time)
        : this(store, new CaseProtector(keys, tenant), new LookupKeys(keys, tenant), new WriteProtector(keys, tenant), new ContactProtector(keys, tenant), tenant, policy, streams, time)
    {
    }

    // Deriving some thirty keys takes longer than a look-up: whoever makes a service for each request hands them in.
    internal LookupService(
        IHubStore store, CaseProtector protector, LookupKeys lookupKeys, WriteProtector writes, ContactProtector contacts, TenantId tenant, DisclosurePolicy policy, IReadOnlyList<StreamDefinition> streams, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(streams);

        this.store = store;
        this.tenant = tenant;
        this.policy = policy;
        this.time = time;
        this.protector = protector;
        this.lookupKeys = lookupKeys;
        protectedIdentities = new ProtectedIdentities(store, tenant, protector, lookupKeys);
        coverage = new CoverageOfSources(streams);
        this.streams = streams;
        caseWrites = new CaseWrites(store, tenant, writes, streams);
        caseContacts = new CaseContacts(store, tenant, contacts, protectedIdentities);
    }

    /// <summary>Looks up.</summary>
    /// <exception cref="LookupDeniedException">The caller's role sees no cases.</exception>
    /// <exception cref="LookupInvalidException">The value or the purpose makes no sense.</exception>
    /// <exception cref="AuditUnavailableException">The audit could not be written, so nothing is told.</exception>
    public ValueTask<LookupAnswer> LookUpAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);

        return LookupMetrics.MeasureAsync(tenant, request.By, time, () => AnswerAsync(caller, request, cancellationToken));
    }

    /// <summary>Reads a case with its timeline; null when there is none that the caller may see in full: a hidden case and a missing one look the same.</summary>
    /// <exception cref="LookupDeniedException">The caller's role sees no cases.</exception>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    /// <exception cref="AuditUnavailableException">The audit could not be written, so nothing is told.</exception>
    public async ValueTask<CaseAnswer?> ReadCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);

        var now = time.GetUtcNow();
        var lines = new AuditLines(caller, purpose, now, Activity.Current?.TraceId.ToHexString(), lookupKeys);
        var filter = policy.For(caller);
        if (!caller.SeesCases)
        {
            await AuditAsync([lines.Attempt("case.read", "refused", subject: null, id)], cancellationToken);
            throw new LookupDeniedException();
        }

        if (LookupRules.PurposeProblem(purpose) is { } problem) throw new LookupInvalidException([problem]);

        var found = await store.Cases.GetAsync(tenant, id, filter, cancellationToken);
        if (found is not { Disclosure: Disclosure.Disclosure.Full })
        {
            await AuditAsync([lines.Attempt("case.read", "none", subject: null, id)], cancellationToken);
            return null;
        }

        var opened = new OpenedCase(found, protector.Open(found.Case));
        var marked = await protectedIdentities.AmongAsync([opened], cancellationToken);
        var states = await store.Streams.GetStatesAsync(tenant, cancellationToken);
        var events = await store.Cases.TimelineAsync(tenant, id, filter, MaxEvents, cancellationToken);
        var told = events.Where(happening => IsTold(happening, found.Case, filter)).Select(protector.Open).ToList();
        var timeline = await caseWrites.WithAsync(id, filter, told, happening => CaseProjection.Of(happening, found.Case.Source, marked.Contains(id)), marked.Contains(id), cancellationToken);
        var contacts = await caseContacts.OfAsync(id, new ContactFilter(policy.ForQuestions(caller), filter), cancellationToken);
        timeline = await caseContacts.WithAsync(id, timeline, contacts, found.Case.Source, marked.Contains(id), cancellationToken);

        await AuditAsync([.. lines.OfCase(opened), .. contacts.Select(contact => lines.OfContact(contact, id))], cancellationToken);
        return new CaseAnswer
        {
            Case = Project(opened, marked, certainty: null),
            Timeline = timeline,
            Coverage = [.. coverage.For(filter, states, now).Where(source => source.Source == found.Case.Source.Value)],
        };
    }

    async ValueTask<LookupAnswer> AnswerAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lines = new AuditLines(caller, request.Purpose, now, Activity.Current?.TraceId.ToHexString(), lookupKeys);
        var term = request.Value is null ? null : lookupKeys.Of(request.By, request.Value, DateOnly.FromDateTime(now.UtcDateTime), out _);
        var filter = policy.For(caller);
        if (!caller.SeesCases)
        {
            await AuditAsync([lines.Attempt("lookup", "refused", term?.Subject)], cancellationToken);
            throw new LookupDeniedException();
        }

        if (LookupRules.ProblemsOf(request, lookupKeys, now) is { Count: > 0 } problems) throw new LookupInvalidException(problems);

        // The states are read before the cases: what became complete in between is told a little too late, never a little too early.
        var states = await store.Streams.GetStatesAsync(tenant, cancellationToken);
        var sources = coverage.For(filter, states, now);
        var found = term!.Keys.Count == 0
            ? await store.Cases.SearchAsync(tenant, term.Shown, filter, MaxCases + 1, cancellationToken)
            : await store.Cases.FindAsync(tenant, term.Keys, filter, MaxCases + 1, cancellationToken);

        var told = found.Take(MaxCases).ToList();
        var opened = told.Where(match => match.Disclosure == Disclosure.Disclosure.Full).Select(match => new OpenedCase(match, protector.Open(match.Case))).ToList();
        var marked = await protectedIdentities.AmongAsync(opened, cancellationToken);
        // A case whose own source marks it has no key of that kind; whichever source the mark stands in, the answer must be the same.
        if (!term.FindsProtected) opened.RemoveAll(match => marked.Contains(match.Found.Case.Id));
        var cases = new List<AnswerCase>(opened.Count);
        var lastEvents = await LastEventsAsync(opened, marked, filter, cancellationToken);
        foreach (var match in opened)
            cases.Add(Project(match, marked, LookupRules.CertaintyOf(match, term, request)) with { LastEvent = lastEvents.GetValueOrDefault(match.Found.Case.Id) });
        var existence = term.NamesOne ? ExistenceOf(told, caller) : [];

        await AuditAsync(lines.OfLookup(term, opened, existence.Count), cancellationToken);
        return new LookupAnswer
        {
            LookedUp = new LookedUp(request.By, term.Shown),
            Cases = [.. cases, .. existence],
            Coverage = sources,
            Notices = LookupRules.NoticesOf(term, cases.Count + existence.Count, found.Count > MaxCases, sources),
        };
    }

    ValueTask AuditAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken) => store.Audit.AppendMeasuredAsync(tenant, lines, time, cancellationToken);

    // Of what is open, and of all cases in one question: somebody with a hundred of them is waited for. The newest event may be more closed than the caller may know; the few before it are asked for with it.
    async ValueTask<Dictionary<CaseId, AnswerEvent>> LastEventsAsync(IReadOnlyList<OpenedCase> opened, IReadOnlySet<CaseId> marked, AccessFilter filter, CancellationToken cancellationToken)
    {
        var open = opened.Where(match => match.Case.Status is not (CaseStatus.Closed or CaseStatus.Withdrawn)).Select(match => match.Found.Case).ToList();
        var lastEvents = new Dictionary<CaseId, AnswerEvent>(open.Count);
        if (open.Count == 0) return lastEvents;

        var timelines = await store.Cases.TimelinesAsync(tenant, [.. open.Select(of => of.Id)], filter, LastEvents, cancellationToken);
        foreach (var of in open)
            if (timelines.GetValueOrDefault(of.Id)?.FirstOrDefault(happening => IsTold(happening, of, filter)) is { } last)
                lastEvents[of.Id] = CaseProjection.Of(protector.Open(last), last.Source, marked.Contains(of.Id));
        return lastEvents;
    }

    AnswerCase Project(OpenedCase match, IReadOnlySet<CaseId> marked, MatchCertainty? certainty) =>
        CaseProjection.Of(match.Found, match.Case, coverage.TitleOf(match.Found.Case.Source), marked.Contains(match.Found.Case.Id), certainty) with
        {
            Writes = WriteRules.OfCases(streams.FirstOrDefault(stream => stream.Name == match.Found.Case.Stream)),
        };

    // One line for each source, and the same line whether it has one case or many.
    List<ExistenceLine> ExistenceOf(IEnumerable<FoundCase> found, Caller caller) =>
        [.. found.Where(match => match.Disclosure == Disclosure.Disclosure.Existence)
            .Select(match => ExistenceOf(match.Case, caller)).OfType<ExistenceLine>()
            .DistinctBy(line => line.Source).OrderBy(line => line.SourceTitle, StringComparer.Ordinal)];

    ExistenceLine? ExistenceOf(StoredCase stored, Caller caller)
    {
        var title = coverage.TitleOf(stored.Source);
        if (policy.ExistenceOf(stored.Source) is { } decision) return new ExistenceLine { Source = stored.Source.Value, SourceTitle = title, Unit = decision.Unit, Phone = decision.Phone };

        // A department's own specialist needs no decision to know of the department's own case.
        return caller.Role == CallerRole.Specialist && stored.Department is { } department && caller.Departments.Contains(department, StringComparer.Ordinal)
            ? new ExistenceLine { Source = stored.Source.Value, SourceTitle = title, Unit = department }
            : null;
    }

    // An event that came on its own does not know how closed its case is, so the more closed of the two is asked for again.
    static bool IsTold(StoredEvent happening, StoredCase of, AccessFilter filter) =>
        filter.Of(of.Source, of.Department, of.Type, happening.Confidentiality > of.Confidentiality ? happening.Confidentiality : of.Confidentiality) == Disclosure.Disclosure.Full;
}

/// <summary>A case that was found and opened.</summary>
sealed record OpenedCase(FoundCase Found, Case Case)
{
    /// <summary>The personal numbers of its parties, in whichever field they stand.</summary>
    public IEnumerable<(Party Party, PersonNumber Number)> Persons()
    {
        foreach (var party in Case.Parties)
        {
            if (PersonNumber.TryParse(party.PersonalNumber, out var person)) yield return (party, person);
            if (PersonNumber.TryParseTrader(party.OrganisationNumber, out var trader)) yield return (party, trader);
        }
    }
}
