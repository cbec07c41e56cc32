using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using IntegrationHub.Hosting;
using ModelMunicipality.Running;

namespace MunicipalityInHangfire;

/// <summary>Hangfire as the town's job engine: its storage, its server, its dashboard.</summary>
static class HangfireEngine
{
    /// <summary>The environment variable with the connection string of the database that Hangfire keeps its jobs in; without it they are kept in memory.</summary>
    public const string DatabaseVariable = "HANGFIRE_POSTGRESQL";

    /// <summary>The engine.</summary>
    /// <param name="database">The connection string; null keeps the jobs in memory.</param>
    public static JobEngine Over(string? database) => new("MunicipalityInHangfire", hub => Use(hub, database), app => app.MapIntegrationHubDashboard());

    static void Use(IHubBuilder hub, string? database)
    {
        hub.Services.AddHangfire(hangfire =>
        {
            hangfire.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer();
            if (database is null) hangfire.UseInMemoryStorage();
            else hangfire.UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(database), Options());
        });
        // The town is read much more often than a municipality.
        hub.UseHangfire(hangfire =>
        {
            hangfire.LookForChangesEvery = TimeSpan.FromSeconds(2);
            hangfire.PollingInterval = TimeSpan.FromSeconds(1);
        });
    }

    static PostgreSqlStorageOptions Options() => new()
    {
        QueuePollInterval = TimeSpan.FromSeconds(1),
        // A job whose server died is begun again after so long; a server that lives says so every few seconds, however long a run takes.
        InvisibilityTimeout = TimeSpan.FromSeconds(30),
        UseSlidingInvisibilityTimeout = true,
        // And its lock is broken as soon; unless set, its stream waits ten minutes. A run that takes longer loses it and nothing else: the stream has a lease in the hub.
        DistributedLockTimeout = TimeSpan.FromSeconds(30),
    };
}
