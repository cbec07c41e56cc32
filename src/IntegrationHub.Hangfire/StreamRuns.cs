using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Hangfire;

/// <summary>Does what a job of a stream is for: runs the stream, plans the run after it, and tells Hangfire how it went.</summary>
sealed class StreamRuns(IHub hub, RecurringStreams recurring, StreamPlans plans, HangfireScheduleOptions options, IOptions<HubOptions> hubOptions, TimeProvider time, ILogger<StreamRuns> logger)
{
    /// <summary>Who asked, where Hangfire does not tell: its own pages have no name for a person.</summary>
    public const string DashboardCaller = "hangfire";

    readonly TimeZoneInfo zone = hubOptions.Value.TimeZone;

    /// <summary>Runs a stream whose job has come to its turn.</summary>
    /// <exception cref="StreamRunException">It did not go well; the text may be stored and shown.</exception>
    public Task<RunNote> FireAsync(StreamName stream, PlannedRun planned, HangfireJob job, CancellationToken cancellationToken) =>
        ToldSafelyAsync(stream, job, () => FireOrLeaveOutAsync(stream, planned, job, cancellationToken), cancellationToken);

    /// <summary>Runs a stream because a person asked.</summary>
    /// <exception cref="StreamRunException">It did not go well; the text may be stored and shown.</exception>
    public Task<RunNote> AskedAsync(StreamName stream, string caller, string? onBehalfOf, HangfireJob job, CancellationToken cancellationToken) =>
        ToldSafelyAsync(stream, job, () => RunAskedAsync(stream, new Caller { Name = caller, Role = CallerRole.Operations, OnBehalfOf = onBehalfOf }, job, cancellationToken), cancellationToken);

    // Whatever escapes a job is stored and shown with its message: only texts of our own leave.
    async Task<RunNote> ToldSafelyAsync(StreamName stream, HangfireJob job, Func<Task<RunNote>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            ScheduleLog.Stopped(logger, stream, job.Id);
            throw;
        }
        catch (AuditUnavailableException)
        {
            throw new RunToRetryException($"{stream} was not run: the audit could not be written, and nothing is run for a person without it.");
        }
        catch (Exception exception) when (exception is not StreamRunException)
        {
            ScheduleLog.RunBroke(logger, stream, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            throw new RunToRetryException($"{stream} could not be run, {exception.GetType().Name}; the log says where (2074).");
        }
    }

    async Task<RunNote> FireOrLeaveOutAsync(StreamName stream, PlannedRun planned, HangfireJob job, CancellationToken cancellationToken)
    {
        if (Definition(stream) is not { } definition) return RunNote.NotRun("there is no file of this stream any more");
        if (recurring.Find(stream) is not { } entry) return RunNote.NotRun("the stream is paused, or its file was taken away");

        var now = time.GetUtcNow();
        var what = FiredRunDecision.Decide(definition.Schedule, planned, job.Retries, zone, now);
        if (what == FiredRun.Asked) return await RunAskedAsync(stream, new Caller { Name = DashboardCaller, Role = CallerRole.Operations }, job, cancellationToken);
        if (await SupersededAsync(stream, job, cancellationToken) is { } newer) return RunNote.NotRun($"run {newer} has read the stream since the first try");

        // One that is begun again after its process died finds the next run planned by itself; a retry, and one that a person puts back, leave the plan alone.
        var plansNext = entry.Planned.Turn == planned.Turn || (entry.PlannedDuringJob == job.Id && job.LastRun is null);
        if (!plansNext && job.LastRun is null && job.Retries == 0) return RunNote.NotRun("its turn was planned anew while it waited");

        if (what == FiredRun.LeftOut)
        {
            ScheduleLog.LeftOut(logger, stream, planned.At);
            if (plansNext) PlanAgain(stream, planned, job, again: null);
            return RunNote.NotRun("it came too late, or outside the windows");
        }

        // While it runs, the next one is what people want to be told, and what is there if this process dies.
        if (plansNext) PlanFollowing(definition, planned, job, now);
        return await RunAndPlanAgainAsync(stream, planned, plansNext, job, cancellationToken);
    }

