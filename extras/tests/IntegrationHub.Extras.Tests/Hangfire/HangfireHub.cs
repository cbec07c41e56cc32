using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.Server;
using Hangfire.States;
using Hangfire.Storage.Monitoring;
using IntegrationHub.Hangfire;
using IntegrationHub.Scheduling;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Server.Tests.Schedules;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Extras.Tests.Hangfire;

/// <summary>A hub whose streams Hangfire runs, on its storage in memory, by a clock that the test moves.</summary>
sealed class HangfireHub : ScheduledHub
{
    const int Workers = 8;

    public static readonly JobEngineLines Numbers = JobEngineLines.From(2070);

    readonly StreamPlans plans = new();
    readonly StreamPlanner planner;
    readonly StreamJob job;
    readonly ILoggerFactory logs;
    BackgroundProcessingServer? server;

    public HangfireHub(RunSchedule schedule) : base(Numbers, schedule)
    {
        logs = Log;
        var options = new HangfireScheduleOptions();
        Jobs = new ClockedRecurringJobs(Storage, Clock);
        Recurring = new RecurringStreams(Hub, Storage, Jobs, new BackgroundJobClient(Storage), Clock);
        planner = new StreamPlanner(Hub, Recurring, plans, options, HubOptions, Clock, logs.CreateLogger<StreamPlanner>());
        job = new StreamJob(new StreamRuns(Hub, Recurring, plans, options, HubOptions, Clock, logs.CreateLogger<StreamRuns>()));
    }

    public InMemoryStorage Storage { get; } = new();

    public ClockedRecurringJobs Jobs { get; }

    public RecurringStreams Recurring { get; }

    public StreamPlans Plans => plans;

    /// <summary>The id of the stream's recurring job.</summary>
    public string RecurringId => RecurringStreams.IdOf(Hub.Tenant, FakeHub.Permits);

    /// <summary>What Hangfire keeps of the jobs that it has made, the last one first; asked when the workers have ended, since a state is told before it is stored.</summary>
    public IReadOnlyList<JobDetailsDto> Details => [.. Enumerable.Range(1, 50).Reverse().Select(id => Storage.GetMonitoringApi().JobDetails(id.ToString(System.Globalization.CultureInfo.InvariantCulture))).Where(found => found is not null)];

    /// <summary>Returns when so many jobs have come to this state, for this reason if it is given.</summary>
    public Task StateAsync(string name, int count = 1, string reason = "") => Log.WaitForAsync(StateSignals.State, count, $"{name}: {reason}");

    public override async Task StartAsync()
    {
        var queues = new[] { RecurringStreams.QueueOf(Hub.Tenant) };
        var filters = new StateSignals(Log);
        var performer = new BackgroundJobPerformer(filters, new Activator(job));
        server = new BackgroundProcessingServer(
            Storage, [.. Enumerable.Range(0, Workers).Select(_ => new Worker(queues, performer, new BackgroundJobStateChanger(filters)))], new Dictionary<string, object>(), new BackgroundProcessingServerOptions { StopTimeout = TimeSpan.Zero });
        await planner.StartAsync(TestContext.Current.CancellationToken);
    }

    public override async Task StopAsync()
    {
        await planner.StopAsync(CancellationToken.None);
        server?.SendStop();
        server?.WaitForShutdown(TimeSpan.FromSeconds(30));
    }

    public override DateTimeOffset? NextRunAt(StreamName stream) => plans.NextRunAt(stream);

    public override void LookAgain() => plans.LookAgain();

    public override void Advance(TimeSpan by)
    {
        base.Advance(by);
        Jobs.FireDue();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        server?.Dispose();
        planner.Dispose();
        Storage.Dispose();
    }

    sealed class Activator(StreamJob job) : JobActivator
    {
        public override object ActivateJob(Type jobType) => jobType == typeof(StreamJob) ? job : throw new InvalidOperationException($"{jobType} is no job of the hub.");
    }
}
