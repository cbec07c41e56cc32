using IntegrationHub.Hosting;
using IntegrationHub.Quartz;
using IntegrationHub.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Server.Tests.Schedules;

public sealed class QuartzConformance : JobEngineConformance
{
    protected override ScheduledHub Over(RunSchedule schedule) => new QuartzHub(schedule);
}

public sealed class QuartzOnDiskConformance() : JobEngineOnDiskConformance(QuartzHub.Numbers, hub => hub.UseQuartz(quartz => quartz.LookForChangesEvery = TimeSpan.FromMilliseconds(200)));

sealed class QuartzHub : ScheduledHub
{
    public static readonly JobEngineLines Numbers = JobEngineLines.From(2060);

    readonly PlannedRuns planned = new(new QuartzScheduleOptions());
    readonly StreamScheduler scheduler;

    public QuartzHub(RunSchedule schedule) : base(Numbers, schedule) =>
        scheduler = new StreamScheduler(Hub, planned, new QuartzScheduleOptions(), HubOptions, Clock, Log);

    public override Task StartAsync() => scheduler.StartAsync(TestContext.Current.CancellationToken);

    public override Task StopAsync() => scheduler.StopAsync(CancellationToken.None);

    public override DateTimeOffset? NextRunAt(StreamName stream) => planned.NextRunAt(stream);

    public override void LookAgain() => planned.LookAgain();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        scheduler.Dispose();
    }
}
