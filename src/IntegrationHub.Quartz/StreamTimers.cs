using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace IntegrationHub.Quartz;

/// <summary>Keeps for each stream the time of its next run, in a Quartz scheduler of its own, and fires when it comes. Waiting holds no thread.</summary>
sealed class StreamTimers : IAsyncDisposable
{
    const string Group = "streams";

    readonly ISchedulerFactory factory;
    readonly IScheduler scheduler;

    readonly TimeProvider time;

    StreamTimers(ISchedulerFactory factory, IScheduler scheduler, TimeProvider time) => (this.factory, this.scheduler, this.time) = (factory, scheduler, time);

    public static async Task<StreamTimers> StartAsync(
        Func<StreamName, Task> fire, QuartzScheduleOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var factory = QuartzSchedulerBuilder.Create(quartz =>
        {
            // Unique in the process: an application may have several hubs, and schedulers of its own.
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = $"IntegrationHub {Guid.NewGuid():n}");
            quartz.UseInMemoryStore();
            quartz.UseDefaultThreadPool(options.MaxRunsAtOnce);
            quartz.UseTimeProvider(time);
            // What Quartz tells of its daily work is for nobody here; what goes wrong in it is.
            quartz.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ApplicationLog(loggers)));
            quartz.Services.AddSingleton(new FireStream(fire));
        }).Build();
        var scheduler = await factory.GetScheduler(cancellationToken);
        await scheduler.Start(cancellationToken);
        return new StreamTimers(factory, scheduler, time);
    }

    /// <summary>Fires the stream at this time, at once when it has passed, instead of when it would have fired.</summary>
    public async Task SetAsync(StreamName stream, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<StreamJob>().WithIdentity(stream.Value, Group).Build();
        // Late is what the caller calls late: Quartz fires whenever it can.
        var trigger = TriggerBuilder.Create(time).WithIdentity(stream.Value, Group).StartAt(at)
            .WithSimpleSchedule(once => once.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires)).Build();
        await scheduler.ScheduleJob(job, trigger, ScheduleJobOptions.Replacing, cancellationToken);
    }

    /// <summary>Fires the stream no more; a run that goes on ends as it would have.</summary>
    public async Task RemoveAsync(StreamName stream, CancellationToken cancellationToken) => await scheduler.DeleteJob(new JobKey(stream.Value, Group), cancellationToken);

    /// <summary>Fires nothing more, and returns when what was fired has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        if (factory is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }
}
