using IntegrationHub.Server.Tests.Schedules.Clustered;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace IntegrationHub.Server.Tests.Schedules.Clustered;

/// <summary>The one PostgreSQL of these tests; it is started by the first that needs it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    static readonly Lazy<Task<PostgresServer>> Started = new(StartAsync);

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated && Started.Value.IsCompletedSuccessfully) await (await Started.Value).DisposeAsync();
    }

    /// <summary>A schema of its own.</summary>
    /// <returns>The connection string that leads to it.</returns>
    public static async Task<string> SchemaAsync()
    {
        var server = await Started.Value;
        var schema = "schedules_" + Guid.NewGuid().ToString("n");
        await server.RunAsync($"CREATE SCHEMA {schema}");
        return new NpgsqlConnectionStringBuilder(server.In(schema)) { MaxPoolSize = 20 }.ToString();
    }

    static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        return server;
    }
}
