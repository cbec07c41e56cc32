using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Leases, checkpoints, run history and the one transaction per batch, on SQLite.</summary>
internal sealed class SqliteStreamStore(IndexFile index, Leases leases, TimeProvider time) : IStreamStore
{
    readonly StreamReads reads = new(index, time);

    public TimeSpan? LongestTurn => index.LongestTurn;

    public async ValueTask<StreamLease?> TryLeaseAsync(StreamKey stream, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);

        return await index.WriteAsync(Urgency.Interactive, connection => leases.TryTake(connection, stream, owner, duration), cancellationToken);
    }

    public async ValueTask<bool> RenewAsync(StreamLease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);

        return await index.WriteAsync(Urgency.Interactive,
            connection => index.Names.Stream(connection, lease.Stream) is { } stream && leases.Renew(connection, stream, lease, duration), cancellationToken);
    }

    public async ValueTask ReleaseAsync(StreamLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        await index.WriteAsync(Urgency.Interactive,
            connection => index.Names.Stream(connection, lease.Stream) is { } stream && Leases.Release(connection, stream, lease), cancellationToken);
    }

    public ValueTask<Checkpoint> GetCheckpointAsync(StreamKey stream, CancellationToken cancellationToken) => reads.CheckpointAsync(stream, cancellationToken);

    public async ValueTask<long> BeginRunAsync(StreamLease lease, RunTrigger trigger, RunKind kind, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        return await index.WriteAsync(Urgency.Interactive, connection =>
        {
            var stream = Leased(connection, lease);
            Leases.Check(connection, stream, lease);
            return RunHistory.Begin(connection, stream, lease, trigger, kind, at);
        }, cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<string, KnownRecord>> GetKnownAsync(
        StreamKey stream, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => reads.KnownAsync(stream, keys, cancellationToken);

    public ValueTask<IReadOnlyList<HeldRecord>> GetHeldAsync(StreamKey stream, HeldFilter which, string? afterId, int limit, CancellationToken cancellationToken) =>
        reads.HeldAsync(stream, which, afterId, limit, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, string>> GetEditedAsync(StreamKey stream, IReadOnlyCollection<byte[]> bytesHashes, CancellationToken cancellationToken) =>
        reads.EditedAsync(stream, bytesHashes, cancellationToken);

    public async ValueTask<BatchResult> CommitAsync(StreamLease lease, long run, Batch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);

        return await index.WriteAsync(Urgency.Batch, connection =>
        {
            var stream = Leased(connection, lease);
            Leases.StoreCheckpoint(connection, stream, lease, batch.Checkpoint);
            var commit = new BatchCommit(Scope(connection, stream, run), lease.Stream);
            var result = batch.Shadow ? commit.Gather(batch) : commit.Apply(batch.Items, batch.SweepId);
            if (batch.Checkpoint.Unfinished?.SweepId is null && batch.SweepId is null) commit.LeaveRebuildBehind();
            RunHistory.Add(connection, stream, lease, run, result.Counters, batch.Progress);
            return result;
        }, cancellationToken, batch.Shadow ? RebuildWrites.Gather : nameof(CommitAsync));
    }

    public async ValueTask<BatchResult> CommitHeldAsync(StreamLease lease, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(items);

        return await index.WriteAsync(Urgency.Interactive, connection =>
        {
            var stream = Leased(connection, lease);
            Leases.Check(connection, stream, lease);
            return new BatchCommit(Scope(connection, stream), lease.Stream).Apply(items, sweepId: null);
        }, cancellationToken);
    }

    public async ValueTask<BatchResult> ApplyAsync(StreamKey stream, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);

        return await index.WriteAsync(Urgency.Interactive, connection =>
        {
            var numbers = index.Names.Stream(connection, stream)
                ?? throw new ArgumentException($"Stream '{stream}' has never run, so there is nothing of it to read again.", nameof(stream));
            return new BatchCommit(Scope(connection, numbers), stream).ApplyBeside(items);
        }, cancellationToken);
    }

    public ValueTask<IReadOnlyList<CaseToReread>> GetCasesToRereadAsync(StreamKey stream, RereadQuery query, CancellationToken cancellationToken) =>
        reads.CasesToRereadAsync(stream, query, cancellationToken);

    public ValueTask<SweepCount> CountUnseenAsync(StreamKey stream, string sweepId, CancellationToken cancellationToken) =>
        reads.CountUnseenAsync(stream, sweepId, cancellationToken);

    public async ValueTask<SweepResult> EndSweepAsync(StreamLease lease, long run, SweepEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(end);

        var result = await index.WriteAsync(Urgency.Batch, connection =>
        {
            var stream = Leased(connection, lease);
            Leases.Check(connection, stream, lease);
            return new SweepEnding(Scope(connection, stream, run), lease, run).End(end);
        }, cancellationToken, end.Rebuild ? RebuildWrites.Swap : nameof(EndSweepAsync));
        if (end.Rebuild) await ClearShadowAsync();
        return result;
    }

    public async ValueTask ResetAsync(StreamLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        await index.WriteAsync(Urgency.Interactive, connection =>
        {
            var stream = Leased(connection, lease);
            // Reads that are still to come must count as later than those that were: that much is kept.
            var before = CheckpointJson.Read(connection.Prepare("SELECT checkpoint FROM streams WHERE id = ?").Bind(stream.Stream).First(row => row.TextOrNull(0)));
            Leases.StoreCheckpoint(connection, stream, lease, Checkpoint.Start with { LastReadAt = before.LastReadAt });
            new Sweeps(Scope(connection, stream)).DropAll();
            return true;
        }, cancellationToken);
    }

    public async ValueTask EndRunAsync(StreamLease lease, long run, RunEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(end);

        await index.WriteAsync(Urgency.Interactive,
            connection => index.Names.Stream(connection, lease.Stream) is { } stream && RunHistory.End(connection, stream, lease, run, end), cancellationToken);
    }

    public ValueTask<IReadOnlyList<RunRecord>> GetRunsAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) =>
        reads.RunsAsync(tenant, stream, limit, cancellationToken);

    public ValueTask<RunRecord?> GetRunAsync(TenantId tenant, long id, CancellationToken cancellationToken) => reads.RunAsync(tenant, id, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, RecentRuns>> GetRecentRunsAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) =>
        reads.RecentAsync(tenant, since, cancellationToken);

    public async ValueTask<bool> PauseAsync(StreamKey stream, StreamPause pause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pause);

        return await index.WriteAsync(Urgency.Interactive, connection => Pauses.Begin(connection, stream, pause), cancellationToken);
    }

    public async ValueTask<bool> ResumeAsync(StreamKey stream, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Interactive, connection =>
            index.Names.Stream(connection, stream) is { } numbers && Pauses.End(connection, numbers), cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, StreamPause>> GetPausesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        reads.PausesAsync(tenant, cancellationToken);

    public ValueTask<IReadOnlyList<StreamState>> GetStatesAsync(TenantId tenant, CancellationToken cancellationToken) => reads.StatesAsync(tenant, cancellationToken);

    // What was applied or given up is gone for readers already; what a kill leaves of it goes with the next rebuild.
    async Task ClearShadowAsync()
    {
        while (await index.WriteAsync(Urgency.Batch, connection => Shadow.Clear(connection, index.Rows), CancellationToken.None))
        {
        }
    }

    WriteScope Scope(Connection connection, StreamNumbers stream, long? run = null) => new(connection, index.Rows, stream, time.GetUtcNow()) { Run = run };

    StreamNumbers Leased(Connection connection, StreamLease lease) =>
        index.Names.Stream(connection, lease.Stream) ?? throw new StreamFencedException(lease.Stream, lease.Epoch);
}
