using Quartz;

namespace IntegrationHub.Quartz;

/// <summary>What is done when a stream's time has come.</summary>
sealed record FireStream(Func<StreamName, Task> Invoke);

/// <summary>Quartz's side of a stream: one job each, named like the stream, and never twice at once.</summary>
[DisallowConcurrentExecution]
sealed class StreamJob(FireStream fire) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await fire.Invoke(new StreamName(context.JobDetail.Key.Name));
}
