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
