using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using IntegrationHub.Installation;
using IntegrationHub.OpenTelemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace IntegrationHub.Server;

/// <summary>The server as it runs: one listener, and behind it the hubs.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    readonly WebApplication shell;
    readonly ServerPlan plan;
    readonly List<HubHost> hubs;
    readonly ILogger logger;
    readonly ServerChanges changes;
    readonly CancellationTokenSource stopping = new();
    Task watching = Task.CompletedTask;
    volatile HostTable<HubHost> hosts;

    ServerProcess(WebApplication shell, ServerPlan plan)
    {
        this.shell = shell;
        this.plan = plan;
        var loggers = shell.Services.GetRequiredService<ILoggerFactory>();
        logger = loggers.CreateLogger("IntegrationHub.Server");
        hubs = [.. plan.Settings.Hubs.Select(hub => new HubHost(hub, plan.Settings, loggers))];
        hosts = TableOf(hubs);
        changes = new ServerChanges(plan, hubs, logger);
    }

    /// <summary>Where it listens, with the ports that it was given.</summary>
    public IReadOnlyList<Uri> Addresses => [.. shell.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(a => new Uri(a))];

    /// <summary>Runs until it is asked to stop; the exit code.</summary>
    public static async Task<int> RunAsync(ServerPlan plan, TextWriter error)
    {
        using var stop = new StopSignal();
        try
        {
            await using var server = await StartAsync(plan, stop.Token);
            // "systemctl reload", and whoever does not want to wait for the next look.
            using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                _ = server.LookForChangesAsync();
            });
            server.Watch();
            SystemdNotice.Ready();
            await stop.Asked;
            SystemdNotice.Stopping();
            ServerLog.Stopping(server.logger, stop.Signal);
            return await server.StopAsync() ? ExitCode.Stopped : ExitCode.Failed;
        }
        catch (SettingsUnusableException e)
        {
            foreach (var fault in e.Faults) await error.WriteLineAsync($"ihub-server: {fault}");
            return ExitCode.Refused;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCode.Stopped;
        }
    }

    /// <summary>Opens every store, then listens, then starts the schedules.</summary>
    /// <exception cref="SettingsUnusableException">A store cannot be opened, or an address is not to be had; everything is told at once.</exception>
    public static async Task<ServerProcess> StartAsync(ServerPlan plan, CancellationToken cancellationToken)
    {
        var server = new ServerProcess(Shell(plan), plan);
        try
        {
            await server.OpenAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.StopAsync();
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks whether settings or hub files changed, and puts in force what is right.</summary>
    public async Task LookForChangesAsync()
    {
        try
        {
            if (await changes.LookAsync(stopping.Token)) hosts = TableOf(hubs);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server ends; what changed counts at its next start.
        }
    }

    /// <summary>Ends what is being done, and listens no more; false when something did not end in time.</summary>
    public async Task<bool> StopAsync()
    {
        await stopping.CancelAsync();
        await watching;
        foreach (var hub in hubs) hub.Announce();
        using var patience = new CancellationTokenSource(plan.Settings.StopWithin, TimeProvider.System);
        var listener = shell.Services.GetRequiredService<IServer>().StopAsync(patience.Token);
        var ended = await Task.WhenAll(hubs.Select(async hub =>
        {
            if (await hub.CloseAsync(plan.Settings.StopWithin)) return true;

            ServerLog.NotEnded(logger, hub.Settings.Name, plan.Settings.StopWithin.TotalSeconds);
            return false;
        }));
        await listener;
        foreach (var sender in Senders) await sender.StopAsync(CancellationToken.None);
        return Array.TrueForAll(ended, one => one);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in hubs) await hub.DisposeAsync();
        await shell.DisposeAsync();
        changes.Dispose();
        stopping.Dispose();
    }

    // Watchers of folders miss changes on mounted volumes, as container platforms make them; a look costs a few microseconds.
    void Watch() => watching = Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(LookEvery, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token)) await LookForChangesAsync();
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    });

    async Task OpenAsync(CancellationToken cancellationToken)
    {
        var faults = new List<SettingsFault>();
        foreach (var hub in hubs)
        {
            var own = new List<SettingsFault>();
            if (plan.Wrong.TryGetValue(hub.Settings.Name, out var wrong)) own.AddRange(wrong);
            else await hub.PrepareAsync(plan.Hubs.Single(p => p.Settings.Name == hub.Settings.Name), own, cancellationToken);

            if (plan.Settings.StartWithoutWrongHubs) foreach (var fault in own) ServerLog.HubLeftOut(logger, hub.Settings.Name, fault.Says);
            else faults.AddRange(own);
        }

        if (hubs.TrueForAll(hub => hub.Plan is null) && faults.Count == 0) faults.Add(new SettingsFault("Hubs", "no hub can be started"));
        if (faults.Count > 0) throw new SettingsUnusableException(faults);

        await ListenAsync(cancellationToken);
        foreach (var sender in Senders) await sender.StartAsync(cancellationToken);
        foreach (var hub in hubs) await hub.OpenAsync(cancellationToken);
        ServerLog.Listening(logger, string.Join(", ", Addresses), string.Join(", ", hubs.Where(hub => hub.IsReady).Select(hub => hub.Settings.Name)));
    }

    async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var door = new FrontDoor(header => hosts.Find(header), () => hubs.TrueForAll(hub => hub.IsReady));
            await shell.Services.GetRequiredService<IServer>().StartAsync(door, cancellationToken);
        }
        catch (Exception e) when (e is AddressInUseException or SocketException or IOException)
        {
            var reason = (e.InnerException ?? e).Message;
            throw new SettingsUnusableException([new SettingsFault("Listen", $"the server cannot listen at {string.Join(" and ", plan.Settings.Listen.Select(l => l.Text))}: {reason}. Another program has the port, or it is below 1024 and needs the right to (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE)")]);
        }
    }

    static HostTable<HubHost> TableOf(IEnumerable<HubHost> hubs) => new(hubs.Select(hub => (hub, hub.Settings.Hosts)));

    // It is never started as an application: its listener is given the front door.
    static WebApplication Shell(ServerPlan plan)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ihub-server", EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        var logging = plan.Sources.GetSection("Logging");
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddConfiguration(logging);
        if (logging.GetSection("Console:FormatterName").Value is null) builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        else builder.Logging.AddConsole();
        // The output is for what was asked for.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // Addresses as they were sent stand in these lines, and somebody will put a personal number into one.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        AddOtlp(builder.Services);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.Configure<KestrelServerOptions>(kestrel => Configure(kestrel, plan.Settings));
        return builder.Build();
    }

    // What the hubs measure is the process's: it is sent once, each municipality's with its label.
    static void AddOtlp(IServiceCollection services)
    {
        try
        {
            services.AddIntegrationHubOtlp();
        }
        catch (ValidationException e)
        {
            throw new SettingsUnusableException([new SettingsFault("OTEL_EXPORTER_OTLP_ENDPOINT", e.Message)]);
        }
    }

    // Of the shell's own services these alone are started.
    IEnumerable<IHostedService> Senders => shell.Services.GetServices<IHostedService>().Where(service => service.GetType().Assembly == typeof(OtlpOptions).Assembly);

    static void Configure(KestrelServerOptions kestrel, ServerSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = settings.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = settings.MaxConnections / 2;
        kestrel.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        var certificate = settings.Certificate is { } file
            ? new CertificateFile(file, TimeProvider.System, kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("IntegrationHub.Server"))
            : null;
        foreach (var address in settings.Listen)
        {
            void Use(ListenOptions listen)
            {
                if (address.IsHttps) listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate!.Current);
            }

            if (address.IsLocalhost && address.Port != 0) kestrel.ListenLocalhost(address.Port, Use);
            else if (address.IsLocalhost) kestrel.Listen(IPAddress.Loopback, 0, Use);
            else if (address.Address is { } one) kestrel.Listen(one, address.Port, Use);
            else kestrel.ListenAnyIP(address.Port, Use);
        }
    }

    /// <summary>Ctrl-C and a request to end: the first one asks, the second ends the process at once.</summary>
    sealed class StopSignal : IDisposable
    {
        readonly CancellationTokenSource asked = new();
        readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly PosixSignalRegistration[] registrations;

        public StopSignal() => registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

        public CancellationToken Token => asked.Token;

        public Task Asked => done.Task;

        public string Signal { get; private set; } = "";

        public void Dispose()
        {
            foreach (var registration in registrations) registration.Dispose();
            asked.Dispose();
        }

        void Handle(PosixSignalContext context)
        {
            // Not cancelled, the signal does what it always does.
            if (asked.IsCancellationRequested) return;

            context.Cancel = true;
            Signal = context.Signal.ToString();
            asked.Cancel();
            done.TrySetResult();
        }
    }
}
