using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>What everything that writes in one transaction of one stream shares.</summary>
/// <param name="Connection">The writer's connection, in its transaction.</param>
/// <param name="Rows">Counts what is written.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Now">The hub's time.</param>
internal sealed record WriteScope(Connection Connection, RowsWritten Rows, StreamNumbers Stream, DateTimeOffset Now) : IWriteScope
{
    /// <summary>The run that writes; null when it is none.</summary>
    public long? Run { get; init; }

    /// <summary>Prepares a statement.</summary>
    public Statement Sql(string text) => Connection.Prepare(text);

    /// <inheritdoc/>
    IStreamRows IWriteScope.Rows() => new StreamRows(this);

    /// <inheritdoc/>
    public void InPart(Action part)
    {
        var rows = Rows.Mark();
        Connection.Execute("SAVEPOINT part");
        try
        {
            part();
            Connection.Execute("RELEASE part");
        }
        catch
        {
            // A full disk rolls everything back by itself.
            if (Connection.InTransaction) Connection.Execute("ROLLBACK TO part; RELEASE part");
            Rows.Return(rows);
            throw;
        }
    }

    /// <inheritdoc/>
    public BatchRefusedException? AsRefusal(Exception fault) => fault is SqliteFault { IsAboutValues: true } values ? values.AsRefusal() : null;

    /// <inheritdoc/>
    public void StoreCheckpoint(StreamLease lease, Checkpoint checkpoint) => Leases.StoreCheckpoint(Connection, Stream, lease, checkpoint);

    /// <inheritdoc/>
    public void AddToRun(StreamLease lease, long run, RunCounters counters, RunProgress progress) => RunHistory.Add(Connection, Stream, lease, run, counters, progress);

    /// <inheritdoc/>
    public void Judge(long run, SweepVerdict verdict) => RunHistory.Judge(Connection, run, verdict);
}

/// <summary>The rows of a stream. What they remember of the tables is forgotten with them: a part that was taken back leaves nothing behind.</summary>
internal sealed class StreamRows(WriteScope scope) : IStreamRows
{
    public ICaseRows Cases { get; } = new CaseRows(scope);

    public IEventRows Events { get; } = new EventRows(scope);

    public IContactRows Contacts { get; } = new ContactRows(scope.Connection, scope.Rows, scope.Stream.Tenant);

    public IRecordStates States { get; } = new RecordStates(scope);

    public IQuarantineRows Quarantine { get; } = new QuarantineRows(scope);

    public IEditedRows Edited { get; } = new EditedRows(scope);

    public ILookupKeyRows LookupKeys { get; } = new LookupKeyRows(scope);

    public IChangeFeed Changes { get; } = new ChangeFeed(scope);

    public ISweepRows Sweeps { get; } = new Sweeps(scope);

    public IHeldDeleteRows HeldDeletes { get; } = new HeldDeleteRows(scope);

    public ILastRecords LastRecords { get; } = new LastRecords(scope);

    public IShadowRows Shadow { get; } = new Shadow(scope);

    public IOutboxTraces Outbox { get; } = new OutboxTraces(scope);

    // A look-up in a file beside it costs a microsecond: nothing is gained by asking for many at once.
    public void ReadAhead(ExpectedKeys keys)
    {
    }

    public void SetLastRead(DateTimeOffset readStartedAt) =>
        scope.Sql("UPDATE streams SET last_read = ?1 WHERE id = ?2 AND coalesce(last_read, 0) < ?1").Bind(readStartedAt).Bind(scope.Stream.Stream).Run();

    public void MapAgain() => scope.Sql("UPDATE streams SET remapping = NULL WHERE id = ?").Bind(scope.Stream.Stream).Run();
}
