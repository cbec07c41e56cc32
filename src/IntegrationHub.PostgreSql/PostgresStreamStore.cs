using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Leases, checkpoints, run history and the one transaction per batch, on PostgreSQL.</summary>
internal sealed class PostgresStreamStore(Database database, TimeProvider time) : IStreamStore
{
    readonly StreamReads reads = new(database, time);

    public async ValueTask<StreamLease?> TryLeaseAsync(StreamKey stream, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);

        return await database.WriteAsync(write => Leases.TryTake(write.Connection, stream, owner, duration), cancellationToken);
    }

    // It waits for this run's own commit, however long that takes: who gave up would lose the stream for no reason.
    public async ValueTask<bool> RenewAsync(StreamLease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);

        return await database.WriteAsync(write => database.Names.Stream(write.Connection, lease.Stream) is { } stream && Leases.Renew(write.Connection, stream, lease, duration), cancellationToken, patient: true);
    }

    public async ValueTask ReleaseAsync(StreamLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        await database.WriteAsync(write => database.Names.Stream(write.Connection, lease.Stream) is { } stream && Leases.Release(write.Connection, stream, lease), cancellationToken, patient: true);
    }

    public ValueTask<Checkpoint> GetCheckpointAsync(StreamKey stream, CancellationToken cancellationToken) => reads.CheckpointAsync(stream, cancellationToken);

    public async ValueTask<long> BeginRunAsync(StreamLease lease, RunTrigger trigger, RunKind kind, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        return await database.WriteAsync(write =>
        {
            var stream = Leased(write, lease);
            Leases.Check(write.Connection, stream, lease);
            return RunHistory.Begin(write.Connection, stream, lease, trigger, kind, at);
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

        return await database.WriteBatchAsync(write =>
        {
            var stream = Leased(write, lease);
            var scope = write.Scope(stream, time.GetUtcNow(), run);
            Leases.StoreCheckpoint(write.Connection, stream, lease, batch.Checkpoint);
            var commit = new BatchCommit(scope, lease.Stream);
            var result = batch.Shadow ? commit.Gather(batch) : commit.Apply(batch.Items, batch.SweepId);
            if (batch.Checkpoint.Unfinished?.SweepId is null && batch.SweepId is null) commit.LeaveRebuildBehind();
            RunHistory.Add(write.Connection, stream, lease, run, result.Counters, batch.Progress);
            return result;
        }, cancellationToken, batch.Shadow ? RebuildWrites.Gather : nameof(CommitAsync));
    }

    public async ValueTask<BatchResult> CommitHeldAsync(StreamLease lease, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(items);

        return await database.WriteAsync(write =>
        {
            var scope = LeasedScope(write, lease);
            return new BatchCommit(scope, lease.Stream).Apply(items, sweepId: null);
        }, cancellationToken);
    }

    public async ValueTask<BatchResult> ApplyAsync(StreamKey stream, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);

        return await database.WriteAsync(write =>
        {
            var numbers = database.Names.Stream(write.Connection, stream)
                ?? throw new ArgumentException($"Stream '{stream}' has never run, so there is nothing of it to read again.", nameof(stream));
            return new BatchCommit(write.Scope(numbers, time.GetUtcNow()), stream).ApplyBeside(items);
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

        var result = await database.WriteBatchAsync(write => new SweepEnding(LeasedScope(write, lease, run), lease, run).End(end), cancellationToken,
            end.Rebuild ? RebuildWrites.Swap : nameof(EndSweepAsync));
        if (end.Rebuild) await ClearShadowAsync(lease.Stream.Tenant);
        return result;
    }

    public async ValueTask ResetAsync(StreamLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);

        await database.WriteAsync(write =>
        {
            var scope = LeasedScope(write, lease);
            // Reads that are still to come must count as later than those that were: that much is kept.
            var before = CheckpointJson.Read(write.Connection.Prepare("SELECT checkpoint FROM streams WHERE tenant = $1 AND id = $2")
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(row => row.TextOrNull(0)));
            scope.StoreCheckpoint(lease, Checkpoint.Start with { LastReadAt = before.LastReadAt });
            scope.Rows().Sweeps.DropAll();
            return true;
        }, cancellationToken);
    }

    public async ValueTask EndRunAsync(StreamLease lease, long run, RunEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(end);

        await database.WriteAsync(write => database.Names.Stream(write.Connection, lease.Stream) is { } stream && RunHistory.End(write.Connection, stream, lease, run, end), cancellationToken);
    }

    public ValueTask<IReadOnlyList<RunRecord>> GetRunsAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) =>
        reads.RunsAsync(tenant, stream, limit, cancellationToken);

    public ValueTask<RunRecord?> GetRunAsync(TenantId tenant, long id, CancellationToken cancellationToken) => reads.RunAsync(tenant, id, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, RecentRuns>> GetRecentRunsAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) =>
        reads.RecentAsync(tenant, since, cancellationToken);

    public async ValueTask<bool> PauseAsync(StreamKey stream, StreamPause pause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pause);

        return await database.WriteAsync(write => RunHistory.Pause(write.Connection, stream, pause), cancellationToken);
    }

    public async ValueTask<bool> ResumeAsync(StreamKey stream, CancellationToken cancellationToken) =>
        await database.WriteAsync(write => database.Names.Stream(write.Connection, stream) is { } numbers && RunHistory.Resume(write.Connection, numbers), cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamKey, StreamPause>> GetPausesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        reads.PausesAsync(tenant, cancellationToken);

    public ValueTask<IReadOnlyList<StreamState>> GetStatesAsync(TenantId tenant, CancellationToken cancellationToken) => reads.StatesAsync(tenant, cancellationToken);

    // What was applied or given up is gone for readers already; what a kill leaves of it goes with the next rebuild.
    async Task ClearShadowAsync(TenantId tenant)
    {
        while (await database.WriteBatchAsync(write => database.Names.Tenant(write.Connection, tenant) is { } number && ShadowRows.Clear(write, number), CancellationToken.None))
        {
        }
    }

    // The source's row before the stream's, as everywhere.
    WriteScope LeasedScope(Write write, StreamLease lease, long? run = null)
    {
        var stream = Leased(write, lease);
        var scope = write.Scope(stream, time.GetUtcNow(), run);
        Leases.Check(write.Connection, stream, lease);
        return scope;
    }

    static StreamNumbers Leased(Write write, StreamLease lease) =>
        write.Names.Stream(write.Connection, lease.Stream) ?? throw new StreamFencedException(lease.Stream, lease.Epoch);
}
