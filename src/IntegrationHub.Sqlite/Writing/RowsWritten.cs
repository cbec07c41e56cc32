namespace IntegrationHub.Sqlite;

/// <summary>The tables whose writes are counted.</summary>
internal enum Table
{
    Cases,
    LookupKeys,
    Search,
    Events,
    RecordState,
    SweepSeen,
    Quarantine,
    Changes,
}

/// <summary>How many rows this process inserted, updated and deleted per table, in transactions that were committed.</summary>
internal sealed class RowsWritten
{
    readonly long[] committed = new long[Enum.GetValues<Table>().Length];
    readonly long[] pending = new long[Enum.GetValues<Table>().Length];

    /// <summary>Counts rows of the transaction that is open. The writer's thread only.</summary>
    public int Add(Table table, int rows)
    {
        pending[(int)table] += rows;
        return rows;
    }

    /// <summary>Forgets what an earlier transaction counted and did not commit.</summary>
    public void Begin() => Array.Clear(pending);

    /// <summary>The open transaction was committed.</summary>
    public void Committed()
    {
        for (var table = 0; table < committed.Length; table++) Interlocked.Add(ref committed[table], pending[table]);
        Array.Clear(pending);
    }

    /// <summary>The counts by table name.</summary>
    public IReadOnlyDictionary<string, long> ByTable() => new Dictionary<string, long>
    {
        ["cases"] = Of(Table.Cases),
        ["lookup_keys"] = Of(Table.LookupKeys),
        ["search"] = Of(Table.Search),
        ["events"] = Of(Table.Events),
        ["record_state"] = Of(Table.RecordState),
        ["sweep_seen"] = Of(Table.SweepSeen),
        ["quarantine"] = Of(Table.Quarantine),
        ["changes"] = Of(Table.Changes),
    };

    long Of(Table table) => Interlocked.Read(ref committed[(int)table]);
}
