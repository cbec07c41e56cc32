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

/// <summary>The small hub on disk, as an application has it: one stream of permits out of a drop folder, in SQLite, run by the job engine that is given, or by nobody.</summary>
sealed class HubInProcess : IAsyncDisposable
{
    public static readonly StreamName Permits = new("permits");

    readonly Stack<IHostedService> started = new();
    readonly ServiceProvider services;

    public HubInProcess(Action<IHubBuilder>? use = null)
    {
        services = Services(use).BuildServiceProvider();
        Hub = services.GetRequiredService<IHub>();
    }

    public HubOnDisk Disk { get; } = new();

    public SignalLog Log { get; } = new();

    public IHub Hub { get; }

    public IAuditLog Audit => services.GetRequiredService<IHubStore>().Audit;

    /// <summary>Starts what an application starts with itself.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var service in services.GetServices<IHostedService>())
        {
            started.Push(service);
            await service.StartAsync(cancellationToken);
        }
    }

    /// <summary>Stops it, last first.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        while (started.TryPop(out var service)) await service.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Disk.Dispose();
    }

    ServiceCollection Services(Action<IHubBuilder>? use)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<ILoggerFactory>(Log);
        collection.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        var hubBuilder = collection
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.StreamFolders.Add(Disk.In("streams"));
                hub.Keys = KeyRingFile.Read(Disk.KeysFile);
            })
            .UseSqlite(Disk.In("index"))
            .AddAdapter<FilesAdapter>();
        use?.Invoke(hubBuilder);
        return collection;
    }
}
