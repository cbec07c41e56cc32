using System.Net;
using IntegrationHub.Alerts;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Codes;
using IntegrationHub.Configuration;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Drift;
using IntegrationHub.HandOvers;
using IntegrationHub.History;
using IntegrationHub.Housekeeping;
using IntegrationHub.Lookup;
using IntegrationHub.Mails;
using IntegrationHub.Nodes;
using IntegrationHub.Notifications;
using IntegrationHub.Operation;
using IntegrationHub.Outbound;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;
using IntegrationHub.Removals;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Hosting;

/// <summary>Puts the parts of a hub together: the catalog says what there is, the runner reads it, the store keeps it, the look-up answers.</summary>
sealed class Hub : IHub, IDisposable
{
    // Two seconds in all. A portion takes a tenth of one, and rests four times as long.
    const int TriesBesideRemapping = 20;
    static readonly TimeSpan BesideRemapping = TimeSpan.FromMilliseconds(100);

    readonly HubKeys keys;
    readonly HubOptions options;
    readonly IHubStore store;
    readonly OutboundHttp outbound;
    readonly StreamCatalog catalog;
    readonly TimeProvider time;
    readonly StoreClock clock;
    readonly ILoggerFactory loggers;
    readonly ILogger logger;
    readonly CodeWatch codes;
    readonly StreamOperation operation;
    readonly Housekeeper housekeeper;
    readonly SemaphoreSlim starting = new(1);
    Parts? parts;

    public Hub(HubKeys keys, HubOptions options, IHubStore store, StreamCatalog catalog, OutboundHttp outbound, IStreamSchedule? schedule, TimeProvider time, ILoggerFactory loggers, StoreClock? clock = null)
    {
        this.keys = keys;
        this.options = options;
        this.store = store;
        this.catalog = catalog;
        this.outbound = outbound;
        this.time = time;
        this.clock = clock ?? new StoreClock(time);
        this.loggers = loggers;
        logger = loggers.CreateLogger<Hub>();
        codes = new CodeWatch(time, loggers.CreateLogger<CodeWatch>());
        operation = new StreamOperation(keys.Tenant, store, schedule, options.Sync, time, loggers.CreateLogger<StreamOperation>());
        housekeeper = new Housekeeper(
            [
                new QuarantineExpiry(keys.Tenant, store, options.Quarantine.KeepFor, time, loggers.CreateLogger<QuarantineExpiry>()),
                new RemovalExpiry(keys.Tenant, store, loggers.CreateLogger<RemovalExpiry>()),
                new RunExpiry(keys.Tenant, store, loggers.CreateLogger<RunExpiry>()),
                new ContactExpiry(keys.Tenant, store, options.Contacts.KeepFor, time, loggers.CreateLogger<ContactExpiry>()),
                new HandOverExpiry(keys.Tenant, store, options.Contacts.KeepFor, time, loggers.CreateLogger<HandOverExpiry>()),
                new WriteExpiry(keys.Tenant, store, options.WriteBack.KeepFor, time, loggers.CreateLogger<WriteExpiry>()),
            ],
            time,
            loggers.CreateLogger<Housekeeper>());
    }

    public TenantId Tenant => keys.Tenant;

    public bool IsReady => parts is not null;

    public IReadOnlyList<StreamDefinition> Streams => [.. Ready.Catalog.Streams.Select(s => s.Definition)];

    public IQuarantineDesk Quarantine => Ready.Quarantine;

    public ISignInBook SignIns => Ready.SignIns;

    public IAlerts Alerts => Ready.Alerts;

