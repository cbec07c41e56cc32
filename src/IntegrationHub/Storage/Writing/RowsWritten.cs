namespace IntegrationHub.Storage.Writing;

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
    HeldDeletes,
    KeptCases,
    Shadow,
    Notifications,
    LastRecords,
    Contacts,
    HandOvers,
    Outbox,
}

/// <summary>How many rows this process inserted, updated and deleted per table, in transactions that were committed.</summary>
/// <param name="written">Called whenever rows have been counted; by nobody unless given.</param>
internal sealed class RowsWritten(Action? written = null)
{
    readonly long[] committed = new long[Enum.GetValues<Table>().Length];
    readonly long[] pending = new long[Enum.GetValues<Table>().Length];

    /// <summary>Counts rows of the transaction that is open. The thread that writes it only.</summary>
    public int Add(Table table, int rows)
    {
        pending[(int)table] += rows;
        written?.Invoke();
        return rows;
    }

    /// <summary>Forgets what an earlier transaction counted and did not commit.</summary>
    public void Begin() => Array.Clear(pending);

    /// <summary>What is counted of the open transaction so far.</summary>
    public long[] Mark() => [.. pending];

    /// <summary>The open transaction was taken back to a mark.</summary>
    public void Return(long[] mark) => mark.CopyTo(pending, 0);

    /// <summary>The open transaction was committed.</summary>
    public void Committed()
    {
        Committed(this);
        Array.Clear(pending);
    }

    /// <summary>A transaction that counted for itself was committed. From any thread.</summary>
    public void Committed(RowsWritten transaction)
    {
        for (var table = 0; table < committed.Length; table++)
        {
            Interlocked.Add(ref committed[table], transaction.pending[table]);
            StoreMetrics.Written(NameOf((Table)table), transaction.pending[table]);
        }
    }

    /// <summary>The counts by table name.</summary>
    public IReadOnlyDictionary<string, long> ByTable() => Enum.GetValues<Table>().ToDictionary(NameOf, Of, StringComparer.Ordinal);

    static string NameOf(Table table) => table switch
    {
        Table.Cases => "cases",
        Table.LookupKeys => "lookup_keys",
        Table.Search => "search",
        Table.Events => "events",
        Table.RecordState => "record_state",
        Table.SweepSeen => "sweep_seen",
        Table.Quarantine => "quarantine",
        Table.HeldDeletes => "held_deletes",
        Table.KeptCases => "kept_cases",
        Table.Shadow => "shadow",
        Table.Notifications => "notifications",
        Table.LastRecords => "last_records",
        Table.Contacts => "contacts",
        Table.HandOvers => "handovers",
        Table.Outbox => "outbox",
        _ => "changes",
    };

    long Of(Table table) => Interlocked.Read(ref committed[(int)table]);
}
