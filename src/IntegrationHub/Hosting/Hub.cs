using IntegrationHub.Cases;
using IntegrationHub.Codes;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Notifications;
using IntegrationHub.Operation;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Hosting;

/// <summary>Puts the parts of a hub together: the catalog says what there is, the runner reads it, the store keeps it, the look-up answers.</summary>
sealed class Hub : IHub, IDisposable
{
    readonly HubKeys keys;
    readonly HubOptions options;
    readonly IHubStore store;
    readonly StreamCatalog catalog;
    readonly TimeProvider time;
    readonly ILoggerFactory loggers;
    readonly ILogger logger;
    readonly CodeWatch codes;
    readonly StreamOperation operation;
    readonly SemaphoreSlim starting = new(1);
    Parts? parts;

    public Hub(HubKeys keys, HubOptions options, IHubStore store, StreamCatalog catalog, IStreamSchedule? schedule, TimeProvider time, ILoggerFactory loggers)
    {
        this.keys = keys;
        this.options = options;
        this.store = store;
        this.catalog = catalog;
        this.time = time;
        this.loggers = loggers;
        logger = loggers.CreateLogger<Hub>();
        codes = new CodeWatch(time, loggers.CreateLogger<CodeWatch>());
        operation = new StreamOperation(keys.Tenant, store, schedule, time, loggers.CreateLogger<StreamOperation>());
    }

    public TenantId Tenant => keys.Tenant;

    public bool IsReady => parts is not null;

    public IReadOnlyList<StreamDefinition> Streams => [.. Ready.Catalog.Streams.Select(s => s.Definition)];

    public IQuarantineDesk Quarantine => Ready.Quarantine;

    Parts Ready => parts ?? throw new InvalidOperationException($"Call {nameof(StartAsync)} before anything else is asked of the hub.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await starting.WaitAsync(cancellationToken);
        try
        {
            if (parts is not null) return;

            catalog.Load();
            await store.PrepareAsync(cancellationToken);
            var protector = new CaseProtector(keys.Keys, keys.Tenant);
            var notificationLog = loggers.CreateLogger<StreamNotifications>();
            var notifications = new NotificationReader(store.Streams, store.Notifications, protector, time, notificationLog);
            var rounds = new NotificationRounds(Tenant, store, notifications, catalog.Find, time, notificationLog);
            parts = new Parts(
                catalog,
                protector,
                new LookupKeys(keys.Keys, keys.Tenant),
                new StreamRunner(store.Streams, protector, options.Sync, time, loggers.CreateLogger<StreamRunner>(), codes.LookAsync, notifications.ReadAsync),
                new CaseRefresh(store.Streams, protector, time, loggers.CreateLogger<CaseRefresh>()),
                new QuarantineDesk(Tenant, store, protector, Find, options.Sync, options.Quarantine, time, loggers.CreateLogger<QuarantineDesk>()),
                new QuarantineExpiry(Tenant, store, options.Quarantine.KeepFor, time, loggers.CreateLogger<QuarantineExpiry>()),
                rounds,
                new StreamNotifications(Tenant, store, catalog, rounds, operation, time, notificationLog));
            if (StreamMetrics.Wanted) Noted(await store.Streams.GetStatesAsync(Tenant, cancellationToken));
            HubLog.Ready(logger, Tenant, catalog.Streams.Count);
        }
        finally
        {
            starting.Release();
        }
    }

    public async Task<RunRecord?> RunAsync(StreamName stream, RunTrigger trigger, CancellationToken cancellationToken)
    {
        var (runner, found) = (Ready.Runner, Find(stream));
        await Ready.Expiry.LookAsync(cancellationToken);
        if (trigger == RunTrigger.Schedule && await operation.IsPausedAsync(found.Key, cancellationToken)) return null;

        return await runner.RunAsync(found, trigger, full: false, cancellationToken);
    }

