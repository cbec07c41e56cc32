using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Notifications;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Testing;

/// <summary>A hub with one stream over a scripted vendor, on a real index in a folder of its own: what a behaviour is tried on.</summary>
internal sealed class ConformanceScene : IAsyncDisposable
{
    static readonly AccessFilter Everything = new([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Of the machine's own clock: a run that hangs ends the test, it does not measure anything.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly string folder = Directory.CreateTempSubdirectory("ihub-conformance-").FullName;
    readonly AdapterSubject subject;
    readonly SceneOptions options;
    readonly KeyRing keys = EmptyIndex.Keys;
    readonly TenantId tenant = new($"t{Guid.NewGuid():n}");
    readonly CasesBeside? beside;
    ConformanceStream stream = null!;
    ServiceProvider services = null!;
    DropFolder? drop;
    DatabaseShow? database;

    ConformanceScene(AdapterSubject subject, SceneOptions options)
    {
        (this.subject, this.options) = (subject, options);
        Clock = new ManualClock(options.Start);
        History = new CaseHistory(Clock) { OnlyGrows = subject.Events is { Corrects: false } };
        beside = subject.Events is { } events ? new CasesBeside(events) : null;
    }

    public ManualClock Clock { get; }

    public CaseHistory History { get; }

    /// <summary>The vendor; only for adapters that call one.</summary>
    public ScriptedVendor Vendor { get; private set; } = null!;

    public PageWatch Watch { get; } = new();

    public ListLogger Log { get; } = new();

    public IHub Hub { get; private set; } = null!;

    public string Tenant => tenant.Value;

    /// <summary>How the vendor's pages go wrong.</summary>
    public PagingTrouble Trouble { get; set; }

    /// <summary>Where index and audit are.</summary>
    public string Index => Path.Combine(folder, "index");

    public IReadOnlyDictionary<string, string> Settings { get; private set; } = null!;

    IHubStore Store => services.GetRequiredService<IHubStore>();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The time between two cases or states that the vendor tells apart with ease.</summary>
    public TimeSpan Step => subject.Resolution > TimeSpan.FromMinutes(1) ? subject.Resolution : TimeSpan.FromMinutes(1);

    /// <summary>Sets it up.</summary>
    public static async Task<ConformanceScene> StartAsync(AdapterSubject subject, SceneOptions options, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>>? change = null)
    {
        var scene = new ConformanceScene(subject, options);
        try
        {
            await scene.SetUpAsync(change ?? (settings => settings));
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    async Task SetUpAsync(Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> change)
    {
        switch (subject)
        {
            case HttpSubject http:
                Vendor = await ScriptedVendor.StartAsync(Clock, call => http.Answer(call, Cases()));
                Settings = change(http.Settings(Vendor.Address));
                break;
            case FolderSubject files:
                drop = new DropFolder(files, History, Clock, Path.Combine(folder, "drop"));
                Settings = change(files.Settings(drop.Path));
                break;
            case DatabaseSubject asked:
                database = new DatabaseShow(asked.Create(Directory.CreateDirectory(Path.Combine(folder, "database")).FullName), Cases);
                Settings = change(database.Settings);
                Watch.Calling = database.BeforeCall;
                break;
        }

        stream = ConformanceStream.Write(Path.Combine(folder, "mappings"), subject, Settings, options);
        await EmptyIndex.CopyToAsync(Index);
        var registered = new ServiceCollection();
        registered.AddSingleton<TimeProvider>(Clock);
        registered.AddLogging(logging => logging.ClearProviders().AddProvider(Log.AsProvider()).SetMinimumLevel(LogLevel.Trace));
        registered.AddSingleton<IAdapter>(new ObservedAdapter(subject.Adapter, Watch));
        if (beside is not null) registered.AddSingleton<IAdapter>(beside);
        registered.AddIntegrationHub(hub =>
        {
            hub.Tenant = tenant.Value;
            hub.Keys = keys;
            hub.StreamFolders.Add(Path.Combine(folder, "mappings"));
            hub.Settings = stream.Settings;
        }).UseSqlite(Index);
        services = registered.BuildServiceProvider();
        Hub = services.GetRequiredService<IHub>();
        await Hub.StartAsync(Stop);
    }

    VendorCases Cases() => new(History) { PageSize = options.PageSize ?? subject.PageSize, Trouble = Trouble, Unsorted = options.Unsorted };

    /// <summary>Whether faults of the network can be tried; else only those that spoil a file, or what a database does.</summary>
    public bool CallsAVendor => subject is HttpSubject;

    /// <summary>From now on the vendor is bad.</summary>
    public void Break(VendorFault fault, int after = 0, int times = int.MaxValue)
    {
        if (subject is HttpSubject http) Vendor.Break(fault, after, times, http.AsksForRecords);
        else if (database is not null) database.Break(fault, after);
        else drop!.Break(fault);
    }

    /// <summary>The vendor is good again; a file that it spoiled it delivers once more.</summary>
    public void Mend()
    {
        Vendor?.Mend();
        drop?.Mend();
        database?.Mend();
    }

    /// <summary>Reads what is to be read.</summary>
    public async Task<RunRecord> RunAsync(CancellationToken cancellationToken = default)
    {
        drop?.Publish();
        Watch.Clear();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop, cancellationToken);
        var run = await PatientlyAsync(Hub.RunAsync(stream.Name, RunTrigger.Manual, stop.Token));
        if (Vendor?.ScriptFault is { } mistake) throw new InvalidOperationException("The script of the vendor threw; that is a mistake in the test's subject.", mistake);

        Assert.NotNull(run);
        Assert.True(run.Counters.Reconciles, $"The records do not add up: {run.Counters}");
        return run;
    }

    // A run that waits for ever is told with what it did last, or nobody would know what it waits for.
    async Task<RunRecord?> PatientlyAsync(Task<RunRecord?> running)
    {
        try
        {
            return await running.WaitAsync(Patience, TimeProvider.System, Stop);
        }
        catch (TimeoutException)
        {
            var vendor = Vendor is null ? "" : $" The vendor was called {Vendor.Calls.Count} times; it answers {Vendor.UnderWay} calls, and {Vendor.Waiting} of them wait for the clock.";
            Assert.Fail($"The run had not ended after {Patience.TotalSeconds} seconds.{vendor} The last lines of its log:\n{string.Join('\n', Log.Lines.TakeLast(12).Select(line => line.Text))}");
            return null;
        }
    }

    /// <summary>The same, and it goes well.</summary>
    public async Task<RunRecord> ReadAsync()
    {
        var run = await RunAsync();
        Assert.True(run.Outcome == RunOutcome.Succeeded, $"The run ended {run.Outcome}: {run.Fault?.Code} {run.Fault?.Message} {run.Verdict}");
        return run;
    }

    /// <summary>Lets enough time pass that what was done is read by the next run.</summary>
    public void Settle() => Clock.Advance(TimeSpan.FromMinutes(5));

    /// <summary>Reads everything, as the schedule of complete reads has it.</summary>
    public Task<RunRecord> RunCompleteAsync()
    {
        if (subject.Strategy != ReadStrategy.Snapshot) Clock.Advance(TimeSpan.FromDays(7));
        Settle();
        return RunAsync();
    }

    /// <summary>Lets a run go on while it waits to try again: the clock is moved to what is due next once the hub has said that it waits, and while the vendor has nothing to answer.</summary>
    public async Task<RunRecord> RunThroughWaitsAsync()
    {
        const int TriesAgain = 6001;
        int Waits() => Log.Lines.Count(line => line.Id == TriesAgain);

        var (before, quiet, calls) = (Waits(), 0, Vendor.Calls.Count);
        var run = RunAsync();
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop));
            var busy = Vendor.UnderWay > 0 || Vendor.Calls.Count != calls;
            (quiet, calls) = (busy ? 0 : quiet + 1, Vendor.Calls.Count);
            if (quiet < 5 || Waits() == before || Clock.NextDue is not { } due) continue;

            Clock.Advance(due - Clock.GetUtcNow());
            quiet = 0;
        }

        return await run;
    }

