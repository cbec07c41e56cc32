using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace IntegrationHub.Hangfire;

/// <summary>Writes into a job's history what its run brought, and keeps what is no failure out of the failed jobs.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class RunHistoryAttribute : JobFilterAttribute, IElectStateFilter
{
    /// <summary>The parameter of a job that holds the run's number in the hub's run history.</summary>
    public const string RunParameter = "HubRun";

    // After the retries: what they have taken is none of ours.
    public RunHistoryAttribute() => Order = 100;

    /// <inheritdoc/>
    public void OnStateElection(ElectStateContext context)
    {
        switch (context.CandidateState)
        {
            case SucceededState { Result: RunNote note } succeeded:
                succeeded.Reason = note.Words;
                if (note.Run is { } run) context.SetJobParameter(RunParameter, run);
                break;
            case FailedState failed when Of<DistributedLockTimeoutException>(failed.Exception) is not null:
                context.CandidateState = new DeletedState { Reason = "Not run: another job of this stream is being run." };
                break;
            case FailedState failed when Of<StreamRunException>(failed.Exception) is { } told:
                if (told is RunFailedException { Again: true }) context.CandidateState = new DeletedState { Reason = $"{told.Message} The run before had failed too." };
                else failed.Reason = told.Message;
                break;
        }
    }

    static T? Of<T>(Exception exception) where T : Exception => exception as T ?? exception.InnerException as T;
}