    Parts Ready => parts ?? throw new InvalidOperationException($"Call {nameof(StartAsync)} before anything else is asked of the hub.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await starting.WaitAsync(cancellationToken);
        try
        {
            if (parts is not null) return;

            catalog.Load();
            await store.PrepareAsync(cancellationToken);
            await clock.SetAsync(store.Nodes, cancellationToken);
            var protector = new CaseProtector(keys.Keys, keys.Tenant) { ContactLists = options.Contacts };
            var notificationLog = loggers.CreateLogger<StreamNotifications>();
            var clocks = new ReadClocks(clock);
            var notifications = new NotificationReader(store.Streams, store.Notifications, protector, clock, notificationLog, clocks);
            var rounds = new NotificationRounds(Tenant, store, notifications, catalog.Find, clock, notificationLog);
            var driftLog = loggers.CreateLogger<HubDrift>();
            var remapLog = loggers.CreateLogger<HubRemapping>();
            var drift = new HubDrift(Tenant, store, catalog.FindAll, Find, time, driftLog);
            var lookupKeys = new LookupKeys(keys.Keys, keys.Tenant);
            var protectedIdentities = new ProtectedIdentities(store, Tenant, protector, lookupKeys);
            var writeLog = loggers.CreateLogger<HubWriteBacks>();
            var writes = new WriteProtector(keys.Keys, keys.Tenant);
            var sender = new WriteSender(store.Outbox, writes, options.WriteBack, clock, writeLog) { Accepted = rounds.Wake, Ended = () => parts?.HandOvers.CommandEnded() };
            var writeRounds = new WriteRounds(Tenant, store, sender, catalog.FindWritable, options.WriteBack, options.Sync.Owner, clock, writeLog);
            parts = new Parts(
                catalog,
                protector,
                lookupKeys,
                new StreamRunner(store.Streams, protector, options.Sync, time, loggers.CreateLogger<StreamRunner>(), codes.LookAsync, notifications.ReadAsync, clocks)
                {
                    Drift = new DriftBook(store.Drift, time, driftLog),
                    History = store.History,
                },
                new CaseRefresh(store.Streams, protector, time, loggers.CreateLogger<CaseRefresh>(), clocks),
                new QuarantineDesk(Tenant, store, protector, Find, options.Sync, options.Quarantine, time, loggers.CreateLogger<QuarantineDesk>()),
                rounds,
                new StreamNotifications(Tenant, store, catalog, rounds, operation, clock, notificationLog),
                new HubRemapping(Tenant, store, new StreamRemapper(store.Remapping, store.Streams, protector, options.Sync, time, remapLog), catalog.FindAll, Find, protector, time, remapLog),
                drift,
                new HubRemovals(Tenant, store, stream => Find(stream).Key, options.Sync, time, loggers.CreateLogger<HubRemovals>()),
                new HubContacts(Tenant, store, keys.Keys, lookupKeys, protectedIdentities, () => Policy, options.Contacts, () => Streams, time),
                new HubHandOvers(
                    Tenant, store, keys.Keys, lookupKeys, protectedIdentities, () => Policy, options.HandOvers,
                    () => Streams.Select(stream => stream.Source), new HandOverHouse(options.Name ?? Tenant.Value, options.TimeZone, new MailSender(options.Settings).SendAsync) { Streams = () => Streams, CommandAsked = writeRounds.Wake }, time, loggers.CreateLogger<HubHandOvers>()),
                new HubWriteBacks(Tenant, store, keys.Keys, protector, lookupKeys, protectedIdentities, () => Policy, () => Streams, writeRounds, clock, writeLog),
                writes,
                new ContactProtector(keys.Keys, keys.Tenant),
                new SignInBook(Tenant, store, time),
                new HubRuns(Tenant, store, time),
                new AuditTrail(Tenant, store, time),
                new OperatorSearch(Tenant, store, () => Streams, GetCodes, drift),
                new HubAlerts(Tenant, store, options.Alerts, ChannelsOfAlerts(), GetStreamsAsync, stop => Drift.GetAsync(stop), time, loggers.CreateLogger<HubAlerts>())
                {
                    Units = async stop => await store.HandOvers.CountAsync(Tenant, time.GetUtcNow(), filter: null, stop),
                });
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
        var found = Find(stream);
        if (trigger == RunTrigger.Schedule && await operation.IsPausedAsync(found.Key, cancellationToken)) return null;

        return await RunAsync(found, trigger, RunOrder.Due, cancellationToken);
    }

    public async Task<RunRecord?> RunNowAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        var found = Find(stream);
        await operation.AskForRunAsync(caller, stream, cancellationToken);
        return await RunAsync(found, RunTrigger.Manual, RunOrder.Due, cancellationToken);
    }

    public async Task<RunRecord?> BackfillAsync(Caller caller, StreamName stream, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var found = Find(stream);
        var order = await operation.AskForBackfillAsync(caller, found.Definition, from, until, cancellationToken);
        return await RunAsync(found, RunTrigger.Manual, order, cancellationToken);
    }

