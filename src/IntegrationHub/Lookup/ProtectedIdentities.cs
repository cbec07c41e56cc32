using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Protection;
using IntegrationHub.Storage;

namespace IntegrationHub.Lookup;

/// <summary>Finds out in which cases of an answer somebody lives under a protected identity: by their own mark, or by any source's mark on the same person.</summary>
sealed class ProtectedIdentities(IHubStore store, TenantId tenant, CaseProtector protector, LookupKeys keys)
{
    const int MaxMarks = 500;

    // The hub itself, not the caller, asks: a mark in a source that the caller may not see hides an address all the same.
    static readonly AccessFilter Everything = new([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);

    public async ValueTask<IReadOnlySet<CaseId>> AmongAsync(IReadOnlyList<OpenedCase> cases, CancellationToken cancellationToken)
    {
        var marked = cases.Where(match => match.Found.Case.HasProtectedParty).Select(match => match.Found.Case.Id).ToHashSet();
        var asked = cases.Where(match => !marked.Contains(match.Found.Case.Id)).ToList();
        var marks = asked.SelectMany(match => match.Persons()).Select(person => keys.ProtectedMark(person.Number)).Distinct().ToList();
        if (marks.Count == 0) return marked;

        var found = await store.Cases.FindAsync(tenant, marks, Everything, MaxMarks, cancellationToken);
        if (found.Count == 0) return marked;

        // Too many to look through: all of them count as marked.
        var persons = found.Count == MaxMarks ? null : found
            .SelectMany(match => new OpenedCase(match, protector.Open(match.Case)).Persons())
            .Where(person => person.Party.Protected)
            .Select(person => person.Number.Digits)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var match in asked)
            if (match.Persons().Any(person => persons is null || persons.Contains(person.Number.Digits))) marked.Add(match.Found.Case.Id);
        return marked;
    }
}
