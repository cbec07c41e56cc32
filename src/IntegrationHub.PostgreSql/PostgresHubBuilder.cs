using IntegrationHub.Configuration;
using IntegrationHub.Hosting;
using IntegrationHub.PostgreSql;
using IntegrationHub.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes PostgreSQL the hub's store.</summary>
public static class PostgresHubBuilder
{
    /// <summary>Keeps the index and the audit in a database of PostgreSQL, for any number of nodes. The tables are made in the first schema of the role's search path.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="connectionString">How the database is reached; <c>${NAME}</c> and <c>${secret:NAME}</c> in it come from where those of stream files do.</param>
    /// <param name="configure">Sets what else there is to set.</param>
    public static IHubBuilder UsePostgreSql(this IHubBuilder hub, string connectionString, Action<PostgresStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);

        hub.Services.TryAddSingleton<IHubStore>(provider =>
        {
            var hubOptions = provider.GetRequiredService<IOptions<HubOptions>>().Value;
            var options = new PostgresStoreOptions { ConnectionString = ConnectionText.Resolve(connectionString, hubOptions.Settings), IdleInTransaction = hubOptions.Sync.LeaseDuration };
            configure?.Invoke(options);
            return new PostgresHubStore(options, provider.GetRequiredService<HubKeys>().Keys.Fingerprint, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<PostgresHubStore>>());
        });
        return hub;
    }
}
