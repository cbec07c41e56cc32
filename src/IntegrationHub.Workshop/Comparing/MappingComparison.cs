using IntegrationHub.Mapping;
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

    /// <summary>Compares what two versions make of samples. Samples hold invented people: every value is shown.</summary>
    /// <param name="before">The old version.</param>
    /// <param name="after">The new version.</param>
    /// <param name="records">The records.</param>
    public static MappingComparison Of(IMapping before, IMapping after, IEnumerable<SampleRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);

        var comparing = new ComparingMappings(before, after);
        foreach (var (where, record) in records) comparing.Add(where, record);
        return comparing.Result;
    }
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
    string? last;
    int others;

    public int Records { get; private set; }

    public IReadOnlyList<ValueChange> Changes =>
    [
        .. pairs.OrderByDescending(p => p.Value.Times).ThenBy(p => p.Key.From, StringComparer.Ordinal).ThenBy(p => p.Key.To, StringComparer.Ordinal)
            .Select(p => new ValueChange(p.Key.From, p.Key.To, p.Value.Times, p.Value.Examples)),
        .. others > 0 ? [new ValueChange("other values", "other values", others, [])] : Array.Empty<ValueChange>(),
    ];

    public void Add(string from, string to, string where)
    {
        // What is found of one record comes together.
        if (where != last) Records++;
        last = where;
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
