using IntegrationHub.Quarantine;
using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Reads what is in quarantine, and takes out what is discarded or has lain there for too long.</summary>
internal sealed class PostgresQuarantineStore(Database database, TimeProvider time) : IQuarantineStore
{
    const string Columns = "q.public_id, q.stream, q.source, q.key, q.code, q.field, q.diagnostics, q.mapping_version, q.place, q.first_seen, q.last_seen, q.expired_at";

    const string OfStream = "stream IN (SELECT id FROM streams WHERE tenant = $1 AND name = $2)";

    public ValueTask<IReadOnlyList<QuarantinedRecord>> ListAsync(TenantId tenant, QuarantineQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.QueryAsync<IReadOnlyList<QuarantinedRecord>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            return await connection.Prepare(ListSql(query.Stream is not null, query.After is not null))
                .Bind(number).Bind(query.Stream?.Value).Bind(query.Code).Bind(query.Field).Bind(query.After?.FirstSeenAt).Bind(query.After?.Id).Bind(query.Limit)
                .AllAsync(row => Read(connection, number, row));
        }, cancellationToken);
    }

    /// <summary>A page of the list by its index; only the rows that are shown are read whole.</summary>
    internal static string ListSql(bool ofStream, bool goesOn) => $"""
        WITH page AS MATERIALIZED (
            SELECT id FROM quarantine
            WHERE tenant = $1 AND {(ofStream ? OfStream : "$2 IS NULL")} AND ($3 IS NULL OR code = $3) AND ($4 IS NULL OR field = $4)
                {(goesOn ? "AND first_seen <= $5 AND (first_seen < $5 OR public_id > $6)" : "AND $5 IS NULL AND $6 IS NULL")}
            ORDER BY first_seen DESC, public_id LIMIT $7)
        SELECT {Columns} FROM page p JOIN quarantine q ON q.tenant = $1 AND q.id = p.id ORDER BY q.first_seen DESC, q.public_id
        """;

    public ValueTask<QuarantinedRecord?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare($"SELECT {Columns} FROM quarantine q WHERE q.tenant = $1 AND q.public_id = $2").Bind(number).Bind(id).FirstAsync(row => Read(connection, number, row))
            : null, cancellationToken);

    public ValueTask<IReadOnlyList<QuarantinedRecord>> SearchAsync(TenantId tenant, string text, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);

        return database.QueryAsync<IReadOnlyList<QuarantinedRecord>>(async connection => await database.Names.TenantAsync(connection, tenant) is { } number
            ? await connection.Prepare($"""
                WITH page AS MATERIALIZED (
                    SELECT id FROM quarantine
                    WHERE tenant = $1 AND (strpos(lower(coalesce(key, '') COLLATE "C"), $2) > 0 OR strpos(lower(code COLLATE "C"), $2) > 0 OR strpos(lower(field COLLATE "C"), $2) > 0)
                    ORDER BY last_seen DESC, id DESC LIMIT $3)
                SELECT {Columns} FROM page p JOIN quarantine q ON q.tenant = $1 AND q.id = p.id ORDER BY q.last_seen DESC, q.id DESC
                """).Bind(number).Bind(SearchText.Folded(text)).Bind(limit).AllAsync(row => Read(connection, number, row))
            : [], cancellationToken);
    }

    public ValueTask<IReadOnlyList<QuarantineGroup>> GroupAsync(TenantId tenant, StreamName? stream, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<QuarantineGroup>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            return await connection.Prepare(GroupSql(ofStream: stream is not null)).Bind(number).Bind(stream?.Value).AllAsync(row => new QuarantineGroup
            {
                Stream = database.Names.StreamName(connection, number, row.Int64(0)),
                Source = database.Names.SourceName(connection, number, row.Int64(1)),
                Code = row.Text(2),
                Field = row.Text(3),
                Count = row.Int64(4),
                FirstSeenAt = row.Time(5),
                LastSeenAt = row.Time(6),
                Diagnostic = row.Text(7).Split('\n', 2)[0].Trim(),
                MappingVersion = row.Text(8),
                Keys = row.IsNull(9) ? [] : row.Texts(9),
                Expired = row.Int64(10),
            });
        }, cancellationToken);

    /// <summary>Groups; of each group only its newest entry's row is read whole.</summary>
    internal static string GroupSql(bool ofStream) => $"""
        WITH held AS (
            SELECT id, stream, code, field, key, first_seen, last_seen, expired_at, row_number() OVER (PARTITION BY stream, code, field ORDER BY last_seen DESC, id DESC) AS newest
            FROM quarantine WHERE tenant = $1 AND {(ofStream ? OfStream : "$2 IS NULL")}),
        groups AS (
            SELECT stream, code, field, count(*) AS entries, count(expired_at) AS expired, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
                max(id) FILTER (WHERE newest = 1) AS newest, array_agg(key) FILTER (WHERE newest <= {QuarantineGroup.MaxKeys} AND key IS NOT NULL) AS keys
            FROM held GROUP BY stream, code, field)
        SELECT g.stream, q.source, g.code, g.field, g.entries, g.first_seen, g.last_seen, q.diagnostics, q.mapping_version, g.keys, g.expired
        FROM groups g JOIN quarantine q ON q.tenant = $1 AND q.id = g.newest ORDER BY g.entries DESC, g.last_seen DESC, g.stream, g.code, g.field
        """;

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountAsync(TenantId tenant, CancellationToken cancellationToken) => CountByStreamAsync(tenant, null, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountUnexpiredAsync(TenantId tenant, DateTimeOffset lastSeenBefore, CancellationToken cancellationToken) =>
        CountByStreamAsync(tenant, lastSeenBefore, cancellationToken);

    public async ValueTask<long> DiscardAsync(StreamKey stream, HeldFilter which, DateTimeOffset seenUntil, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(which);

        return await database.WriteAsync(write => write.Names.Stream(write.Connection, stream) is { } numbers
            ? new BatchCommit(write.Scope(numbers, time.GetUtcNow()), stream).Discard(which, seenUntil, limit)
            : 0, cancellationToken);
    }

    public async ValueTask<long> ExpireAsync(TenantId tenant, DateTimeOffset lastSeenBefore, CancellationToken cancellationToken) =>
        (await database.WritePerSourceAsync(tenant, (write, number, source) =>
            write.Rows.Add(Table.Quarantine, write.Connection.Prepare("UPDATE quarantine SET raw = '', expired_at = $3 WHERE tenant = $1 AND last_seen < $2 AND expired_at IS NULL AND source = $4")
                .Bind(number).Bind(lastSeenBefore).Bind(time.GetUtcNow()).Bind(source).Run()), cancellationToken)).Sum(expired => (long)expired);

    ValueTask<IReadOnlyDictionary<StreamName, long>> CountByStreamAsync(TenantId tenant, DateTimeOffset? unexpiredBefore, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamName, long>>(async connection =>
        {
            var counts = new Dictionary<StreamName, long>();
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return counts;

            foreach (var (stream, held) in await connection.Prepare(
                $"SELECT stream, count(*) FROM quarantine WHERE tenant = $1 AND {(unexpiredBefore is null ? "$2 IS NULL" : "last_seen < $2 AND expired_at IS NULL")} GROUP BY stream")
                .Bind(number).Bind(unexpiredBefore).AllAsync(row => (database.Names.StreamName(connection, number, row.Int64(0)), row.Int64(1))))
                counts[stream] = counts.GetValueOrDefault(stream) + held;
            return counts;
        }, cancellationToken);

    QuarantinedRecord Read(Connection connection, long tenant, Row row) => new()
    {
        Id = row.Text(0),
        Stream = database.Names.StreamName(connection, tenant, row.Int64(1)),
        Source = database.Names.SourceName(connection, tenant, row.Int64(2)),
        Key = row.TextOrNull(3),
        Code = row.Text(4),
        Field = row.Text(5),
        Diagnostics = row.Text(6),
        MappingVersion = row.Text(7),
        Where = row.TextOrNull(8),
        FirstSeenAt = row.Time(9),
        LastSeenAt = row.Time(10),
        ExpiredAt = row.TimeOrNull(11),
    };
}
