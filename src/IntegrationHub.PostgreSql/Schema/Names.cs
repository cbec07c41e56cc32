using System.Collections.Concurrent;

namespace IntegrationHub.PostgreSql;

/// <summary>Knows the numbers of names and the names of numbers. What was committed once never changes, so it is remembered.</summary>
internal sealed class Names
{
    const string StreamSql = """
        SELECT r.tenant, r.source, r.id FROM tenants t JOIN sources s ON s.tenant = t.id JOIN streams r ON r.tenant = t.id AND r.source = s.id
        WHERE t.name = $1 AND s.name = $2 AND r.name = $3
        """;

    readonly ConcurrentDictionary<TenantId, long> tenants = new();
    readonly ConcurrentDictionary<(long Tenant, SourceId Source), long> sources = new();
    readonly ConcurrentDictionary<StreamKey, StreamNumbers> streams = new();
    readonly ConcurrentDictionary<(long Tenant, long Id), SourceId> sourceNames = new();
    readonly ConcurrentDictionary<(long Tenant, long Id), StreamName> streamNames = new();

    /// <summary>The tenant's number; null while nothing is stored for it.</summary>
    public long? Tenant(Connection connection, TenantId tenant) =>
        tenants.TryGetValue(tenant, out var known) ? known : Remember(tenant, Tenant(connection, tenant.Value).First(row => (long?)row.Int64(0)));

    /// <inheritdoc cref="Tenant(Connection, TenantId)"/>
    public async ValueTask<long?> TenantAsync(Connection connection, TenantId tenant) =>
        tenants.TryGetValue(tenant, out var known) ? known : Remember(tenant, await Tenant(connection, tenant.Value).FirstAsync(row => (long?)row.Int64(0)));

    /// <summary>The source's number; null while nothing is stored for it.</summary>
    public async ValueTask<long?> SourceAsync(Connection connection, long tenant, SourceId source)
    {
        if (sources.TryGetValue((tenant, source), out var known)) return known;

        var found = await connection.Prepare("SELECT id FROM sources WHERE tenant = $1 AND name = $2").Bind(tenant).Bind(source.Value).FirstAsync(row => (long?)row.Int64(0));
        return found is { } id ? sources[(tenant, source)] = id : null;
    }

    /// <summary>The stream's numbers; null while it was never leased.</summary>
    public StreamNumbers? Stream(Connection connection, StreamKey stream) =>
        streams.TryGetValue(stream, out var known) ? known : Remember(stream, Find(connection, stream).First(Numbers));

    /// <inheritdoc cref="Stream(Connection, StreamKey)"/>
    public async ValueTask<StreamNumbers?> StreamAsync(Connection connection, StreamKey stream) =>
        streams.TryGetValue(stream, out var known) ? known : Remember(stream, await Find(connection, stream).FirstAsync(Numbers));

    /// <summary>The stream's numbers, given to it now if need be. Not remembered: the transaction may roll back.</summary>
    public static StreamNumbers Register(Connection connection, StreamKey stream)
    {
        if (Find(connection, stream).First(Numbers) is { } known) return known;

        Register(connection, stream.Tenant);
        connection.Prepare("INSERT INTO sources (tenant, name) SELECT id, $1 FROM tenants WHERE name = $2 ON CONFLICT (tenant, name) DO NOTHING")
            .Bind(stream.Source.Value).Bind(stream.Tenant.Value).Run();
        connection.Prepare("""
            INSERT INTO streams (tenant, source, name) SELECT s.tenant, s.id, $1 FROM tenants t JOIN sources s ON s.tenant = t.id WHERE t.name = $2 AND s.name = $3
            ON CONFLICT (tenant, source, name) DO NOTHING
            """)
            .Bind(stream.Stream.Value).Bind(stream.Tenant.Value).Bind(stream.Source.Value).Run();
        return Find(connection, stream).First(Numbers)!.Value;
    }

    /// <summary>The tenant's number, given to it now if need be. Not remembered: the transaction may roll back.</summary>
    public static long Register(Connection connection, TenantId tenant)
    {
        if (Tenant(connection, tenant.Value).First(row => (long?)row.Int64(0)) is { } known) return known;

        connection.Prepare("INSERT INTO tenants (name) VALUES ($1) ON CONFLICT (name) DO NOTHING").Bind(tenant.Value).Run();
        return Tenant(connection, tenant.Value).First(row => row.Int64(0));
    }

    /// <summary>The source's name.</summary>
    public SourceId SourceName(Connection connection, long tenant, long id)
    {
        if (sourceNames.TryGetValue((tenant, id), out var known)) return known;
        return sourceNames[(tenant, id)] = new SourceId(connection.Prepare("SELECT name FROM sources WHERE tenant = $1 AND id = $2").Bind(tenant).Bind(id).First(row => row.Text(0))!);
    }

    /// <summary>The stream's name.</summary>
    public StreamName StreamName(Connection connection, long tenant, long id)
    {
        if (streamNames.TryGetValue((tenant, id), out var known)) return known;
        return streamNames[(tenant, id)] = new StreamName(connection.Prepare("SELECT name FROM streams WHERE tenant = $1 AND id = $2").Bind(tenant).Bind(id).First(row => row.Text(0))!);
    }

    long? Remember(TenantId tenant, long? found) => found is { } id ? tenants[tenant] = id : null;

    StreamNumbers? Remember(StreamKey stream, StreamNumbers? found) => found is { } numbers ? streams[stream] = numbers : null;

    static Statement Tenant(Connection connection, string name) => connection.Prepare("SELECT id FROM tenants WHERE name = $1").Bind(name);

    static Statement Find(Connection connection, StreamKey stream) =>
        connection.Prepare(StreamSql).Bind(stream.Tenant.Value).Bind(stream.Source.Value).Bind(stream.Stream.Value);

    static StreamNumbers? Numbers(Row row) => new StreamNumbers(row.Int64(0), row.Int64(1), row.Int64(2));
}