    async Task<RunNote> RunAndPlanAgainAsync(StreamName stream, PlannedRun planned, bool plansNext, HangfireJob job, CancellationToken cancellationToken)
    {
        var failedBefore = job.Retries > 0 ? job.FailedBefore : await LastRunAsync(stream, cancellationToken) is { Outcome: RunOutcome.Failed };
        RunRecord? run = null;
        DateTimeOffset? again = null;
        try
        {
            run = await hub.RunAsync(stream, RunTrigger.Schedule, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (run is null) again = time.GetUtcNow() + options.TryAgainAfter;
        }
        catch (KeyNotFoundException)
        {
            // Its file was taken away a moment ago; the next look takes the recurring job away.
            return RunNote.NotRun("there is no file of this stream any more");
        }
        finally
        {
            if (plansNext && !cancellationToken.IsCancellationRequested) PlanAgain(stream, planned, job, again);
        }

        return run is null ? RunNote.NotRun("another run has the stream, or it was paused a moment ago") : Told(run, failedBefore, job);
    }

    async Task<RunNote> RunAskedAsync(StreamName stream, Caller caller, HangfireJob job, CancellationToken cancellationToken)
    {
        var run = await hub.RunNowAsync(caller, stream, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // The person looks at what came of it; nothing is tried again without them.
        return run is null ? RunNote.NotRun("another run has the stream") : run.Outcome == RunOutcome.Failed ? throw new RunFailedException(StreamRunException.Of(run), again: false) : RunNote.Of(run);
    }

    static RunNote Told(RunRecord run, bool failedBefore, HangfireJob job)
    {
        var verdict = RunVerdictDecision.Decide(run.Outcome, run.Fault?.Kind, failedBefore);
        if (verdict == RunVerdict.Done) return RunNote.Of(run);

        job.Remember(run.Id, failedBefore);
        throw verdict == RunVerdict.Retry ? new RunToRetryException(StreamRunException.Of(run)) : new RunFailedException(StreamRunException.Of(run), again: verdict == RunVerdict.FailedAgain);
    }

    // A retry is for nothing when the schedule, or a person, has run the stream since.
    async Task<long?> SupersededAsync(StreamName stream, HangfireJob job, CancellationToken cancellationToken) =>
        job is { Retries: > 0, LastRun: { } tried } && await LastRunAsync(stream, cancellationToken) is { } last && last.Id > tried ? last.Id : null;

    void PlanFollowing(StreamDefinition definition, PlannedRun begun, HangfireJob job, DateTimeOffset now)
    {
        lock (plans.Planning)
        {
            var (stream, schedule) = (definition.Name, ScheduleOf(definition));
            if (recurring.Find(stream) is not null && NextRun.After(schedule, stream, zone, begun.Turn, now) is { } following && following.At > now) Plan(stream, schedule, following, job);
        }
    }

    void PlanAgain(StreamName stream, PlannedRun before, HangfireJob job, DateTimeOffset? again)
    {
        lock (plans.Planning) PlanAfter(stream, before, job, again);
    }

    void PlanAfter(StreamName stream, PlannedRun before, HangfireJob job, DateTimeOffset? again)
    {
        // Paused or vanished while it ran; or its file says something else now.
        if (recurring.Find(stream) is not { } entry || Definition(stream) is not { } definition) return;

        var (schedule, now) = (ScheduleOf(definition), time.GetUtcNow());
        if (again is { } tried)
        {
            Plan(stream, schedule, new PlannedRun(before.Turn, tried), job);
            if (before.At > before.Turn + schedule.Jitter) ScheduleLog.StillTriedAgain(logger, stream, tried);
            else ScheduleLog.TriedAgain(logger, stream, tried);
            plans.LookAgain();
            return;
        }

        // What was planned when the run began stands, unless its time came while it went on: then its job was refused.
        var stands = entry.Planned.Turn != before.Turn && entry.Planned.At > now;
        if ((stands ? entry.Planned : NextRun.After(schedule, stream, zone, before.Turn, now)) is not { } next) return;

        if (!stands) Plan(stream, schedule, next, job);
        ScheduleLog.PlannedAgain(logger, stream, next.At);
    }

    void Plan(StreamName stream, RunSchedule schedule, PlannedRun run, HangfireJob job)
    {
        // Told before it is done: a run whose time has come may begin before this returns.
        plans.Set(stream, schedule, run);
        recurring.Set(stream, run, job.Id);
    }

    // That a file says something else now is for the planner's next look.
    RunSchedule ScheduleOf(StreamDefinition definition) => plans.ScheduleOf(definition.Name) ?? definition.Schedule;

    StreamDefinition? Definition(StreamName stream) => hub.Streams.FirstOrDefault(s => s.Name == stream);

    async Task<RunRecord?> LastRunAsync(StreamName stream, CancellationToken cancellationToken) => await hub.GetRunsAsync(stream, limit: 1, cancellationToken) is [var last, ..] ? last : null;
}
