using Hangfire;
using Hangfire.Server;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Hangfire;

/// <summary>Hangfire's side of a stream. Its arguments are in Hangfire's storage and on its pages: names and times, nothing of a case.</summary>
/// <remarks>The lock keeps two jobs of a stream from being run at once as far as Hangfire can; that a replaced run writes nothing more is the hub's epoch's doing.</remarks>
// A second: the job before may have planned this one and not ended yet.
[DisableConcurrentExecution("integrationhub:{0}:{1}", 1)]
[AutomaticRetry(Attempts = 3, DelaysInSeconds = [30, 120, 300], OnlyOn = [typeof(RunToRetryException)], LogEvents = false)]
[RunHistory]
sealed class StreamJob(StreamRuns runs)
{
    /// <summary>Runs a stream whose turn has come.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="turn">The run's time in the stream's rhythm.</param>
    /// <param name="at">When it was to begin.</param>
    /// <param name="plannedDuring">The background job whose run planned this one; null when it was planned outside a run.</param>
    /// <param name="context">Hangfire's.</param>
    /// <param name="cancellationToken">Stops it: the server stops, or a person deleted the job.</param>
    [JobDisplayName("{1}, by its schedule")]
    public Task<RunNote> RunAsync(string tenant, string stream, DateTimeOffset turn, DateTimeOffset at, string? plannedDuring, PerformContext? context, CancellationToken cancellationToken) =>
        runs.FireAsync(new StreamName(stream), new PlannedRun(turn, at), new HangfireJob(context!), cancellationToken);

    /// <summary>Runs a stream because a person asked on the hub's page of the dashboard.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="caller">The name of the person's key.</param>
    /// <param name="onBehalfOf">The person, as they wrote themselves at the sign-in.</param>
    /// <param name="context">Hangfire's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    [JobDisplayName("{1}, because somebody asked")]
    public Task<RunNote> RunNowAsync(string tenant, string stream, string caller, string? onBehalfOf, PerformContext? context, CancellationToken cancellationToken) =>
        runs.AskedAsync(new StreamName(stream), caller, onBehalfOf, new HangfireJob(context!), cancellationToken);
}