    public async Task<RunRecord?> RebuildAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        var found = Find(stream);
        await operation.AskForRebuildAsync(caller, stream, cancellationToken);
        return await RunAsync(found, RunTrigger.Manual, RunOrder.Rebuild, cancellationToken);
    }

    public async Task<bool> ResetAsync(Caller caller, StreamName stream, string? confirmation, CancellationToken cancellationToken) =>
        await operation.ResetAsync(caller, Find(stream).Definition, confirmation, cancellationToken);

    public IRemovals Removals => Ready.Removals;

    public IRemapping Remapping => Ready.Remapping;

    public IDrift Drift => Ready.Drift;

    public IContacts Contacts => Ready.Contacts;

    public IHandOvers HandOvers => Ready.HandOvers;

    /// <inheritdoc/>
    public IWriteBacks WriteBacks => Ready.WriteBacks;

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
        var files = Ready.Catalog.TakeInChanges();
        var overview = await operation.OverviewAsync([.. files.Streams.Select(s => s.Definition)], cancellationToken);
        Noted([.. overview.Select(o => o.State).OfType<StreamState>()]);
        return [.. overview.Select(o => o with { Refused = files.Find(o.Definition.Name)?.Refused })];
    }

    public async Task<IReadOnlyList<NodeOverview>> GetNodesAsync(CancellationToken cancellationToken)
    {
        _ = Ready;
        return NodeRule.Overview(await store.Nodes.GetAsync(Tenant, cancellationToken), options.Sync, options.Sync.Owner);
    }

    public RefusedChange? RefusedFiles => Ready.Catalog.Current.RefusedElsewhere;

    public IRunHistory History => Ready.History;

    public IAuditTrail AuditTrail => Ready.AuditTrail;

    public IOperatorSearch Search => Ready.Search;

    public IReadOnlyList<VendorHealth> GetVendors()
    {
        _ = Ready;
        return outbound.HealthOf(Tenant);
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

    public void Dispose() => starting.Dispose();

    async Task<RunRecord?> RunAsync(RunnableStream stream, RunTrigger trigger, RunOrder order, CancellationToken cancellationToken)
    {
        var run = await Ready.Runner.RunAsync(stream, trigger, order, cancellationToken);
        // A portion that is mapped again has the stream for a moment only: a run never stands back for it.
        for (var tries = 0; run is null && tries < TriesBesideRemapping && await Ready.Remapping.GoesOnAsync(stream.Key, cancellationToken); tries++)
        {
            await Task.Delay(BesideRemapping, time, cancellationToken);
            run = await Ready.Runner.RunAsync(stream, trigger, order, cancellationToken);
        }

        await housekeeper.LookAsync(cancellationToken);
        return run;
    }

    // Of streams that are in the catalog no more, nobody wants to be told how old they are.
    IReadOnlyList<StreamState> Noted(IReadOnlyList<StreamState> states)
    {
        var inForce = Streams.Select(stream => (stream.Source, stream.Name)).ToHashSet();
        StreamMetrics.Note(states.Where(state => inForce.Contains((state.Stream.Source, state.Stream.Stream))), time);
        return states;
    }

    Dictionary<string, IAlertChannel> ChannelsOfAlerts()
    {
        var channels = new Dictionary<string, IAlertChannel>();
        if (options.Alerts is { Webhook: not null } withWebhook) channels[AlertChannels.Webhook] = new WebhookChannel(Tenant, withWebhook, options.Settings, Dns.GetHostAddressesAsync, time);
        if (options.Alerts is { Mail: not null } withMail) channels[AlertChannels.Mail] = new MailChannel(withMail, options.Settings, options.Name ?? Tenant.Value, options.TimeZone);
        return channels;
    }

    DisclosurePolicy Policy => options.Disclosure ?? DisclosurePolicy.Default(Streams.Select(s => s.Source));

    // Immutable and cheap: made anew, so that a stream file that changed counts at once.
    LookupService Lookups() => new(store, Ready.Protector, Ready.LookupKeys, Ready.Writes, Ready.ContactProtector, Tenant, Policy, Streams, time);

    RunnableStream Find(StreamName name) =>
        Ready.Catalog.Find(name) ?? throw NoSuchStream(name);

    KeyNotFoundException NoSuchStream(StreamName name) =>
        new($"There is no stream '{name}'{Diagnostics.DidYouMean.Hint(name.Value, Streams.Select(s => s.Name.Value))}.");

    sealed record Parts(
        StreamCatalog Catalog, CaseProtector Protector, LookupKeys LookupKeys, StreamRunner Runner, CaseRefresh Refresh, QuarantineDesk Quarantine,
        NotificationRounds Rounds, StreamNotifications Notifications, HubRemapping Remapping, HubDrift Drift, HubRemovals Removals, HubContacts Contacts, HubHandOvers HandOvers, HubWriteBacks WriteBacks, WriteProtector Writes, ContactProtector ContactProtector, SignInBook SignIns,
        HubRuns History, AuditTrail AuditTrail, OperatorSearch Search, HubAlerts Alerts);
}
