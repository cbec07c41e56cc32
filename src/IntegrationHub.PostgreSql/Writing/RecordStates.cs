namespace IntegrationHub.PostgreSql;

/// <summary>Reads and writes the side table of change detection.</summary>
internal sealed class RecordStates(WriteScope scope) : IRecordStates
{
    const string OfSource = "stream IN (SELECT id FROM streams WHERE tenant = $1 AND source = $2)";

    readonly Dictionary<string, RecordState?> known = new(StringComparer.Ordinal);
    readonly Dictionary<string, RecordState> pending = new(StringComparer.Ordinal);
    readonly HashSet<string> forgotten = new(StringComparer.Ordinal);

    /// <summary>Reads what is known of these keys at once.</summary>
    public void ReadAhead(IReadOnlyCollection<string> keys)
    {
        string[] asked = [.. keys.Where(key => !known.ContainsKey(key))];
        if (asked.Length == 0) return;

        foreach (var key in asked) known[key] = null;
        foreach (var (key, state) in scope.Apart("SELECT key, raw_hash, record_order, read_started, held, mapping FROM record_state WHERE tenant = $1 AND stream = $2 AND key = ANY($3)")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).BindAll(asked)
            .All(row => (row.Text(0), new RecordState(row.Blob(1), row.Int64OrNull(2), row.TimeOrNull(3), row.Flag(4), row.Int64OrNull(5))))) known[key] = state;
    }

    public RecordState? Find(string key)
    {
        if (!known.ContainsKey(key)) ReadAhead([key]);
        return known[key];
    }

    public void Write(string key, RecordState? known, RecordState state)
    {
        if (known is not null && known.IsAs(state)) return;

        this.known[key] = state;
        pending[key] = state;
    }

    public void ForgetInAllStreams(string key)
    {
        known[key] = null;
        pending.Remove(key);
        forgotten.Add(key);
    }

    public void ForgetEvents(string caseKey)
    {
        var (from, until) = EventKeyRange.Of(caseKey);
        scope.Written.Add(Table.RecordState, scope.Sql($"DELETE FROM record_state WHERE tenant = $1 AND {OfSource} AND key >= $3 AND key < $4")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(from).Bind(until).Run());
        foreach (var key in known.Keys.Where(key => string.CompareOrdinal(key, from) >= 0 && string.CompareOrdinal(key, until) < 0).ToList()) known.Remove(key);
    }

    /// <summary>Sends what was gathered: what was forgotten first, because it may have been written anew.</summary>
    public void Flush()
    {
        if (forgotten.Count > 0)
            scope.Written.Add(Table.RecordState, scope.Apart($"DELETE FROM record_state WHERE tenant = $1 AND {OfSource} AND key = ANY($3)")
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).BindAll(forgotten).Run());
        forgotten.Clear();
        if (pending.Count == 0) return;

        scope.Written.Add(Table.RecordState, scope.Apart("""
            INSERT INTO record_state (tenant, stream, key, raw_hash, record_order, read_started, held, mapping)
            SELECT $1, $2, * FROM unnest($3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant, stream, key) DO UPDATE SET raw_hash = excluded.raw_hash, record_order = excluded.record_order, read_started = excluded.read_started,
                held = excluded.held, mapping = excluded.mapping
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).BindAll(pending.Keys).BindAll(pending.Values.Select(state => state.RawHash)).BindAll(pending.Values.Select(state => state.Order))
            .BindAll(pending.Values.Select(state => state.ReadStartedAt)).BindAll(pending.Values.Select(state => state.Held)).BindAll(pending.Values.Select(state => state.Mapping)).Run());
        pending.Clear();
    }

    /// <summary>Forgets what is known and what was gathered.</summary>
    public void Forget()
    {
        known.Clear();
        pending.Clear();
        forgotten.Clear();
    }
}
