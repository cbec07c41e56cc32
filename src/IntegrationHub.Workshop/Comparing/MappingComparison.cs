using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Workshop.Comparing;

/// <summary>What two versions of a mapping make of the same records.</summary>
public sealed record MappingComparison
{
    /// <summary>How many records were compared.</summary>
    public required int Records { get; init; }

    /// <summary>How many of them differ in anything.</summary>
    public required int Differing { get; init; }

    /// <summary>Records that are now mapped, quarantined, skipped or deleted and were not: from, to, how many, examples.</summary>
    public required IReadOnlyList<ValueChange> Outcomes { get; init; }

    /// <summary>Fields whose values changed, by their names: <c>status</c>, <c>parties[].role</c>; <c>(key)</c> and <c>(order)</c> for the identity.</summary>
    public required IReadOnlyList<FieldChange> Fields { get; init; }

    /// <summary>What the changes ask of the version.</summary>
    public required VersionBump Needed { get; init; }

    /// <summary>What the version text says.</summary>
    public required VersionBump Told { get; init; }

    /// <summary>Whether nothing differs.</summary>
    public bool IsSame => Differing == 0;

    /// <summary>Whether the version was raised far enough.</summary>
    public bool VersionFits => Told >= Needed;

    /// <summary>Compares.</summary>
    /// <param name="before">The old version.</param>
    /// <param name="after">The new version.</param>
    /// <param name="records">The records.</param>
    public static MappingComparison Of(IMapping before, IMapping after, IEnumerable<SampleRecord> records)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(records);

        var outcomes = new ChangeTally();
        var fields = new SortedDictionary<string, ChangeTally>(StringComparer.Ordinal);
        var (count, differing) = (0, 0);
        var identity = false;
        foreach (var (where, record) in records)
        {
            count++;
            var (old, now) = (before.Map(record), after.Map(record));
            var differs = OutcomeText.Of(old) != OutcomeText.Of(now);
            if (differs) outcomes.Add(Outcome(old), Outcome(now), where);
            foreach (var (field, from, to) in ResultFields.Differences(old, now))
            {
                differs = true;
                identity |= field is ResultFields.Key or ResultFields.Order;
                if (!fields.TryGetValue(field, out var tally)) fields[field] = tally = new ChangeTally();
                tally.Add(from, to, where);
            }

            // A case that is now gone, or is back, is another identity than it was.
            identity |= differs && old is MappingResult.Deleted != now is MappingResult.Deleted;
            if (differs) differing++;
        }

        return new MappingComparison
        {
            Records = count,
            Differing = differing,
            Outcomes = outcomes.Changes,
            Fields = [.. fields.Select(f => new FieldChange(f.Key, f.Value.Records, f.Value.Changes)).OrderByDescending(f => f.Records).ThenBy(f => f.Field, StringComparer.Ordinal)],
            Needed = differing == 0 ? VersionBump.None : identity ? VersionBump.Major : VersionBump.Minor,
            Told = VersionBumps.Between(before.Version, after.Version),
        };
    }

    static string Outcome(MappingResult result) => result is MappingResult.Unmappable { Faults: [var first, ..] } ? $"quarantined with {NoteComparison.Show(first.Code, first.Field)}" : OutcomeText.Of(result);
}

/// <summary>How the values of one field changed.</summary>
/// <param name="Field">The field.</param>
/// <param name="Records">In how many records.</param>
/// <param name="Changes">From what to what, the most frequent first.</param>
public sealed record FieldChange(string Field, int Records, IReadOnlyList<ValueChange> Changes);

/// <summary>One value that became another.</summary>
/// <param name="From">What it was.</param>
/// <param name="To">What it is.</param>
/// <param name="Times">How often.</param>
/// <param name="Examples">Where.</param>
public sealed record ValueChange(string From, string To, int Times, IReadOnlyList<string> Examples);

/// <summary>Counts which values became which.</summary>
internal sealed class ChangeTally
{
    const int MostExamples = 3;
    const int MostPairs = 1000;

    readonly Dictionary<(string From, string To), (int Times, List<string> Examples)> pairs = [];
    readonly HashSet<string> records = new(StringComparer.Ordinal);
    int others;

    public int Records => records.Count;

    public IReadOnlyList<ValueChange> Changes =>
    [
        .. pairs.OrderByDescending(p => p.Value.Times).ThenBy(p => p.Key.From, StringComparer.Ordinal).ThenBy(p => p.Key.To, StringComparer.Ordinal)
            .Select(p => new ValueChange(p.Key.From, p.Key.To, p.Value.Times, p.Value.Examples)),
        .. others > 0 ? [new ValueChange("other values", "other values", others, [])] : Array.Empty<ValueChange>(),
    ];

    public void Add(string from, string to, string where)
    {
        records.Add(where);
        if (!pairs.TryGetValue((from, to), out var pair))
        {
            if (pairs.Count == MostPairs)
            {
                others++;
                return;
            }

            pair = (0, []);
        }

        if (pair.Examples.Count < MostExamples && !pair.Examples.Contains(where)) pair.Examples.Add(where);
        pairs[(from, to)] = (pair.Times + 1, pair.Examples);
    }
}
