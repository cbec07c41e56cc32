namespace IntegrationHub.Sync;

/// <summary>What a run has done so far. Written by the writing stage only.</summary>
internal sealed class RunTotals
{
    readonly HashSet<string> ties = new(StringComparer.Ordinal);

    /// <summary>What became of its records.</summary>
    public RunCounters Counters { get; private set; }

    /// <summary>Keys of records that were as old as what was stored, and different.</summary>
    public IReadOnlyCollection<string> Ties => ties;

    /// <summary>Adds what a commit did.</summary>
    public void Add(BatchResult result, int maxTies)
    {
        Counters += result.Counters;
        foreach (var key in result.Ties)
            if (ties.Count < maxTies) ties.Add(key);
    }

    /// <summary>Adds what became of the records of a rebuild.</summary>
    public void Add(RunCounters applied) => Counters += applied;

    /// <summary>Adds tombstones of a finished complete read.</summary>
    public void AddTombstones(long count) => Counters += new RunCounters(0, 0, 0, 0, 0, count);

    /// <summary>Takes the keys that are to be asked for again.</summary>
    public IReadOnlyList<string> TakeTies()
    {
        string[] taken = [.. ties];
        ties.Clear();
        return taken;
    }
}

/// <summary>The run took as long as it may; what it had read is committed, and the next run goes on.</summary>
internal sealed class RunTimeExceededException : Exception;
