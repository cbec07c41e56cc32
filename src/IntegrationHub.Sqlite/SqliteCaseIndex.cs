using IntegrationHub.Cases;
using IntegrationHub.Disclosure;

namespace IntegrationHub.Sqlite;

/// <summary>Look-ups on SQLite. The access filter is part of every query.</summary>
internal sealed class SqliteCaseIndex(IndexFile index) : ICaseIndex
{
    public ValueTask<IReadOnlyList<FoundCase>> FindAsync(
        TenantId tenant, IReadOnlyList<LookupKey> keys, AccessFilter filter, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfZero(keys.Count, nameof(keys));

        return FoundAsync(tenant, connection => CaseQueries.Find(connection, index.Names, tenant, keys, filter, limit), cancellationToken);
    }

    public ValueTask<IReadOnlyList<FoundCase>> SearchAsync(
        TenantId tenant, string words, AccessFilter filter, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);

        return WordQuery.Of(words) is { } query
            ? FoundAsync(tenant, connection => CaseQueries.Search(connection, index.Names, tenant, query, filter, limit), cancellationToken)
            : ValueTask.FromResult<IReadOnlyList<FoundCase>>([]);
    }

    public async ValueTask<FoundCase?> GetAsync(TenantId tenant, CaseId id, AccessFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);

        var found = await FoundAsync(tenant, connection => CaseQueries.Get(connection, index.Names, tenant, id, filter), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    public ValueTask<IReadOnlyDictionary<CaseId, IReadOnlyList<StoredEvent>>> TimelinesAsync(
        TenantId tenant, IReadOnlyList<CaseId> ids, AccessFilter filter, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfZero(ids.Count, nameof(ids));

        return index.QueryAsync<IReadOnlyDictionary<CaseId, IReadOnlyList<StoredEvent>>>(connection =>
            (CaseQueries.Timelines(connection, index.Names, tenant, ids, filter, limit)?.Run(connection).All(row => CaseQueries.ReadEvent(connection, index.Names, row), cancellationToken) ?? [])
                .GroupBy(row => row.Case).ToDictionary(one => one.Key, IReadOnlyList<StoredEvent> (one) => [.. one.Select(row => row.Event)]), cancellationToken);
    }

    // Neither closed (6) nor withdrawn (7): the condition of the index of open cases.
    const string SilentCases = """
        SELECT c.stream, count(*) FROM cases c
        WHERE c.tenant = ?1 AND c.removed_at IS NULL AND c.status NOT IN (6, 7) AND coalesce(c.updated_at, c.opened_at, c.read_started) < ?2
            AND NOT EXISTS (SELECT 1 FROM events e WHERE e.tenant = c.tenant AND e.source = c.source AND e.case_key = c.key AND e.at >= ?2)
        GROUP BY c.stream
        """;

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountSilentAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamName, long>>(connection =>
        {
            var counts = new Dictionary<StreamName, long>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return counts;

            connection.Prepare(SilentCases).Bind(number).Bind(since)
                .Each(row =>
                {
                    var name = index.Names.StreamName(connection, row.Int64(0));
                    counts[name] = counts.GetValueOrDefault(name) + row.Int64(1);
                }, cancellationToken);
            return counts;
        }, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamName, long>>(connection =>
        {
            var counts = new Dictionary<StreamName, long>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return counts;

            connection.Prepare("SELECT stream, count(*) FROM cases INDEXED BY cases_live WHERE tenant = ? AND removed_at IS NULL GROUP BY stream").Bind(number)
                .Each(row =>
                {
                    var name = index.Names.StreamName(connection, row.Int64(0));
                    counts[name] = counts.GetValueOrDefault(name) + row.Int64(1);
                }, cancellationToken);
            return counts;
        }, cancellationToken);

    public ValueTask<IReadOnlyList<CaseChange>> ChangesAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<CaseChange>>(connection =>
        {
            if (index.Names.Tenant(connection, tenant) is not { } number) return [];

            return connection.Prepare("SELECT position, public_id, source, kind, at FROM changes WHERE tenant = ? AND position > ? ORDER BY position LIMIT ?")
                .Bind(number).Bind(after).Bind(limit)
                .All(row => new CaseChange(row.Int64(0), new CaseId(row.Key(1)), index.Names.SourceName(connection, row.Int64(2)), (CaseChangeKind)row.Int32(3), row.Time(4)),
                    cancellationToken);
        }, cancellationToken);

    ValueTask<IReadOnlyList<FoundCase>> FoundAsync(TenantId tenant, Func<Connection, CaseQuery?> write, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyList<FoundCase>>(connection =>
            write(connection) is { } query
                ? query.Run(connection).All(row => CaseQueries.Read(connection, index.Names, row), cancellationToken)
                : [], cancellationToken);
}
