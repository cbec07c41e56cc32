using System.Collections.Concurrent;
using IntegrationHub.Hosting;
using IntegrationHub.Quartz;
using IntegrationHub.Scheduling;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Server.Tests.Schedules;

/// <summary>A hub whose streams Quartz runs by a clock that the test moves; its runs do what the test says.</summary>
sealed class ScheduledHub : IAsyncDisposable
{
    public const int Planned = 2060;
    public const int PlannedAgain = 2061;

    readonly ConcurrentQueue<(StreamName Stream, DateTimeOffset At)> runs = new();
    readonly StreamScheduler scheduler;
    long number;

    public ScheduledHub(RunSchedule schedule)
    {
        Hub.Streams = [.. Hub.Streams.Take(1).Select(stream => stream with { Schedule = schedule })];
        OnRun = (stream, _) => Task.FromResult<RunRecord?>(Ended(stream));
        Hub.OnRun = async (stream, cancellation) =>
        {
            runs.Enqueue((stream, Clock.GetUtcNow()));
            var record = await OnRun(stream, cancellation);
            if (record is not null) Hub.LastRuns[stream] = record;
            return record;
        };
        scheduler = new StreamScheduler(
            Hub, Schedule, new QuartzScheduleOptions(), Options.Create(new HubOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm") }), Clock, Log);
    }

    public FakeHub Hub { get; } = new();

    public ManualClock Clock { get; } = new();

    public SignalLog Log { get; } = new();

    public PlannedRuns Schedule { get; } = new();

    public Func<StreamName, CancellationToken, Task<RunRecord?>> OnRun { get; set; }

    /// <summary>When the stream was run.</summary>
    public IReadOnlyList<DateTimeOffset> RunsOf(StreamName stream) => [.. runs.Where(run => run.Stream == stream).Select(run => run.At)];

    public RunRecord Ended(StreamName stream, RunOutcome outcome = RunOutcome.Succeeded) =>
        FakeHub.Run(Interlocked.Increment(ref number), stream, outcome) with { StartedAt = Clock.GetUtcNow() };

    public Task StartAsync() => scheduler.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => scheduler.StopAsync(TestContext.Current.CancellationToken);

    public void Add(StreamName stream, RunSchedule schedule) =>
        Hub.Streams = [.. Hub.Streams, Hub.Streams[0] with { Name = stream, Schedule = schedule }];

    public void Change(StreamName stream, Func<StreamDefinition, StreamDefinition> change) =>
        Hub.Streams = [.. Hub.Streams.Select(s => s.Name == stream ? change(s) : s)];

    public async ValueTask DisposeAsync()
    {
        await scheduler.StopAsync(CancellationToken.None);
        scheduler.Dispose();
    }
}
