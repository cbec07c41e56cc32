using IntegrationHub.Adapters.Files;
using IntegrationHub.Hosting;
using IntegrationHub.Protection;
using IntegrationHub.Server.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests.Schedules.Clustered;

/// <summary>One of several nodes on one index: its index and its schedules are in a schema of PostgreSQL, its files in a folder that it may share.</summary>
sealed class ClusterNode : IAsyncDisposable
{
    readonly Stack<IHostedService> started = new();
    readonly ServiceProvider services;

    public ClusterNode(HubOnDisk disk, string postgreSql, string name, string? streams = null, bool shares = true)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<ILoggerFactory>(Log);
        collection.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        collection
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.StreamFolders.Add(streams ?? disk.In("streams"));
                hub.Keys = KeyRingFile.Read(disk.KeysFile);
                hub.Sync.Owner = name;
                hub.Sync.LeaseDuration = TimeSpan.FromSeconds(5);
            })
            .UsePostgreSql(postgreSql)
            .AddAdapter<FilesAdapter>()
            .UseQuartz(quartz =>
            {
                quartz.PostgreSql = shares ? postgreSql : null;
                quartz.LookForChangesEvery = TimeSpan.FromMilliseconds(200);
            });
        services = collection.BuildServiceProvider();
        Hub = services.GetRequiredService<IHub>();
    }

    public SignalLog Log { get; } = new();

    public IHub Hub { get; }

    public async Task StartAsync()
    {
        foreach (var service in services.GetServices<IHostedService>())
        {
            started.Push(service);
            await service.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task StopAsync()
    {
        while (started.TryPop(out var service)) await service.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await services.DisposeAsync();
    }
}
