using IntegrationHub.Cases;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Workshop.Comparing;

/// <summary>Compares what two versions of a mapping make of records, one after another: of a whole stream no more is held than what differs.</summary>
public sealed class ComparingMappings
{
    readonly IMapping before;
    readonly IMapping after;
    readonly Func<MappingResult, string, object, bool> hides;
    readonly Func<string, string> named;
    readonly ChangeTally outcomes = new();
    readonly SortedDictionary<string, ChangeTally> fields = new(StringComparer.Ordinal);
    int differing;
    bool identity;

    /// <summary>Compares and shows every value: of samples, which hold invented people.</summary>
    /// <param name="before">The old version.</param>
    /// <param name="after">The new version.</param>
    public ComparingMappings(IMapping before, IMapping after)
        : this(before, after, (_, _, _) => false, where => where)
    {
    }

    /// <summary>Compares and masks what the store would encrypt: of records that came from a real system.</summary>
    /// <param name="before">The old version.</param>
    /// <param name="after">The new version.</param>
    /// <param name="floor">The least closed that anything of the stream is.</param>
    public ComparingMappings(IMapping before, IMapping after, Confidentiality floor)
        : this(before, after, (result, path, value) => ShownFields.Hides(result, path, value, floor), where => FreeText.Masked(where)!)
    {
    }

    ComparingMappings(IMapping before, IMapping after, Func<MappingResult, string, object, bool> hides, Func<string, string> named)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        (this.before, this.after, this.hides, this.named) = (before, after, hides, named);
    }

    /// <summary>How many records were compared so far.</summary>
    public int Records { get; private set; }

    /// <summary>What was found so far.</summary>
    public MappingComparison Result => new()
    {
        Records = Records,
        Differing = differing,
        Outcomes = outcomes.Changes,
        Fields = [.. fields.Select(f => new FieldChange(f.Key, f.Value.Records, f.Value.Changes)).OrderByDescending(f => f.Records).ThenBy(f => f.Field, StringComparer.Ordinal)],
        Needed = differing == 0 ? VersionBump.None : identity ? VersionBump.Major : VersionBump.Minor,
        Told = VersionBumps.Between(before.Version, after.Version),
    };

    /// <summary>Compares one record.</summary>
    /// <param name="where">What it is called among the examples.</param>
    /// <param name="record">The record.</param>
    public void Add(string where, SourceRecord record)
    {
        ArgumentNullException.ThrowIfNull(where);

        Records++;
        where = named(where);
        var (old, now) = (before.Map(record), after.Map(record));
        var differs = OutcomeText.Of(old) != OutcomeText.Of(now);
        if (differs) outcomes.Add(Outcome(old), Outcome(now), where);
        foreach (var (field, from, to) in ResultFields.Differences(old, now, hides))
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

    static string Outcome(MappingResult result) => result is MappingResult.Unmappable { Faults: [var first, ..] } ? $"quarantined with {NoteComparison.Show(first.Code, first.Field)}" : OutcomeText.Of(result);
}
