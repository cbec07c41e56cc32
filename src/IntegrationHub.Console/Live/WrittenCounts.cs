using IntegrationHub.Sync;

namespace IntegrationHub.Console.Live;

/// <summary>Counts, by source, how often runs have changed something. Only ever grows, also when several short runs ended between two looks.</summary>
sealed class WrittenCounts
{
    const int Remembered = 500;

    readonly Dictionary<string, long> bySource = new(StringComparer.Ordinal);
    readonly SortedDictionary<long, long> byRun = [];

    /// <summary>How much was changed so far, by source.</summary>
    public IReadOnlyDictionary<string, long> Current { get; private set; } = new Dictionary<string, long>();

    /// <summary>Takes in the latest runs; what was taken in before is not counted again.</summary>
    public void Take(IEnumerable<RunRecord> runs, Func<StreamName, string?> sourceOf)
    {
        foreach (var run in runs)
        {
            var changed = run.Counters.Written + run.Counters.Tombstoned + run.Counters.Quarantined;
            var more = changed - byRun.GetValueOrDefault(run.Id);
            byRun[run.Id] = changed;
            if (more > 0 && sourceOf(run.Stream) is { } source) bySource[source] = bySource.GetValueOrDefault(source) + more;
        }

        while (byRun.Count > Remembered) byRun.Remove(byRun.Keys.First());
        Current = new Dictionary<string, long>(bySource, StringComparer.Ordinal);
    }
}
