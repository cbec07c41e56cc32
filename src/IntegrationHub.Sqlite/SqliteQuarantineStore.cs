using System.Text.Json;
using IntegrationHub.Quarantine;

namespace IntegrationHub.Sqlite;

/// <summary>Reads what is in quarantine.</summary>
internal sealed class SqliteQuarantineStore(IndexFile index) : IQuarantineStore
{
    const string Columns = "public_id, stream, source, key, code, field, diagnostics, mapping_version, place, first_seen, last_seen";

    public ValueTask<IReadOnlyList<QuarantinedRecord>> ListAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<QuarantinedRecord>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            var statement = stream is { } name
                ? connection.Prepare($"""
                    SELECT {Columns} FROM quarantine WHERE tenant = ?1 AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND name = ?2)
                    ORDER BY last_seen DESC, id DESC LIMIT ?3
                    """).Bind(number).Bind(name.Value)
                : connection.Prepare($"SELECT {Columns} FROM quarantine WHERE tenant = ? ORDER BY last_seen DESC, id DESC LIMIT ?").Bind(number);
            return statement.Bind(limit).All(row => new QuarantinedRecord
            {
                Id = row.Text(0),
                Stream = index.Names.StreamName(connection, row.Int64(1)),
                Source = index.Names.SourceName(connection, row.Int64(2)),
                Key = row.TextOrNull(3),
                Code = row.Text(4),
                Field = row.Text(5),
                Diagnostics = row.Text(6),
                MappingVersion = row.Text(7),
                Where = row.TextOrNull(8),
                FirstSeenAt = row.Time(9),
                LastSeenAt = row.Time(10),
            }, cancellationToken);
        }, cancellationToken);

    public ValueTask<IReadOnlyList<QuarantineGroup>> GroupAsync(TenantId tenant, StreamName? stream, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<QuarantineGroup>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            var statement = connection.Prepare(GroupSql(ofStream: stream is not null)).Bind(number);
            if (stream is { } name) statement.Bind(name.Value);
            return statement.All(row => new QuarantineGroup
            {
                Stream = index.Names.StreamName(connection, row.Int64(0)),
                Source = index.Names.SourceName(connection, row.Int64(1)),
                Code = row.Text(2),
                Field = row.Text(3),
                Count = row.Int64(4),
                FirstSeenAt = row.Time(5),
                LastSeenAt = row.Time(6),
                Diagnostic = row.Text(7).Split('\n', 2)[0].Trim(),
                MappingVersion = row.Text(8),
                Keys = JsonSerializer.Deserialize<string[]>(row.Text(9)) ?? [],
            }, cancellationToken);
        }, cancellationToken);

    /// <summary>Groups from the index alone; of each group only its newest entry's row is read.</summary>
    internal static string GroupSql(bool ofStream) => $"""
        WITH held AS (
            SELECT id, stream, code, field, key, first_seen, last_seen,
                row_number() OVER (PARTITION BY stream, code, field ORDER BY last_seen DESC) AS newest
            FROM quarantine INDEXED BY quarantine_by_group
            WHERE tenant = ?1{(ofStream ? " AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND name = ?2)" : "")}),
        groups AS (
            SELECT stream, code, field, count(*) AS entries, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
                max(id) FILTER (WHERE newest = 1) AS newest, json_group_array(key) FILTER (WHERE newest <= {QuarantineGroup.MaxKeys} AND key IS NOT NULL) AS keys
            FROM held GROUP BY stream, code, field)
        SELECT g.stream, q.source, g.code, g.field, g.entries, g.first_seen, g.last_seen, q.diagnostics, q.mapping_version, g.keys
        FROM groups g CROSS JOIN quarantine q ON q.id = g.newest ORDER BY g.entries DESC, g.last_seen DESC, g.stream, g.code, g.field
        """;

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamName, long>>(connection =>
        {
            var counts = new Dictionary<StreamName, long>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return counts;

            connection.Prepare("SELECT stream, count(*) FROM quarantine WHERE tenant = ? GROUP BY stream").Bind(number).Each(row =>
            {
                var name = index.Names.StreamName(connection, row.Int64(0));
                counts[name] = counts.GetValueOrDefault(name) + row.Int64(1);
            }, cancellationToken);
            return counts;
        }, cancellationToken);
}