    public async Task<RunRecord?> RunNowAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        var (runner, found) = (Ready.Runner, Find(stream));
        await operation.AskForRunAsync(caller, stream, cancellationToken);
        await Ready.Expiry.LookAsync(cancellationToken);
        return await runner.RunAsync(found, RunTrigger.Manual, full: false, cancellationToken);
    }

    public async Task PauseAsync(Caller caller, StreamName stream, CancellationToken cancellationToken) =>
        await operation.PauseAsync(caller, Find(stream).Definition, cancellationToken);

    public async Task ResumeAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        await operation.ResumeAsync(caller, Find(stream).Definition, cancellationToken);
        Ready.Rounds.Wake();
    }

    public INotifications Notifications => Ready.Notifications;

    public async Task<IReadOnlyList<StreamOverview>> GetStreamsAsync(CancellationToken cancellationToken)
    {
        Ready.Catalog.TakeInChanges();
        var overview = await operation.OverviewAsync(Streams, cancellationToken);
        Noted([.. overview.Select(o => o.State).OfType<StreamState>()]);
        return overview;
    }

    public async Task<IReadOnlyList<RunRecord>> GetRunsAsync(StreamName? stream, int limit, CancellationToken cancellationToken)
    {
        _ = Ready;
        return await store.Streams.GetRunsAsync(Tenant, stream, limit, cancellationToken);
    }

    public async Task<RunRecord?> GetRunAsync(long id, CancellationToken cancellationToken)
    {
        _ = Ready;
        return await store.Streams.GetRunAsync(Tenant, id, cancellationToken);
    }

    public async Task<LookupAnswer> LookUpAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken) =>
        await Lookups().LookUpAsync(caller, request, cancellationToken);

    public async Task<CaseAnswer?> ReadCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken) =>
        await Lookups().ReadCaseAsync(caller, id, purpose, cancellationToken);

    public async Task<RefreshOutcome> RefreshCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken)
    {
        // Reading it first is what checks the caller and writes the audit line: the vendor is asked only for who may see the case.
        if (await ReadCaseAsync(caller, id, purpose, cancellationToken) is null) return new RefreshOutcome.NotFound();

        var found = await store.Cases.GetAsync(Tenant, id, Policy.For(caller), cancellationToken);
        if (found is not { Disclosure: Disclosure.Disclosure.Full }) return new RefreshOutcome.NotFound();
        if (catalog.Find(found.Case.Stream) is not { } stream) return new RefreshOutcome.NotSupported();

        try
        {
            return await Ready.Refresh.RefreshAsync(stream, found.Case.Key, cancellationToken) is { } fault ? new RefreshOutcome.Unavailable(fault) : new RefreshOutcome.Refreshed();
        }
        catch (NotSupportedException)
        {
            return new RefreshOutcome.NotSupported();
        }
    }

    public IReadOnlyList<CodeCoverage> GetCodes(StreamName stream)
    {
        var definition = Streams.FirstOrDefault(s => s.Name == stream) ?? throw NoSuchStream(stream);
        return codes.Of(new StreamKey(Tenant, definition.Source, definition.Name));
    }

    public void Dispose()
    {
        starting.Dispose();
        parts?.Expiry.Dispose();
    }

    // Of streams that are in the catalog no more, nobody wants to be told how old they are.
    IReadOnlyList<StreamState> Noted(IReadOnlyList<StreamState> states)
    {
        var inForce = Streams.Select(stream => (stream.Source, stream.Name)).ToHashSet();
        StreamMetrics.Note(states.Where(state => inForce.Contains((state.Stream.Source, state.Stream.Stream))), time);
        return states;
    }

    DisclosurePolicy Policy => options.Disclosure ?? DisclosurePolicy.Default(Streams.Select(s => s.Source));

    // Immutable and cheap: made anew, so that a stream file that changed counts at once.
    LookupService Lookups() => new(store, Ready.Protector, Ready.LookupKeys, Tenant, Policy, Streams, time);

    RunnableStream Find(StreamName name) =>
        Ready.Catalog.Find(name) ?? throw NoSuchStream(name);

    KeyNotFoundException NoSuchStream(StreamName name) =>
        new($"There is no stream '{name}'{Diagnostics.DidYouMean.Hint(name.Value, Streams.Select(s => s.Name.Value))}.");

    sealed record Parts(
        StreamCatalog Catalog, CaseProtector Protector, LookupKeys LookupKeys, StreamRunner Runner, CaseRefresh Refresh, QuarantineDesk Quarantine, QuarantineExpiry Expiry,
        NotificationRounds Rounds, StreamNotifications Notifications);
}
