using System.Diagnostics;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Protection;
using IntegrationHub.Storage;

namespace IntegrationHub.Lookup;

/// <summary>What everything has in common that somebody asks about cases and what people write of them: the role is let in or not, a purpose is there, a case is told in full or not at all, and the audit has its lines before an answer leaves.</summary>
sealed class CallerGate(TenantId tenant, IHubStore store, LookupKeys lookupKeys, Func<DisclosurePolicy> policy, TimeProvider time)
{
    static readonly LookupBy[] FindingPeople = [LookupBy.Person, LookupBy.Organisation, LookupBy.Phone, LookupBy.Email, LookupBy.Name];

    /// <summary>Lets in who wants to write.</summary>
    /// <exception cref="LookupDeniedException">The caller's role sees no cases; the audit has a line of it.</exception>
    public async ValueTask LetInAsync(Caller caller, string action, CancellationToken cancellationToken, CaseId? of = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.SeesCases) return;

        await AuditAsync([LinesOf(caller, purpose: null).Attempt(action, "refused", subject: null, of)], cancellationToken);
        throw new LookupDeniedException();
    }

    /// <summary>Lets in who wants to read, and gives the lines of the request.</summary>
    /// <exception cref="LookupDeniedException">The caller's role sees no cases; the audit has a line of it.</exception>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    public async ValueTask<AuditLines> LetInAsync(Caller caller, string action, string purpose, CancellationToken cancellationToken, CaseId? of = null)
    {
        await LetInAsync(caller, action, cancellationToken, of);
        return LookupRules.PurposeProblem(purpose) is { } problem ? throw new LookupInvalidException([problem]) : LinesOf(caller, purpose);
    }

    /// <summary>What is searched for, where people are found and cases are not.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="findsWhat">What may be searched for, as a sentence.</param>
    /// <exception cref="LookupInvalidException">The value or the purpose makes no sense, or it finds no people.</exception>
    public LookupTerm TermOf(LookupRequest request, string findsWhat)
    {
        var now = time.GetUtcNow();
        var problems = LookupRules.ProblemsOf(request, lookupKeys, now);
        if (problems.Count == 0 && !FindingPeople.Contains(request.By)) problems = [new LookupProblem("by", findsWhat)];
        return problems.Count > 0 ? throw new LookupInvalidException(problems) : lookupKeys.Of(request.By, request.Value, DateOnly.FromDateTime(now.UtcDateTime), out _)!;
    }

    /// <summary>How certain it is that what is found by these keys is meant.</summary>
    public static MatchCertainty CertaintyOf(IEnumerable<LookupKey> keys, LookupTerm term) =>
        keys.Any(key => term.CertainBy.Contains(key.Kind) && term.Keys.Contains(key)) ? MatchCertainty.Certain : MatchCertainty.Possible;

    /// <summary>The case, when the caller may see it in full; null when not: a hidden case and a missing one look the same.</summary>
    public async ValueTask<FoundCase?> CaseAsync(Caller caller, CaseId id, CancellationToken cancellationToken) =>
        await store.Cases.GetAsync(tenant, id, policy().For(caller), cancellationToken) is { Disclosure: Disclosure.Disclosure.Full } found ? found : null;

    /// <summary>What the caller may see of contacts.</summary>
    public ContactFilter ContactsFor(Caller caller)
    {
        var current = policy();
        return new ContactFilter(current.ForQuestions(caller), current.For(caller));
    }

    /// <summary>Whom a line of the audit is about; null when the person cannot be told from others.</summary>
    public string? SubjectOf(ContactPerson? person) => person is null ? null : lookupKeys.SubjectOf(ContactProtector.PartyOf(person));

    public AuditLines LinesOf(Caller caller, string? purpose) => new(caller, purpose, time.GetUtcNow(), Activity.Current?.TraceId.ToHexString(), lookupKeys);

    /// <exception cref="AuditUnavailableException">The audit could not be written, so nothing is told.</exception>
    public ValueTask AuditAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken) => store.Audit.AppendMeasuredAsync(tenant, lines, time, cancellationToken);
}
