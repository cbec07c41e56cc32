using IntegrationHub.Cases;
using IntegrationHub.Disclosure;

namespace IntegrationHub.PostgreSql;

/// <summary>Look-ups on PostgreSQL. The access filter is part of every query.</summary>
internal sealed class PostgresCaseIndex(Database database) : ICaseIndex
{
    public ValueTask<IReadOnlyList<FoundCase>> FindAsync(
        TenantId tenant, IReadOnlyList<LookupKey> keys, AccessFilter filter, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfZero(keys.Count, nameof(keys));

        return FoundAsync(tenant, filter, (queries, _) => queries.Find(keys, limit), cancellationToken);
    }

    public ValueTask<IReadOnlyList<FoundCase>> SearchAsync(
        TenantId tenant, string words, AccessFilter filter, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);

        return FoundAsync(tenant, filter, (queries, number) => IndexedWords.ToQuery(number, words) is { } query ? queries.Search(query, limit) : null, cancellationToken);
    }

    public async ValueTask<FoundCase?> GetAsync(TenantId tenant, CaseId id, AccessFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);

        var found = await FoundAsync(tenant, filter, (queries, _) => queries.Get(id), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    public ValueTask<IReadOnlyDictionary<CaseId, IReadOnlyList<StoredEvent>>> TimelinesAsync(
        TenantId tenant, IReadOnlyList<CaseId> ids, AccessFilter filter, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfZero(ids.Count, nameof(ids));

        return database.QueryAsync<IReadOnlyDictionary<CaseId, IReadOnlyList<StoredEvent>>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new Dictionary<CaseId, IReadOnlyList<StoredEvent>>();

            var rows = await (await QueriesAsync(connection, number, filter)).Timelines(ids, limit).On(connection).AllAsync(row => CaseQueries.ReadEvent(connection, database.Names, number, row));
            return rows.GroupBy(row => row.Case).ToDictionary(one => one.Key, IReadOnlyList<StoredEvent> (one) => [.. one.Select(row => row.Event)]);
        }, cancellationToken);
    }

    // Neither closed (6) nor withdrawn (7): the condition of the index of open cases.
    const string SilentCases = """
        SELECT c.stream, count(*) FROM cases c
        WHERE c.tenant = $1 AND c.removed_at IS NULL AND c.status NOT IN (6, 7) AND coalesce(c.updated_at, c.opened_at, c.read_started) < $2
            AND NOT EXISTS (SELECT 1 FROM events e WHERE e.tenant = c.tenant AND e.source = c.source AND e.case_key = c.key AND e.at >= $2)
        GROUP BY c.stream
        """;

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountSilentAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamName, long>>(async connection =>
        {
            var counts = new Dictionary<StreamName, long>();
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return counts;

            foreach (var (stream, cases) in await connection.Prepare(SilentCases).Bind(number).Bind(since)
                .AllAsync(row => (database.Names.StreamName(connection, number, row.Int64(0)), row.Int64(1)))) counts[stream] = counts.GetValueOrDefault(stream) + cases;
            return counts;
        }, cancellationToken);

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamName, long>>(async connection =>
        {
            var counts = new Dictionary<StreamName, long>();
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return counts;

            foreach (var (stream, cases) in await connection.Prepare("SELECT stream, count(*) FROM cases WHERE tenant = $1 AND removed_at IS NULL GROUP BY stream").Bind(number)
                .AllAsync(row => (database.Names.StreamName(connection, number, row.Int64(0)), row.Int64(1)))) counts[stream] = counts.GetValueOrDefault(stream) + cases;
            return counts;
        }, cancellationToken);

    public ValueTask<IReadOnlyList<CaseChange>> ChangesAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<CaseChange>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return [];

            return await connection.Prepare("SELECT position, public_id, source, kind, at FROM changes WHERE tenant = $1 AND position > $2 ORDER BY position LIMIT $3")
                .Bind(number).Bind(after).Bind(limit)
                .AllAsync(row => new CaseChange(row.Int64(0), new CaseId(row.Key(1)), database.Names.SourceName(connection, number, row.Int64(2)), (CaseChangeKind)row.Int32(3), row.Time(4)));
        }, cancellationToken);

    ValueTask<IReadOnlyList<FoundCase>> FoundAsync(TenantId tenant, AccessFilter filter, Func<CaseQueries, long, CaseQuery?> write, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<FoundCase>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number || write(await QueriesAsync(connection, number, filter), number) is not { } query) return [];

            return await query.On(connection).AllAsync(row => CaseQueries.Read(connection, database.Names, number, row));
        }, cancellationToken);

    async ValueTask<CaseQueries> QueriesAsync(Connection connection, long tenant, AccessFilter filter)
    {
        var sources = new Dictionary<SourceId, long>();
        foreach (var source in FilterSql.SourcesOf(filter))
            if (await database.Names.SourceAsync(connection, tenant, source) is { } number) sources[source] = number;
        return new CaseQueries(tenant, filter, sources);
    }
}
