using System.Collections.Concurrent;

namespace IntegrationHub.Sqlite;

/// <summary>Knows the numbers of names and the names of numbers. What was committed once never changes, so it is remembered.</summary>
internal sealed class Names
{
    readonly ConcurrentDictionary<TenantId, long> tenants = new();
    readonly ConcurrentDictionary<(long Tenant, SourceId Source), long> sources = new();
    readonly ConcurrentDictionary<StreamKey, StreamNumbers> streams = new();
    readonly ConcurrentDictionary<long, SourceId> sourceNames = new();
    readonly ConcurrentDictionary<long, StreamName> streamNames = new();

    /// <summary>The tenant's number; null while nothing is stored for it.</summary>
    public long? Tenant(Connection connection, TenantId tenant)
    {
        if (tenants.TryGetValue(tenant, out var known)) return known;

        var found = connection.Prepare("SELECT id FROM tenants WHERE name = ?").Bind(tenant.Value).First(row => (long?)row.Int64(0));
        return found is { } id ? tenants[tenant] = id : null;
    }

    /// <summary>The source's number; null while nothing is stored for it.</summary>
    public long? Source(Connection connection, long tenant, SourceId source)
    {
        if (sources.TryGetValue((tenant, source), out var known)) return known;

        var found = connection.Prepare("SELECT id FROM sources WHERE tenant = ? AND name = ?").Bind(tenant).Bind(source.Value).First(row => (long?)row.Int64(0));
        return found is { } id ? sources[(tenant, source)] = id : null;
    }

    /// <summary>The stream's numbers; null while it was never leased.</summary>
    public StreamNumbers? Stream(Connection connection, StreamKey stream)
    {
        if (streams.TryGetValue(stream, out var known)) return known;

        var found = Find(connection, stream);
        if (found is { } numbers) streams[stream] = numbers;
        return found;
    }

    /// <summary>The stream's numbers, given to it now if need be. Not remembered: the transaction may roll back.</summary>
    public static StreamNumbers Register(Connection connection, StreamKey stream)
    {
        if (Find(connection, stream) is { } known) return known;

        Register(connection, stream.Tenant);
        connection.Prepare("INSERT OR IGNORE INTO sources (tenant, name) SELECT id, ? FROM tenants WHERE name = ?")
            .Bind(stream.Source.Value).Bind(stream.Tenant.Value).Run();
        connection.Prepare(
            "INSERT INTO streams (tenant, source, name) SELECT s.tenant, s.id, ? FROM tenants t JOIN sources s ON s.tenant = t.id WHERE t.name = ? AND s.name = ?")
            .Bind(stream.Stream.Value).Bind(stream.Tenant.Value).Bind(stream.Source.Value).Run();
        return Find(connection, stream)!.Value;
    }

    /// <summary>The tenant's number, given to it now if need be. Not remembered: the transaction may roll back.</summary>
    public static long Register(Connection connection, TenantId tenant)
    {
        connection.Prepare("INSERT OR IGNORE INTO tenants (name) VALUES (?)").Bind(tenant.Value).Run();
        return connection.Prepare("SELECT id FROM tenants WHERE name = ?").Bind(tenant.Value).First(row => row.Int64(0));
    }

    /// <summary>The source's name.</summary>
    public SourceId SourceName(Connection connection, long id)
    {
        if (sourceNames.TryGetValue(id, out var known)) return known;
        return sourceNames[id] = new SourceId(connection.Prepare("SELECT name FROM sources WHERE id = ?").Bind(id).First(row => row.Text(0))!);
    }

    /// <summary>The stream's name.</summary>
    public StreamName StreamName(Connection connection, long id)
    {
        if (streamNames.TryGetValue(id, out var known)) return known;
        return streamNames[id] = new StreamName(connection.Prepare("SELECT name FROM streams WHERE id = ?").Bind(id).First(row => row.Text(0))!);
    }

    static StreamNumbers? Find(Connection connection, StreamKey stream) =>
        connection.Prepare("""
            SELECT r.tenant, r.source, r.id FROM tenants t CROSS JOIN sources s ON s.tenant = t.id CROSS JOIN streams r ON r.tenant = t.id AND r.source = s.id
            WHERE t.name = ? AND s.name = ? AND r.name = ?
            """)
            .Bind(stream.Tenant.Value).Bind(stream.Source.Value).Bind(stream.Stream.Value)
            .First(row => (StreamNumbers?)new StreamNumbers(row.Int64(0), row.Int64(1), row.Int64(2)));
}
