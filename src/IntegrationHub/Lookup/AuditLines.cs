using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Identity;
using IntegrationHub.Protection;

namespace IntegrationHub.Lookup;

/// <summary>The audit lines of one request: one for the request itself, one for each person in each case that is told.</summary>
sealed class AuditLines(Caller caller, string? purpose, DateTimeOffset at, string? traceId, LookupKeys keys)
{
    public AuditLine Attempt(string action, string result, string? subject, CaseId? id = null) => Line(action, result, subject, id?.ToString());

    public IReadOnlyList<AuditLine> OfLookup(LookupTerm term, IReadOnlyList<OpenedCase> cases, int existenceLines)
    {
        var result = cases.Count > 0 ? "full" : existenceLines > 0 ? "existence" : "none";
        return
        [
            Line("lookup", result, term.Subject, @case: null),
            .. cases.SelectMany(match => Told("lookup.told", match)),
            .. Enumerable.Range(0, existenceLines).Select(_ => Line("lookup.told", "existence", term.Subject, @case: null)),
        ];
    }

    public IReadOnlyList<AuditLine> OfCase(OpenedCase match) =>
        [Line("case.read", "full", subject: null, match.Found.Case.Id.ToString()), .. Told("case.told", match)];

    /// <summary>A line about a contact, or about something else that people write.</summary>
    public AuditLine OfEntry(string action, string result, string? entry, string? subject, CaseId? of = null) => Line(action, result, subject, of?.ToString()) with { Entry = entry };

    /// <summary>A line about a contact that was told.</summary>
    public AuditLine OfContact(OpenedContact contact, CaseId? of) =>
        OfEntry("contact.told", "full", contact.Stored.Id.ToString(), contact.Contact.Person is { } person ? keys.SubjectOf(ContactProtector.PartyOf(person)) : null, of);

    /// <summary>A line about a command to a vendor; what kind it is stands as its purpose when nobody gave one.</summary>
    public AuditLine OfWrite(string action, string result, string command, CaseId? of, string? kind) =>
        Line(action, result, subject: null, of?.ToString()) is var line && line.Purpose is null ? line with { Entry = command, Purpose = kind } : line with { Entry = command };

    /// <summary>The lines of whom a case is about, of which something was told.</summary>
    public IReadOnlyList<AuditLine> OfTold(string action, OpenedCase match) => [.. Told(action, match)];

    // A case about nobody has a line too: that it was told is a fact.
    IEnumerable<AuditLine> Told(string action, OpenedCase match)
    {
        var id = match.Found.Case.Id.ToString();
        var subjects = match.Case.Parties.Where(IsPerson).Select(keys.SubjectOf).ToList();
        var known = subjects.OfType<string>().Distinct(StringComparer.Ordinal).Select(subject => Line(action, "full", subject, id));
        var unknown = subjects.Where(subject => subject is null).Select(_ => Line(action, "full", subject: null, id));
        return subjects.Count == 0 ? [Line(action, "full", subject: null, id)] : known.Concat(unknown);
    }

    static bool IsPerson(Party party) => party.PersonalNumber is not null || !OrganisationNumber.TryParse(party.OrganisationNumber, out _);

    AuditLine Line(string action, string result, string? subject, string? @case) => AuditChain.Neutralise(new AuditLine
    {
        At = at,
        Caller = caller.Name,
        Role = caller.Role.ToString().ToLowerInvariant(),
        OnBehalfOf = caller.OnBehalfOf,
        Action = action,
        Purpose = FreeText.Masked(purpose),
        Subject = subject,
        Case = @case,
        Result = result,
        TraceId = traceId,
    });
}