    /// <summary>The vendor tells that a case changed.</summary>
    /// <param name="key">The key of the case.</param>
    /// <param name="id">The delivery's id.</param>
    public async Task<NotificationOutcome> NotifyAsync(string key, string id) =>
        (await Hub.Notifications.ReceiveAsync(stream.Name, VendorNotification.Of(key, id, Clock.GetUtcNow()), Stop))!.Outcome;

    /// <summary>Lets the hub read the cases of waiting notifications until none waits.</summary>
    public async Task ReadNotifiedAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reading = Hub.Notifications.KeepReadingAsync(stop.Token);
        var waiting = 1;
        for (var tries = 0; tries < 5000 && waiting > 0; tries++)
        {
            // A call that goes on is given time that passes by itself, or the clock would run out on it; one that waits for the clock gets on all the same.
            if (Watch.UnderWay == 0 || tries % 20 == 0) Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop);
            waiting = (await Hub.Notifications.ListAsync(stream.Name, dead: false, 1000, Stop)).Count;
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(0, waiting);
    }

    public async Task<Checkpoint> CheckpointAsync() => await Store.Streams.GetCheckpointAsync(new StreamKey(tenant, stream.Source, stream.Name), Stop);

    /// <summary>How many cases the index has; of a stream of events, how many events.</summary>
    public async Task<long> CountAsync() => beside is null ? (await Store.Cases.CountAsync(tenant, Stop)).GetValueOrDefault(stream.Name) : (await TimelinesAsync(beside)).Count;

    /// <summary>How many of the cases beside a stream of events are in the index.</summary>
    public async Task<long> CountCasesBesideAsync() => (await Store.Cases.CountAsync(tenant, Stop)).GetValueOrDefault(CasesBeside.Name);

    /// <summary>Changes every case beside a stream of events, and reads them.</summary>
    public async Task ChangeCasesBesideAsync()
    {
        beside!.ChangeAll();
        await ReadCasesBesideAsync();
    }

    /// <summary>How many records are in quarantine.</summary>
    public async Task<int> CountQuarantinedAsync() => (await QuarantinedAsync()).Count;

    /// <summary>The records in quarantine, without their contents.</summary>
    public async Task<IReadOnlyList<QuarantinedRecord>> QuarantinedAsync() => await Store.Quarantine.ListAsync(tenant, new QuarantineQuery { Stream = stream.Name, Limit = 1000 }, Stop);

    /// <summary>A case or an event as the index has it, as text with everything that is known of it; null when it is not there.</summary>
    public async Task<string?> FindAsync(VendorCase @case)
    {
        if (beside is not null)
        {
            beside.Add([@case]);
            return (await TimelinesAsync(beside)).FirstOrDefault(happening => happening.Key == subject.RecordKeyOf(@case)).Text;
        }

        var protector = new CaseProtector(keys, tenant);
        var found = await Store.Cases.GetAsync(tenant, protector.IdOf(stream.Source, subject.KeyOf(@case)), Everything, Stop);
        return found is null ? null : JsonSerializer.Serialize(protector.Open(found.Case), Plain);
    }

    // Every event on the timelines of the cases that events were seen of. The cases come into the index here, later than their events.
    async Task<IReadOnlyList<(string Key, string Text)>> TimelinesAsync(CasesBeside cases)
    {
        cases.Add(History.Shown);
        if (await CountCasesBesideAsync() < cases.Keys.Count) await ReadCasesBesideAsync();
        var protector = new CaseProtector(keys, tenant);
        var found = new List<(string, string)>();
        foreach (var key in cases.Keys)
            foreach (var happening in await Store.Cases.TimelineAsync(tenant, protector.IdOf(stream.Source, key), Everything, int.MaxValue, Stop))
                found.Add((EventKeys.Of(happening.CaseKey, happening.Id), JsonSerializer.Serialize(protector.Open(happening), Plain)));
        return found;
    }

    async Task ReadCasesBesideAsync()
    {
        var run = await PatientlyAsync(Hub.RunAsync(CasesBeside.Name, RunTrigger.Manual, Stop));
        Assert.True(run?.Outcome == RunOutcome.Succeeded, $"The cases beside the events were not read: {run?.Fault?.Message}");
    }

    /// <summary>The index has every case, or event, that the vendor shows, each in its latest state, and no other.</summary>
    /// <param name="after">What happened before, for whoever reads that it is not so.</param>
    /// <param name="of">Those that are looked at one by one; all unless given. How many there are is of all.</param>
    public async Task HoldsWhatTheVendorShowsAsync(string? after = null, IReadOnlyList<VendorCase>? of = null)
    {
        var shown = History.Shown.Where(c => c is { Deleted: false, Broken: false }).ToList();
        var expected = of ?? shown;
        var wrong = new List<string>();
        var timelines = beside is null ? null : (await TimelinesAsync(beside)).ToLookup(happening => happening.Key, happening => happening.Text, StringComparer.Ordinal);
        foreach (var @case in expected)
        {
            var found = timelines is null ? await FindAsync(@case) : timelines[subject.RecordKeyOf(@case)].FirstOrDefault();
            if (found is null) wrong.Add($"{subject.KeyOf(@case)} is missing");
            else if (!found.Contains(@case.Marker, StringComparison.Ordinal)) wrong.Add($"{subject.KeyOf(@case)} is not in its latest state ({@case.Marker})");
        }

        Assert.True(wrong.Count == 0, string.Create(CultureInfo.InvariantCulture, $"{(after is null ? "" : $"After {after}: ")}Of {expected.Count} {What} {wrong.Count} are not as the vendor shows them: {string.Join("; ", wrong.Take(10))}"));
        var count = await CountAsync();
        Assert.True(count == shown.Count, string.Create(CultureInfo.InvariantCulture, $"{(after is null ? "" : $"After {after}: ")}The vendor shows {shown.Count} {What}, and the index has {count}."));
    }

    string What => beside is null ? "cases" : "events";

    /// <summary>Makes the adapter's source as the hub does, over a plain client, to try it without the hub.</summary>
    public ISource Source(HttpClient http, IReadOnlyDictionary<string, string>? settings = null) => Shown(subject.Adapter).CreateSource(new SourceContext
    {
        Stream = new StreamKey(tenant, stream.Source, stream.Name),
        Strategy = subject.Strategy,
        Settings = WithDefaults(settings ?? Settings),
        Description = subject.Description,
        Http = http,
        Time = Clock,
        Logger = Log,
    });

    // A database shows what it has at the moment of the call, whoever calls.
    IAdapter Shown(IAdapter adapter) => database is null ? adapter : new ObservedAdapter(adapter, new PageWatch { Calling = database.BeforeCall });

    // As the hub fills them in.
    Dictionary<string, string> WithDefaults(IReadOnlyDictionary<string, string> settings)
    {
        var all = settings.ToDictionary(StringComparer.Ordinal);
        foreach (var setting in subject.Manifest.Settings)
            if (setting.Default is { } standard) all.TryAdd(setting.Name, standard);
        return all;
    }

    /// <summary>The request with which a read of everything begins.</summary>
    public PageRequest Beginning => subject.Strategy == ReadStrategy.Windowed
        ? new PageRequest { ChangedAfter = options.Start - TimeSpan.FromDays(60), ChangedUntil = Clock.GetUtcNow() }
        : new PageRequest();

    /// <summary>Puts the files there that a vendor would have delivered by now.</summary>
    public void Publish() => drop?.Publish();

    public async ValueTask DisposeAsync()
    {
        if (services is not null) await services.DisposeAsync();
        if (Vendor is not null) await Vendor.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
