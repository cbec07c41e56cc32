using System.Text.Json;
using IntegrationHub.Quarantine;
using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Reads what is in quarantine, and takes out what is discarded or has lain there for too long.</summary>
internal sealed class SqliteQuarantineStore(IndexFile index, TimeProvider time) : IQuarantineStore
{
    const string Columns = "public_id, stream, source, key, code, field, diagnostics, mapping_version, place, first_seen, last_seen, expired_at";

    public ValueTask<IReadOnlyList<QuarantinedRecord>> ListAsync(TenantId tenant, QuarantineQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return index.QueryAsync<IReadOnlyList<QuarantinedRecord>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            var statement = connection.Prepare(ListSql(query.Stream is not null, query.After is not null))
                .Bind(number).Bind(query.Limit).Bind(query.Code).Bind(query.Field).Bind(query.Stream?.Value);
            if (query.After is { } after) statement.Bind(after.FirstSeenAt).Bind(after.Id);
            return statement.All(row => Read(connection, row), cancellationToken);
        }, cancellationToken);
    }

    /// <summary>A page of the list from the index alone; only the rows that are shown are read.</summary>
    internal static string ListSql(bool ofStream, bool goesOn) => $"""
        WITH page AS MATERIALIZED (
            SELECT id, first_seen, public_id FROM quarantine INDEXED BY {(ofStream ? "quarantine_of_stream" : "quarantine_by_coming")}
            WHERE tenant = ?1 {(ofStream ? "AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND name = ?5)" : "AND ?5 IS NULL")}
                AND (?3 IS NULL OR code = ?3) AND (?4 IS NULL OR field = ?4)
                {(goesOn ? "AND first_seen <= ?6 AND (first_seen < ?6 OR public_id > ?7)" : "")}
            ORDER BY first_seen DESC, public_id LIMIT ?2)
        SELECT {string.Join(", ", Columns.Split(", ").Select(column => "q." + column))} FROM page p CROSS JOIN quarantine q ON q.id = p.id
        ORDER BY p.first_seen DESC, p.public_id
        """;

    public ValueTask<QuarantinedRecord?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        index.QueryAsync(connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare($"SELECT {Columns} FROM quarantine WHERE public_id = ? AND tenant = ?").Bind(id).Bind(number).First(row => Read(connection, row))
            : null, cancellationToken);

    /// <summary>The search, from the index of groups alone; only the rows that are shown are read.</summary>
    internal const string SearchSql = """
        WITH page AS MATERIALIZED (
            SELECT id, last_seen FROM quarantine INDEXED BY quarantine_by_group
            WHERE tenant = ?1 AND (instr(lower(coalesce(key, '')), ?2) > 0 OR instr(lower(code), ?2) > 0 OR instr(lower(field), ?2) > 0)
            ORDER BY last_seen DESC, id DESC LIMIT ?3)
        SELECT q.public_id, q.stream, q.source, q.key, q.code, q.field, q.diagnostics, q.mapping_version, q.place, q.first_seen, q.last_seen, q.expired_at
        FROM page p CROSS JOIN quarantine q ON q.id = p.id ORDER BY p.last_seen DESC, p.id DESC
        """;

    public ValueTask<IReadOnlyList<QuarantinedRecord>> SearchAsync(TenantId tenant, string text, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);

        return index.QueryAsync<IReadOnlyList<QuarantinedRecord>>(connection => index.Names.Tenant(connection, tenant) is { } number
            ? connection.Prepare(SearchSql).Bind(number).Bind(SearchText.Folded(text)).Bind(limit).All(row => Read(connection, row), cancellationToken)
            : [], cancellationToken);
    }

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
                Expired = row.Int64(10),
            }, cancellationToken);
        }, cancellationToken);

    /// <summary>Groups from the index alone; of each group only its newest entry's row is read.</summary>
    internal static string GroupSql(bool ofStream) => $"""
        WITH held AS (
            SELECT id, stream, code, field, key, first_seen, last_seen, expired_at,
                row_number() OVER (PARTITION BY stream, code, field ORDER BY last_seen DESC) AS newest
            FROM quarantine INDEXED BY quarantine_by_group
            WHERE tenant = ?1{(ofStream ? " AND stream IN (SELECT id FROM streams WHERE tenant = ?1 AND name = ?2)" : "")}),
        groups AS (
            SELECT stream, code, field, count(*) AS entries, count(expired_at) AS expired, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
                max(id) FILTER (WHERE newest = 1) AS newest, json_group_array(key) FILTER (WHERE newest <= {QuarantineGroup.MaxKeys} AND key IS NOT NULL) AS keys
            FROM held GROUP BY stream, code, field)
        SELECT g.stream, q.source, g.code, g.field, g.entries, g.first_seen, g.last_seen, q.diagnostics, q.mapping_version, g.keys, g.expired
        FROM groups g CROSS JOIN quarantine q ON q.id = g.newest ORDER BY g.entries DESC, g.last_seen DESC, g.stream, g.code, g.field
        """;

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountAsync(TenantId tenant, CancellationToken cancellationToken) =>
        CountByStreamAsync(tenant, "", null, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountUnexpiredAsync(TenantId tenant, DateTimeOffset lastSeenBefore, CancellationToken cancellationToken) =>
        CountByStreamAsync(tenant, "INDEXED BY quarantine_unexpired", lastSeenBefore, cancellationToken);

    public async ValueTask<long> DiscardAsync(StreamKey stream, HeldFilter which, DateTimeOffset seenUntil, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(which);

        return await index.WriteAsync(Urgency.Interactive, connection => index.Names.Stream(connection, stream) is { } numbers
            ? new BatchCommit(new WriteScope(connection, index.Rows, numbers, time.GetUtcNow()), stream).Discard(which, seenUntil, limit)
            : 0, cancellationToken);
    }

    // Erased contents are overwritten: secure_delete is on.
    public async ValueTask<long> ExpireAsync(TenantId tenant, DateTimeOffset lastSeenBefore, CancellationToken cancellationToken) =>
        await index.WriteAsync(Urgency.Batch, connection => index.Names.Tenant(connection, tenant) is { } number
            ? index.Rows.Add(Table.Quarantine, connection.Prepare("""
                UPDATE quarantine INDEXED BY quarantine_unexpired SET raw = x'', expired_at = ? WHERE tenant = ? AND last_seen < ? AND expired_at IS NULL
                """)
                .Bind(time.GetUtcNow()).Bind(number).Bind(lastSeenBefore).Run())
            : 0L, cancellationToken);

    ValueTask<IReadOnlyDictionary<StreamName, long>> CountByStreamAsync(TenantId tenant, string by, DateTimeOffset? unexpiredBefore, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamName, long>>(connection =>
        {
            var counts = new Dictionary<StreamName, long>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return counts;

            var statement = connection.Prepare(
                $"SELECT stream, count(*) FROM quarantine {by} WHERE tenant = ?{(unexpiredBefore is null ? "" : " AND last_seen < ? AND expired_at IS NULL")} GROUP BY stream").Bind(number);
            if (unexpiredBefore is { } before) statement.Bind(before);
            statement.Each(row =>
            {
                var name = index.Names.StreamName(connection, row.Int64(0));
                counts[name] = counts.GetValueOrDefault(name) + row.Int64(1);
            }, cancellationToken);
            return counts;
        }, cancellationToken);

    QuarantinedRecord Read(Connection connection, Statement row) => new()
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
        ExpiredAt = row.TimeOrNull(11),
    };
}
