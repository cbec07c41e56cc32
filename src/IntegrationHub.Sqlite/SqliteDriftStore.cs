using IntegrationHub.Drift;

namespace IntegrationHub.Sqlite;

/// <summary>What is known of the records of streams, on SQLite: one row a stream.</summary>
internal sealed class SqliteDriftStore(IndexFile index) : IDriftStore
{
    public ValueTask<IReadOnlyDictionary<StreamKey, DriftFacts>> GetAsync(TenantId tenant, CancellationToken cancellationToken) =>
        index.QueryAsync<IReadOnlyDictionary<StreamKey, DriftFacts>>(connection =>
        {
            var facts = new Dictionary<StreamKey, DriftFacts>();
            if (index.Names.Tenant(connection, tenant) is not { } number) return facts;

            connection.Prepare("SELECT s.source, s.name, d.facts FROM streams s CROSS JOIN drift d ON d.stream = s.id WHERE s.tenant = ?").Bind(number)
                .Each(row => facts[new StreamKey(tenant, index.Names.SourceName(connection, row.Int64(0)), new StreamName(row.Text(1)))] = DriftJson.Read(row.Text(2)), cancellationToken);
            return facts;
        }, cancellationToken);

    public ValueTask<DriftFacts> GetAsync(StreamKey stream, CancellationToken cancellationToken) =>
        index.QueryAsync(connection => index.Names.Stream(connection, stream) is { } numbers ? Find(connection, numbers.Stream) : DriftFacts.None, cancellationToken);

    public async ValueTask<DriftFacts> ChangeAsync(StreamKey stream, Func<DriftFacts, DriftFacts> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);

        return await index.WriteAsync(Urgency.Batch, connection =>
        {
            if (index.Names.Stream(connection, stream) is not { } numbers) return DriftFacts.None;

            var facts = change(Find(connection, numbers.Stream));
            connection.Prepare("INSERT INTO drift (stream, facts) VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET facts = excluded.facts")
                .Bind(numbers.Stream).Bind(DriftJson.Write(facts)).Run();
            return facts;
        }, cancellationToken);
    }

    static DriftFacts Find(Connection connection, long stream) =>
        connection.Prepare("SELECT facts FROM drift WHERE stream = ?").Bind(stream).First(row => row.Text(0)) is { } text ? DriftJson.Read(text) : DriftFacts.None;
}
