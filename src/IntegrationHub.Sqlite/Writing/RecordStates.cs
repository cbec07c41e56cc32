namespace IntegrationHub.Sqlite;

/// <summary>The side table of change detection: small rows, so that nothing of a case is touched when nothing of it changed.</summary>
internal sealed class RecordStates(WriteScope scope) : IRecordStates
{
    public RecordState? Find(string key) =>
        scope.Sql("SELECT raw_hash, record_order, read_started, held, mapping FROM record_state WHERE tenant = ? AND stream = ? AND key = ?")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key)
            .First(row => new RecordState(row.Blob(0), row.Int64OrNull(1), row.TimeOrNull(2), row.Flag(3), row.Int64OrNull(4)));

    /// <summary>Writes the state, unless it stands there already.</summary>
    public void Write(string key, RecordState? known, RecordState state)
    {
        if (known is not null && known.IsAs(state)) return;

        scope.Rows.Add(Table.RecordState, scope.Sql("""
            INSERT INTO record_state (tenant, stream, key, raw_hash, record_order, read_started, held, mapping) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, stream, key) DO UPDATE SET
                raw_hash = excluded.raw_hash, record_order = excluded.record_order, read_started = excluded.read_started, held = excluded.held,
                mapping = excluded.mapping
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key)
            .Bind(state.RawHash).Bind(state.Order).Bind(state.ReadStartedAt).Bind(state.Held).Bind(state.Mapping).Run());
    }

    /// <summary>Makes every stream of the source read the record anew: what vanished must be mapped when it comes back, though its bytes are the same.</summary>
    public void ForgetInAllStreams(string key) =>
        scope.Rows.Add(Table.RecordState, scope.Sql(
            "DELETE FROM record_state WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2) AND key = ?3")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(key).Run());

    /// <summary>Drops what is known of the events of a case, in every stream of the source.</summary>
    public void ForgetEvents(string caseKey)
    {
        var (from, until) = EventKeyRange.Of(caseKey);
        scope.Rows.Add(Table.RecordState, scope.Sql(
            "DELETE FROM record_state WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND source = ?2) AND key >= ?3 AND key < ?4")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(from).Bind(until).Run());
    }
}
