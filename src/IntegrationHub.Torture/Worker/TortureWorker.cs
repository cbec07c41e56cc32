using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.PostgreSql;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using IntegrationHub.Torture.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace IntegrationHub.Torture.Worker;

/// <summary>The hub in a process of its own, which is there to be killed: it runs the streams of a town again and again and says what it does, a line each.</summary>
internal static class TortureWorker
{
    /// <summary>The name of the hidden command that starts it.</summary>
    public const string Verb = "torture-worker";

    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan CommandLease = TimeSpan.FromSeconds(3);
    static readonly TimeSpan LookForChangesEvery = TimeSpan.FromSeconds(2);
    static readonly Caller Operator = new() { Name = "torture", Role = CallerRole.Operations };

    /// <summary>Runs until it is stopped, or every stream has succeeded often enough.</summary>
    /// <returns>0 when it ended by itself as it should.</returns>
    public static async Task<int> RunAsync(WorkerOptions options, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var lines = TextWriter.Synchronized(output);
        var inbox = new WorkerInbox(input, line => Say(lines, line));
        // The input ends with the process that started this one: nobody is left then to end it.
        _ = Task.Run(async () =>
        {
            await inbox.ReadAsync();
            Environment.Exit(1);
        }, CancellationToken.None);
        var orders = new CrashOrders(Environment.GetEnvironmentVariable, Signals.KillSelf, () => Say(lines, WorkerLine.Commit),
            options.PostgreSql is null ? null : () => new PostgresFault("", "the connection was lost (ordered)") { AtCommit = true });
        await using var services = Build(options, orders);
        var hub = services.GetRequiredService<IHub>();
        await hub.StartAsync(cancellationToken);
        // There is no host here that would.
        foreach (var service in services.GetServices<IHostedService>()) await service.StartAsync(cancellationToken);
        var cases = new CaseProtector(KeyRingFile.Read(new TownFiles(options.Folder).Keys), hub.Tenant);
        inbox.Ready(hub, new WorkerDesk(hub, cases, line => Say(lines, line)));
        Say(lines, WorkerLine.Ready);
        var notifications = Task.Run(() => hub.Notifications.KeepReadingAsync(cancellationToken), CancellationToken.None);
        var sending = Task.Run(() => hub.WriteBacks.KeepSendingAsync(cancellationToken), CancellationToken.None);
        if (options.Scheduled) await ServeAsync(hub, options, lines, cancellationToken);
        else await Task.WhenAll(hub.Streams.Select(stream => Task.Run(() => LoopAsync(hub, stream.Name, options, lines, cancellationToken), CancellationToken.None)));
        foreach (var service in services.GetServices<IHostedService>()) await service.StopAsync(CancellationToken.None);
        if (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(notifications, sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }

        await inbox.Closed;
        while ((await hub.Notifications.ListAsync(stream: null, dead: false, limit: 1, cancellationToken)).Count > 0) await Task.Delay(Breath, TimeProvider.System, cancellationToken);
        return 0;
    }

    // The schedule runs the streams; a rebuild is a person's.
    static async Task ServeAsync(IHub hub, WorkerOptions options, TextWriter lines, CancellationToken cancellationToken)
    {
        if (options.Rebuild is { } rebuild) await LoopAsync(hub, new StreamName(rebuild), options with { Successes = 1 }, lines, cancellationToken);
        await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
    }

    static async Task LoopAsync(IHub hub, StreamName stream, WorkerOptions options, TextWriter lines, CancellationToken cancellationToken)
    {
        var rebuild = options.Rebuild == stream.Value;
        var successes = options.Successes;
        var succeeded = 0;
        while (!cancellationToken.IsCancellationRequested && succeeded < (successes ?? int.MaxValue))
        {
            try
            {
                var run = rebuild ? await hub.RebuildAsync(Operator, stream, cancellationToken) : await hub.RunAsync(stream, RunTrigger.Manual, cancellationToken);
                // What is broken off of it, a further run goes on with.
                if (run is not null) rebuild = false;
                if (run is { Outcome: RunOutcome.Succeeded }) succeeded++;
                if (run is not null) Say(lines, $"{WorkerLine.Ended} {stream} {run.Outcome} {run.Fault?.Code ?? run.Verdict}");
                await Task.Delay(Breath, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is CommitFailedException or StoreUnusableException)
            {
                // The schedule would try again later; so does this.
                Say(lines, $"{WorkerLine.Failed} {stream} {fault.Message}");
                await Task.Delay(Breath, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    static ServiceProvider Build(WorkerOptions options, CrashOrders orders)
    {
        var files = new TownFiles(options.Folder);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true));
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddSingleton<TimeProvider>(new ClockThatIsOff(options.Clock));
        services.AddSingleton<IAdapter>(new ModelAdapter(orders));
        var secrets = new Dictionary<string, string> { ["HOOK"] = files.ReadHookSecret() };
        if (options.PostgreSql is { } place) secrets["INDEX"] = place;
        var builder = services
            .AddIntegrationHub(hub =>
            {
                hub.Tenant = TownFiles.Tenant;
                hub.StreamFolders.Add(files.Streams);
                hub.Keys = KeyRingFile.Read(files.Keys);
                hub.Settings = new GivenSettings(new Dictionary<string, string> { ["VENDOR"] = options.Vendor.ToString().TrimEnd('/') }, secrets);
                if (options.Lease is { } lease) hub.Sync.LeaseDuration = lease;
                // Short, so that a town sees all that may become of a command.
                hub.WriteBack.Lease = CommandLease;
                hub.WriteBack.FirstWait = Breath;
                hub.WriteBack.LongestWait = TimeSpan.FromSeconds(1);
                hub.WriteBack.MaxAttempts = 6;
                hub.WriteBack.Settle = ModelRegister.Settle;
            });
        if (options.PostgreSql is null)
            builder.UseSqlite(files.Index, store =>
            {
                store.Watch = orders.At;
                if (options.Busy is { } busy) store.BusyTimeout = busy;
            });
        else
            builder.UsePostgreSql("${secret:INDEX}", store =>
            {
                store.Watch = orders.At;
                if (options.Busy is { } busy) store.LockTimeout = busy;
            });
        if (options.Scheduled)
            builder.UseQuartz(quartz =>
            {
                quartz.PostgreSql = "${secret:INDEX}";
                quartz.LookForChangesEvery = LookForChangesEvery;
            });
        return services.BuildServiceProvider();
    }

    static void Say(TextWriter lines, string line)
    {
        lines.WriteLine(line);
        lines.Flush();
    }
}

/// <summary>How a worker's lines begin.</summary>
internal static class WorkerLine
{
    /// <summary>The hub is there, and the runs begin.</summary>
    public const string Ready = "ready";

    /// <summary>A batch was committed.</summary>
    public const string Commit = "commit";

    /// <summary>A run ended: the stream, how, and why.</summary>
    public const string Ended = "ended";

    /// <summary>The store did not answer a run: the stream, and why.</summary>
    public const string Failed = "failed";

    /// <summary>A notification is stored: its number, and whether it was before.</summary>
    public const string Taken = "taken";

    /// <summary>A notification is not stored: its number, and why.</summary>
    public const string Refused = "refused";

    /// <summary>A command is in the outbox: its number, and its id.</summary>
    public const string Asked = "asked";

    /// <summary>A command is not in the outbox: its number, and why.</summary>
    public const string Unasked = "unasked";

    /// <summary>A person's decision was heard: the command's number, and what came of it.</summary>
    public const string Decided = "decided";
}

/// <summary>The machine's clock, wrong by so much. Its timers go right.</summary>
internal sealed class ClockThatIsOff(TimeSpan by) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
