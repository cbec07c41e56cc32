using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Identity;
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
        var persons = await AmongAsync(asked.SelectMany(match => match.Persons()).Select(person => person.Number), cancellationToken);
        foreach (var match in asked)
            if (match.Persons().Any(person => persons.Holds(person.Number))) marked.Add(match.Found.Case.Id);
        return marked;
    }

    /// <summary>Who of these persons is marked by any source.</summary>
    public async ValueTask<MarkedPersons> AmongAsync(IEnumerable<PersonNumber> persons, CancellationToken cancellationToken)
    {
        var marks = persons.Select(keys.ProtectedMark).Distinct().ToList();
        if (marks.Count == 0) return MarkedPersons.Nobody;

        var found = await store.Cases.FindAsync(tenant, marks, Everything, MaxMarks, cancellationToken);
        // Too many to look through: all of them count as marked.
        return found.Count == MaxMarks ? MarkedPersons.Everybody : new MarkedPersons(found
            .SelectMany(match => new OpenedCase(match, protector.Open(match.Case)).Persons())
            .Where(person => person.Party.Protected)
            .Select(person => person.Number.Digits)
            .ToHashSet(StringComparer.Ordinal));
    }
}

/// <summary>Persons who live under a protected identity.</summary>
/// <param name="Digits">Their numbers; null for everybody.</param>
sealed record MarkedPersons(IReadOnlySet<string>? Digits)
{
    public static MarkedPersons Nobody { get; } = new(new HashSet<string>());

    public static MarkedPersons Everybody { get; } = new((IReadOnlySet<string>?)null);

    public bool Holds(PersonNumber person) => Digits is null || Digits.Contains(person.Digits);
}
