using IntegrationHub.Adapters.Http;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>A hub with the stream files and mappings of one system as they ship, over a scripted vendor, in SQLite.</summary>
sealed class SystemHub : IAsyncDisposable
{
    const int Quiet = 5;

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);
    static readonly Caller Agent = new() { Name = "contact-centre", Role = CallerRole.Agent };

    readonly string folder = Directory.CreateTempSubdirectory("ihub-system-").FullName;
    readonly ServiceProvider services;
    int quiet;

    SystemHub(string system, ScriptedVendor vendor, ManualClock clock, ISettingSource settings, string? writing, Action<HubOptions>? configure)
    {
        (Vendor, Clock) = (vendor, clock);
        var registered = new ServiceCollection();
        registered.AddSingleton<TimeProvider>(clock);
        registered.AddLogging(logging => logging.ClearProviders().AddProvider(Log.AsProvider()).SetMinimumLevel(LogLevel.Trace));
        registered
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.Keys = KeyRing.Create();
                hub.StreamFolders.Add(writing is null ? Path.Combine(AppContext.BaseDirectory, "mappings", system) : Writing(system, writing));
                hub.Settings = settings;
                configure?.Invoke(hub);
            })
            .UseSqlite(folder)
            .AddAdapter<HttpAdapter>();
        services = registered.BuildServiceProvider();
        Hub = services.GetRequiredService<IHub>();
    }

    public IHub Hub { get; }

    public ScriptedVendor Vendor { get; }

    public ManualClock Clock { get; }

    public ListLogger Log { get; } = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts a vendor and the hub.</summary>
    /// <param name="system">The folder below mappings.</param>
    /// <param name="answer">What the vendor answers.</param>
    /// <param name="settings">What the stream files refer to, by where the vendor is.</param>
    /// <param name="secrets">The secrets that they refer to.</param>
    /// <param name="writing">The stream file that lets through what it proposes; null writes nothing.</param>
    /// <param name="configure">What else the hub is told.</param>
    public static async Task<SystemHub> StartAsync(string system, Func<VendorCall, VendorAnswer> answer, Func<Uri, Dictionary<string, string>> settings, Dictionary<string, string> secrets, string? writing = null, Action<HubOptions>? configure = null)
    {
        var clock = new ManualClock();
        var vendor = await ScriptedVendor.StartAsync(clock, answer);
        var hub = new SystemHub(system, vendor, clock, new GivenSettings(settings(vendor.Address), secrets), writing, configure);
        await hub.Hub.StartAsync(Stop);
        return hub;
    }

    /// <summary>Sends a command about a case, and lets time pass until the hub is done with it or leaves it to a person.</summary>
    public async Task<AnswerWrite> WriteAsync(AnswerCase about, WriteRequest request)
    {
        var asked = Assert.IsType<WriteOutcome<WriteAsked>.Written>(await Hub.WriteBacks.AskAsync(Agent, CaseId.Parse(about.Id), request, once: null, Stop)).Receipt;
        AnswerWrite? stands = null;
        await WorkUntilAsync(async () => (stands = await Hub.WriteBacks.ReadAsync(Agent, WriteCommandId.Parse(asked.Id), "a citizen calls", Stop))
            is not ({ State: WriteState.Queued or WriteState.Sending } or { State: WriteState.Unknown, Reason: null }));
        return stands ?? throw new InvalidOperationException("The command is told to nobody.");
    }

    /// <summary>Lets the hub send and watch, and time pass, until something is so.</summary>
    public async Task WorkUntilAsync(Func<Task<bool>> isSo)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var work = Task.WhenAll(Hub.WriteBacks.KeepSendingAsync(end.Token), Hub.HandOvers.KeepWatchAsync(end.Token));
        do
        {
            await LetTimePassAsync();
        }
        while (!await isSo());

        await end.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(Vendor.ScriptFault is null, Vendor.ScriptFault?.ToString());
    }

    /// <summary>Waits a moment, and lets the clock go on to what the hub waits for when nothing is on its way.</summary>
    public async Task LetTimePassAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        await Task.Delay(Moment, TimeProvider.System, Stop);
        // On a busy machine a call may be on its way for long before the vendor sees it: then the hub's patience would end with the clock's next step.
        quiet = Vendor.UnderWay > 0 ? 0 : quiet + (TimeProvider.System.GetElapsedTime(began) > 4 * Moment ? 1 : Quiet);
        if (quiet < Quiet || Clock.NextDue is not { } due || due <= Clock.GetUtcNow()) return;

        quiet = 0;
        Clock.Advance(due - Clock.GetUtcNow());
    }

    string Writing(string system, string file)
    {
        var (from, to) = (Path.Combine(AppContext.BaseDirectory, "mappings", system), Path.Combine(folder, system));
        foreach (var copied in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, copied));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(copied, target);
        }

        File.WriteAllText(Path.Combine(to, file), ShippedWriter.WithWrites(Path.Combine("mappings", system, file)));
        return to;
    }

    public async Task<RunRecord> RunAsync(string stream) => await Hub.RunAsync(new StreamName(stream), RunTrigger.Manual, Stop) ?? throw new InvalidOperationException("Another run has the stream.");

    /// <summary>Runs a stream, which goes well.</summary>
    public async Task<RunRecord> ReadAsync(string stream)
    {
        var run = await RunAsync(stream);
        Assert.True(Vendor.ScriptFault is null, Vendor.ScriptFault?.ToString());
        Assert.Equal((RunOutcome.Succeeded, null), (run.Outcome, run.Fault?.Message));
        return run;
    }

    /// <summary>Reads everything, as the schedule of complete reads has it.</summary>
    public Task<RunRecord> ReadCompleteAsync(string stream)
    {
        Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(5));
        return ReadAsync(stream);
    }

    /// <summary>Lets enough time pass that the next run sees what was done.</summary>
    public void Settle() => Clock.Advance(TimeSpan.FromMinutes(5));

    public Task<LookupAnswer> LookUpAsync(LookupBy by, string value) => AsAsync(Agent, by, value);

    /// <summary>Looks up as somebody who works in a department.</summary>
    public Task<LookupAnswer> LookUpAsync(string department, LookupBy by, string value) => AsAsync(new Caller { Name = department, Role = CallerRole.Specialist, Departments = [department] }, by, value);

    async Task<LookupAnswer> AsAsync(Caller caller, LookupBy by, string value) => await Hub.LookUpAsync(caller, new LookupRequest(by, value, "a citizen calls"), Stop);

    /// <summary>A found case with its timeline, as somebody of a department sees it; as an agent unless given.</summary>
    public async Task<CaseAnswer> OpenAsync(AnswerCase found, string? department = null)
    {
        var caller = department is null ? Agent : new Caller { Name = department, Role = CallerRole.Specialist, Departments = [department] };
        return await Hub.ReadCaseAsync(caller, CaseId.Parse(found.Id), "a citizen calls", Stop) ?? throw new InvalidOperationException("The case is not there.");
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Vendor.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
