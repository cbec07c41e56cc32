using Quartz;

namespace IntegrationHub.Quartz;

/// <summary>What a node does when a stream's turn has come to it.</summary>
sealed record FirePlanned(Func<StoredPlan, bool, Task> Invoke);

/// <summary>Quartz's side of a stream that all nodes share: never twice at once, and done again by another node when the one that had begun it is gone.</summary>
[DisallowConcurrentExecution]
sealed class ClusterJob(FirePlanned fire) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (StoredPlan.Read(context.JobDetail.Key.Name, key => context.MergedJobDataMap.TryGetValue(key, out var value) ? value as string : null) is { } plan)
            await fire.Invoke(plan, context.Recovering);
    }
}
