using Hangfire.Server;

namespace IntegrationHub.Hangfire;

/// <summary>What a run needs to know of the background job that it is.</summary>
sealed class HangfireJob(PerformContext context)
{
    const string FailedBeforeParameter = "HubFailedBefore";

    /// <summary>The job's id.</summary>
    public string Id => context.BackgroundJob.Id;

    /// <summary>How often Hangfire has tried it again.</summary>
    public int Retries => context.GetJobParameter<int>("RetryCount");

    /// <summary>The hub's run of the last try; null when that was none.</summary>
    public long? LastRun => context.GetJobParameter<long?>(RunHistoryAttribute.RunParameter);

    /// <summary>Whether the stream's run before this job's first one had failed.</summary>
    public bool FailedBefore => context.GetJobParameter<bool>(FailedBeforeParameter);

    /// <summary>Keeps for the retries what this try was.</summary>
    public void Remember(long run, bool failedBefore)
    {
        context.SetJobParameter(RunHistoryAttribute.RunParameter, run);
        context.SetJobParameter(FailedBeforeParameter, failedBefore);
    }
}
