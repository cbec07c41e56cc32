using IntegrationHub.Nodes;

namespace IntegrationHub.PostgreSql;

/// <summary>Which processes share the database: a row each, dated by PostgreSQL's clock.</summary>
internal sealed class PostgresNodeStore(Database database) : INodeStore
{
    // As every time in the tables: ticks of UTC.
    internal const string Now = "((extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 621355968000000000)";

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await connection.Prepare($"SELECT {Now}").FirstAsync(row => row.Time(0)), cancellationToken);

    public async ValueTask BeatAsync(TenantId tenant, NodeBeat beat, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(beat);

        await database.WriteAsync(write =>
        {
            var number = Names.Register(write.Connection, tenant);
            write.Connection.Prepare($"""
                INSERT INTO nodes (tenant, name, started_at, version, clock_offset, schedule, seen_at) VALUES ($1, $2, $3, $4, $5, $6, {Now})
                ON CONFLICT (tenant, name) DO UPDATE SET started_at = excluded.started_at, version = excluded.version, clock_offset = excluded.clock_offset, schedule = excluded.schedule, seen_at = excluded.seen_at
                """)
                .Bind(number).Bind(beat.Node).Bind(beat.StartedAt).Bind(beat.Version).Bind(beat.ClockOffset.Ticks).Bind((int)beat.Schedule).Run();
            return write.Connection.Prepare($"DELETE FROM nodes WHERE tenant = $1 AND seen_at < {Now} - $2").Bind(number).Bind(keepFor.Ticks).Run();
        }, cancellationToken);
    }

    public async ValueTask LeaveAsync(TenantId tenant, string node, DateTimeOffset startedAt, CancellationToken cancellationToken) =>
        await database.WriteAsync(write => database.Names.Tenant(write.Connection, tenant) is { } number
            ? write.Connection.Prepare("DELETE FROM nodes WHERE tenant = $1 AND name = $2 AND started_at = $3").Bind(number).Bind(node).Bind(startedAt).Run() : 0, cancellationToken);

    public ValueTask<NodeFacts> GetAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new NodeFacts([], []);

            var nodes = await connection.Prepare($"SELECT name, started_at, version, clock_offset, seen_at, {Now} - seen_at, schedule FROM nodes WHERE tenant = $1 ORDER BY name").Bind(number)
                .AllAsync(row => new StoredNode(
                    new NodeBeat(row.Text(0), row.Time(1), row.Text(2), TimeSpan.FromTicks(row.Int64(3)), (NodeSchedule)row.Int32(6)), row.Time(4), TimeSpan.FromTicks(Math.Max(0, row.Int64(5)))));
            var leases = await connection.Prepare("""
                SELECT s.source, s.name, s.lease_owner, s.epoch, (extract(epoch FROM s.lease_until - clock_timestamp()) * 1000)::bigint, r.id, r.started_at
                FROM streams s LEFT JOIN runs r ON r.tenant = $1 AND r.stream = s.id AND r.epoch = s.epoch AND r.outcome = 0
                WHERE s.tenant = $1 AND s.lease_owner IS NOT NULL AND s.lease_until > clock_timestamp() ORDER BY s.name
                """).Bind(number)
                .AllAsync(row => new NodeLease(
                    new StreamKey(tenant, database.Names.SourceName(connection, number, row.Int64(0)), new StreamName(row.Text(1))),
                    row.Text(2), row.Int64(3), TimeSpan.FromMilliseconds(Math.Max(0, row.Int64(4))), row.Int64OrNull(5), row.TimeOrNull(6)));
            return new NodeFacts(nodes, leases);
        }, cancellationToken);
}
