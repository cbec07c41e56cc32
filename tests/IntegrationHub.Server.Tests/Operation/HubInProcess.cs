using IntegrationHub.Adapters.Files;
using IntegrationHub.Audit;
using IntegrationHub.Hosting;
using IntegrationHub.Protection;
using IntegrationHub.Server.Tests.Cli;
using IntegrationHub.Server.Tests.Schedules;
using IntegrationHub.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests.Operation;

/// <summary>The small hub on disk, as an application has it: one stream of permits out of a drop folder, in SQLite, run by Quartz.</summary>
sealed class HubInProcess : IAsyncDisposable
{
    public static readonly StreamName Permits = new("permits");

    readonly ServiceProvider services;

    public HubInProcess()
    {
        services = Services().BuildServiceProvider();
        Hub = services.GetRequiredService<IHub>();
    }

    public HubOnDisk Disk { get; } = new();

    public SignalLog Log { get; } = new();

    public IHub Hub { get; }

    public IAuditLog Audit => services.GetRequiredService<IHubStore>().Audit;

    /// <summary>What the application starts and stops with itself.</summary>
    public IHostedService Scheduler => services.GetServices<IHostedService>().Single();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Disk.Dispose();
    }

    ServiceCollection Services()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<ILoggerFactory>(Log);
        collection.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        collection.AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.StreamFolders.Add(Disk.In("streams"));
                hub.Keys = KeyRingFile.Read(Disk.KeysFile);
            })
            .UseSqlite(Disk.In("index"))
            .AddAdapter<FilesAdapter>()
            .UseQuartz(quartz => quartz.LookForChangesEvery = TimeSpan.FromMilliseconds(200));
        return collection;
    }
}
