using IntegrationHub.Drift;

namespace IntegrationHub.PostgreSql;

/// <summary>What is known of the records of streams, on PostgreSQL: one row a stream.</summary>
internal sealed class PostgresDriftStore(Database database) : IDriftStore
{
    public ValueTask<IReadOnlyDictionary<StreamKey, DriftFacts>> GetAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyDictionary<StreamKey, DriftFacts>>(async connection =>
        {
            if (await database.Names.TenantAsync(connection, tenant) is not { } number) return new Dictionary<StreamKey, DriftFacts>();

            return (await connection.Prepare("SELECT s.source, s.name, d.facts FROM streams s JOIN drift d ON d.tenant = $1 AND d.stream = s.id WHERE s.tenant = $1").Bind(number)
                .AllAsync(row => (new StreamKey(tenant, database.Names.SourceName(connection, number, row.Int64(0)), new StreamName(row.Text(1))), DriftJson.Read(row.Text(2)))))
                .ToDictionary(facts => facts.Item1, facts => facts.Item2);
        }, cancellationToken);

    public ValueTask<DriftFacts> GetAsync(StreamKey stream, CancellationToken cancellationToken) =>
        database.QueryAsync(async connection => await database.Names.StreamAsync(connection, stream) is { } numbers
            && await connection.Prepare("SELECT facts FROM drift WHERE tenant = $1 AND stream = $2").Bind(numbers.Tenant).Bind(numbers.Stream).FirstAsync(row => row.Text(0)) is { } text
                ? DriftJson.Read(text) : DriftFacts.None, cancellationToken);

    public async ValueTask<DriftFacts> ChangeAsync(StreamKey stream, Func<DriftFacts, DriftFacts> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);

        return await database.WriteAsync(write =>
        {
            if (write.Names.Stream(write.Connection, stream) is not { } numbers) return DriftFacts.None;

            // A row that is not there cannot be locked: it is made first.
            write.Connection.Prepare("INSERT INTO drift (tenant, stream, facts) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .Bind(numbers.Tenant).Bind(numbers.Stream).Bind(DriftJson.Write(DriftFacts.None)).Run();
            var facts = change(DriftJson.Read(write.Connection.Prepare("SELECT facts FROM drift WHERE tenant = $1 AND stream = $2 FOR UPDATE")
                .Bind(numbers.Tenant).Bind(numbers.Stream).First(row => row.Text(0))!));
            write.Connection.Prepare("UPDATE drift SET facts = $3 WHERE tenant = $1 AND stream = $2").Bind(numbers.Tenant).Bind(numbers.Stream).Bind(DriftJson.Write(facts)).Run();
            return facts;
        }, cancellationToken);
    }
}
