using System.Collections.Concurrent;
using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Server.Tests.Schedules;

/// <summary>A hub whose streams a job engine runs by a clock that the test moves; its runs do what the test says.</summary>
public abstract class ScheduledHub : IAsyncDisposable
{
    readonly ConcurrentQueue<(StreamName Stream, DateTimeOffset At)> runs = new();
    long number;

    /// <param name="lines">The numbers of the lines that the engine tells things by.</param>
    /// <param name="schedule">The schedule of the one stream.</param>
    protected ScheduledHub(JobEngineLines lines, RunSchedule schedule)
    {
        Lines = lines;
        Hub.Streams = [.. Hub.Streams.Take(1).Select(stream => stream with { Schedule = schedule })];
        OnRun = (stream, _) => Task.FromResult<RunRecord?>(Ended(stream));
        Hub.OnRun = async (stream, cancellation) =>
        {
            runs.Enqueue((stream, Clock.GetUtcNow()));
            var record = await OnRun(stream, cancellation);
            if (record is not null) Hub.LastRuns[stream] = record;
            return record;
        };
    }

    internal JobEngineLines Lines { get; }

    internal FakeHub Hub { get; } = new();

    internal ManualClock Clock { get; } = new();

    internal SignalLog Log { get; } = new();

    internal Func<StreamName, CancellationToken, Task<RunRecord?>> OnRun { get; set; }

    internal static IOptions<HubOptions> HubOptions => Options.Create(new HubOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm") });

    /// <summary>When the stream was run.</summary>
    internal IReadOnlyList<DateTimeOffset> RunsOf(StreamName stream) => [.. runs.Where(run => run.Stream == stream).Select(run => run.At)];

    internal RunRecord Ended(StreamName stream, RunOutcome outcome = RunOutcome.Succeeded) =>
        FakeHub.Run(Interlocked.Increment(ref number), stream, outcome) with { StartedAt = Clock.GetUtcNow() };

    public abstract Task StartAsync();

    public abstract Task StopAsync();

    /// <summary>When the engine says that the stream runs next.</summary>
    public abstract DateTimeOffset? NextRunAt(StreamName stream);

    /// <summary>Tells the engine that something has changed.</summary>
    public abstract void LookAgain();

    /// <summary>Lets time pass, for the hub and for the engine.</summary>
    public virtual void Advance(TimeSpan by) => Clock.Advance(by);

    internal Task PlannedAsync(int count = 1, string about = "") => Log.WaitForAsync(Lines.Planned, count, about);

    internal Task PlannedAgainAsync(int count = 1, string about = "") => Log.WaitForAsync(Lines.PlannedAgain, count, about);

    internal void Add(StreamName stream, RunSchedule schedule) =>
        Hub.Streams = [.. Hub.Streams, Hub.Streams[0] with { Name = stream, Schedule = schedule }];

    internal void Change(StreamName stream, Func<StreamDefinition, StreamDefinition> change) =>
        Hub.Streams = [.. Hub.Streams.Select(s => s.Name == stream ? change(s) : s)];

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The numbers of the lines that a job engine tells things by.</summary>
public sealed record JobEngineLines(int Planned, int PlannedAgain, int LeftOut, int TriedAgain, int RunBroke, int NotPlanned, int NotLookedAt, int StillTriedAgain)
{
    /// <summary>Eight numbers in a row, in the order in which every engine of the house has them.</summary>
    public static JobEngineLines From(int first) => new(first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7);
}
