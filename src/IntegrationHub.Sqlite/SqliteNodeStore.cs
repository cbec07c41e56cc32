using IntegrationHub.Nodes;

namespace IntegrationHub.Sqlite;

/// <summary>Which processes share the folder: a row each, timed by the clock of leases.</summary>
internal sealed class SqliteNodeStore(IndexFile index, ILeaseClock clock, TimeProvider time) : INodeStore
{
    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(time.GetUtcNow());

    public async ValueTask BeatAsync(TenantId tenant, NodeBeat beat, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(beat);

        await index.WriteAsync(Urgency.Interactive, connection =>
        {
            var number = Names.Register(connection, tenant);
            var now = time.GetUtcNow();
            connection.Prepare("""
                INSERT INTO nodes (tenant, name, started_at, version, clock_offset, schedule, seen_at, seen_boot, seen_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant, name) DO UPDATE SET started_at = excluded.started_at, version = excluded.version, clock_offset = excluded.clock_offset, schedule = excluded.schedule,
                    seen_at = excluded.seen_at, seen_boot = excluded.seen_boot, seen_from = excluded.seen_from
                """)
                .Bind(number).Bind(beat.Node).Bind(beat.StartedAt).Bind(beat.Version).Bind(beat.ClockOffset.Ticks).Bind((int)beat.Schedule).Bind(now).Bind(clock.Boot).Bind(clock.Milliseconds).Run();
            return connection.Prepare("DELETE FROM nodes WHERE tenant = ?1 AND CASE WHEN seen_boot = ?2 AND seen_from <= ?3 THEN seen_from < ?3 - ?4 ELSE seen_at < ?5 END")
                .Bind(number).Bind(clock.Boot).Bind(clock.Milliseconds).Bind((long)keepFor.TotalMilliseconds).Bind(now - keepFor).Run();
        }, cancellationToken);
    }

    public async ValueTask LeaveAsync(TenantId tenant, string node, DateTimeOffset startedAt, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Interactive, connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare("DELETE FROM nodes WHERE tenant = ? AND name = ? AND started_at = ?").Bind(number).Bind(node).Bind(startedAt).Run() : 0, cancellationToken);

    public ValueTask<NodeFacts> GetAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return new NodeFacts([], []);

            var (boot, ticks, now) = (clock.Boot, clock.Milliseconds, time.GetUtcNow());
            var nodes = connection.Prepare("SELECT name, started_at, version, clock_offset, seen_at, seen_boot, seen_from, schedule FROM nodes WHERE tenant = ? ORDER BY name").Bind(number)
                .All(row => new StoredNode(
                    new NodeBeat(row.Text(0), row.Time(1), row.Text(2), TimeSpan.FromTicks(row.Int64(3)), (NodeSchedule)row.Int64(7)), row.Time(4), Since(row.Text(5), row.Int64(6), row.Time(4))), cancellationToken);
            var leases = connection.Prepare("""
                SELECT s.source, s.name, s.lease_owner, s.epoch, s.lease_until - ?3, r.id, r.started_at
                FROM streams s LEFT JOIN runs r ON r.stream = s.id AND r.epoch = s.epoch AND r.outcome = 0
                WHERE s.tenant = ?1 AND s.lease_owner IS NOT NULL AND s.lease_boot = ?2 AND s.lease_from <= ?3 AND s.lease_until > ?3 ORDER BY s.name
                """).Bind(number).Bind(boot).Bind(ticks)
                .All(row => new NodeLease(
                    new StreamKey(tenant, index.Names.SourceName(connection, row.Int64(0)), new StreamName(row.Text(1))),
                    row.Text(2), row.Int64(3), TimeSpan.FromMilliseconds(row.Int64(4)), row.Int64OrNull(5), row.TimeOrNull(6)), cancellationToken);
            return new NodeFacts(nodes, leases);

            // Whoever showed itself before the machine started anew is gone, for a lease or two at least.
            TimeSpan Since(string seenBoot, long seenFrom, DateTimeOffset seenAt) =>
                seenBoot == boot && seenFrom <= ticks ? TimeSpan.FromMilliseconds(ticks - seenFrom) : now - seenAt is var ago && ago > BeforeThisBoot ? ago : BeforeThisBoot;
        }, cancellationToken);

    static readonly TimeSpan BeforeThisBoot = TimeSpan.FromHours(1);
}
