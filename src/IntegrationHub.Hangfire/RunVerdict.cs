using IntegrationHub.Faults;
using IntegrationHub.Sync;

namespace IntegrationHub.Hangfire;

/// <summary>What Hangfire is told of a run that has ended.</summary>
enum RunVerdict
{
    /// <summary>The job has succeeded; its history says what the run brought.</summary>
    Done,

    /// <summary>The source was not there: Hangfire tries the job again, and the schedule goes on beside it.</summary>
    Retry,

    /// <summary>The job has failed: a person should look.</summary>
    Failed,

    /// <summary>The run before has failed too: one failed job per outage is enough, so this one is put with those that are forgotten after a day.</summary>
    FailedAgain,
}

/// <summary>Decides it. Pure.</summary>
static class RunVerdictDecision
{
    /// <summary>Decides.</summary>
    /// <param name="outcome">How the run ended.</param>
    /// <param name="fault">What ended it, if anything did.</param>
    /// <param name="failedBefore">Whether the run before this job's first one had failed.</param>
    public static RunVerdict Decide(RunOutcome outcome, FaultKind? fault, bool failedBefore) => outcome switch
    {
        not RunOutcome.Failed => RunVerdict.Done,
        // The schedule asks the source anyway; retries of every turn would ask it four times as often while it is down.
        _ when failedBefore => RunVerdict.FailedAgain,
        _ => fault == FaultKind.Unavailable ? RunVerdict.Retry : RunVerdict.Failed,
    };
}
