using IntegrationHub.Hosting;
using IntegrationHub.Sqlite;
using IntegrationHub.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes SQLite the hub's store.</summary>
public static class SqliteHubBuilder
{
    /// <summary>Keeps the index and the audit in two SQLite files in <paramref name="folder"/>, which is made when it is not there.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="folder">A folder on a local disk, for the hub's user only.</param>
    /// <param name="configure">Sets what else there is to set.</param>
    public static IHubBuilder UseSqlite(this IHubBuilder hub, string folder, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentException.ThrowIfNullOrEmpty(folder);

        var options = new SqliteStoreOptions { Folder = folder };
        configure?.Invoke(options);
        hub.Services.TryAddSingleton<IHubStore>(provider => new SqliteHubStore(
            options,
            provider.GetRequiredService<HubKeys>().Keys.Fingerprint,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteHubStore>>()));
        return hub;
    }
}
