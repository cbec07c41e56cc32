using IntegrationHub.Sync;

namespace IntegrationHub.Hangfire;

/// <summary>How Hangfire is told that a run did not go well. Its text is stored and shown, so it holds what the run history holds: a code, a count, never a vendor's words.</summary>
abstract class StreamRunException(string message) : Exception(message)
{
    /// <summary>What stands in the job's history of a run that failed.</summary>
    public static string Of(RunRecord run) => $"{run.Fault?.Code ?? "Failed"} in run {run.Id} of {run.Stream}: {RunNote.CountsOf(run.Counters)}. The run history says more.";
}

/// <summary>The run could not be done now: Hangfire tries the job again.</summary>
sealed class RunToRetryException(string message) : StreamRunException(message);

/// <summary>The run failed, and trying again at once does not help.</summary>
/// <param name="message">What stands in the job's history.</param>
/// <param name="again">Whether the run before has failed too.</param>
sealed class RunFailedException(string message, bool again) : StreamRunException(message)
{
    /// <summary>Whether the run before has failed too.</summary>
    public bool Again { get; } = again;
}
