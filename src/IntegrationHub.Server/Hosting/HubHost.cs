using IntegrationHub.Audit;
using IntegrationHub.Hosting;
using IntegrationHub.Installation;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Server;

/// <summary>One municipality's hub in the server: an application of its own, with its own services, store, keys and sessions.</summary>
sealed class HubHost : IAsyncDisposable
{
    readonly ILoggerFactory loggers;
    readonly ServerSettings server;
    readonly SemaphoreSlim changing = new(1);
    volatile Running? running;

    public HubHost(HubSettings settings, ServerSettings server, ILoggerFactory loggers) => (Settings, this.server, this.loggers) = (settings, server, loggers);

    /// <summary>What the server's settings say of it.</summary>
    public HubSettings Settings { get; private set; }

    /// <summary>Where its requests go in.</summary>
    public HubDoor Door => running?.Door ?? NoDoor;

    /// <summary>Whether its hub is ready.</summary>
    public bool IsReady => running is { IsOpen: true, Hub.IsReady: true };

    /// <summary>What it is made of now; null while it is not made.</summary>
    public HubPlan? Plan => running?.Plan;

    static HubDoor NoDoor { get; } = new();

    /// <summary>Makes the application and opens its store; nothing is read and nobody is let in yet.</summary>
    /// <param name="plan">What it is made of.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task PrepareAsync(HubPlan plan, List<SettingsFault> faults, CancellationToken cancellationToken)
    {
        if (await MakeAsync(plan, faults, cancellationToken) is { } made) running = made;
    }

    /// <summary>Starts its schedules and lets requests in. Harmless when it was not made.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (running is { } now) await now.OpenAsync(cancellationToken);
    }

    /// <summary>Puts a changed plan in force; false when it cannot be, and the one before goes on. Who may know what changes in place; for everything else the application is made anew.</summary>
    public async Task<bool> ChangeAsync(HubPlan plan, List<SettingsFault> faults, CancellationToken cancellationToken)
    {
        await changing.WaitAsync(cancellationToken);
        try
        {
            if (running is { } now && now.Plan.Essence == plan.Essence)
            {
                now.Disclose(plan);
                return true;
            }

            // Beside the one that runs, as another process would: nothing is read before it is opened.
            if (await MakeAsync(plan, faults, cancellationToken) is not { } made) return false;

            var before = running;
            if (before is not null) await before.CloseAsync(server.StopWithin);
            running = made;
            Settings = plan.Settings;
            await made.OpenAsync(cancellationToken);
            if (before is not null) await before.DisposeAsync();
            return true;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Tells everybody who is connected that it ends, so that circuits close by themselves.</summary>
    public void Announce() => running?.Announce();

    /// <summary>Ends its schedules, each run at the end of its batch; false when one did not end in time.</summary>
    public async Task<bool> CloseAsync(TimeSpan within) => running is not { } now || await now.CloseAsync(within);

    public async ValueTask DisposeAsync()
    {
        if (running is { } now) await now.DisposeAsync();
        changing.Dispose();
    }

    async Task<Running?> MakeAsync(HubPlan plan, List<SettingsFault> faults, CancellationToken cancellationToken)
    {
        Running? made = null;
        try
        {
            var door = new HubDoor();
            made = new Running(plan, door, HubComposition.Build(plan, server, door, loggers));
            await made.Hub.StartAsync(cancellationToken);
            return made;
        }
        catch (Exception e) when (e is HubStartException or StoreUnusableException or AuditUnavailableException or KeyRingUnusableException or ProtectedValueException or IOException or UnauthorizedAccessException)
        {
            if (e is HubStartException start) HubPlan.Tell(plan.Settings, start.Diagnostics, faults);
            else faults.Add(new SettingsFault(plan.Settings.Name, e.Message));
            if (made is not null) await made.DisposeAsync();
            return null;
        }
    }

    sealed class Running(HubPlan plan, HubDoor door, WebApplication app) : IAsyncDisposable
    {
        public HubPlan Plan { get; private set; } = plan;

        public HubDoor Door => door;

        public IHub Hub { get; } = app.Services.GetRequiredService<IHub>();

        public bool IsOpen { get; private set; }

        public async Task OpenAsync(CancellationToken cancellationToken)
        {
            await app.StartAsync(cancellationToken);
            IsOpen = true;
        }

        public void Disclose(HubPlan changed)
        {
            // Each look-up asks for it anew.
            app.Services.GetRequiredService<IOptions<HubOptions>>().Value.Disclosure = changed.Setup.Disclosure;
            Plan = changed;
        }

        public void Announce() => app.Lifetime.StopApplication();

        public async Task<bool> CloseAsync(TimeSpan within)
        {
            if (!IsOpen) return true;

            IsOpen = false;
            Announce();
            using var patience = new CancellationTokenSource(within, TimeProvider.System);
            try
            {
                await app.StopAsync(patience.Token);
                return !patience.IsCancellationRequested;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
