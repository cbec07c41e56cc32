using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;
using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;

namespace IntegrationHub.Hangfire;

/// <summary>The recurring jobs of this hub's streams in Hangfire's storage: one each, which waits for the stream's next run.</summary>
sealed class RecurringStreams(IHub hub, JobStorage storage, IRecurringJobManagerV2 manager, IBackgroundJobClientV2 client, TimeProvider time)
{
    /// <summary>The queue that a hub's jobs wait in: servers that have no hub, or another one, leave them alone.</summary>
    public static string QueueOf(TenantId tenant) => $"integrationhub-{tenant}";

    /// <summary>The id of a stream's recurring job.</summary>
    public static string IdOf(TenantId tenant, StreamName stream) => $"integrationhub:{tenant}:{stream}";

    /// <summary>The streams of this hub that have a recurring job, whether there is a file of them or not.</summary>
    public IReadOnlyList<StreamName> Streams
    {
        get
        {
            var prefix = IdOf(hub.Tenant, new StreamName(""));
            using var connection = storage.GetConnection();
            return [.. connection.GetRecurringJobs().Where(job => job.Id.StartsWith(prefix, StringComparison.Ordinal)).Select(job => new StreamName(job.Id[prefix.Length..]))];
        }
    }

    /// <summary>The stream's recurring job; null when there is none.</summary>
    public RecurringStream? Find(StreamName stream)
    {
        using var connection = storage.GetConnection();
        var found = connection.GetRecurringJobs([IdOf(hub.Tenant, stream)]) is [var only] ? only : null;
        if (found is null or { Removed: true } || found.Job is not { Args: [_, _, DateTimeOffset turn, DateTimeOffset at, var during, ..] }) return null;

        return new RecurringStream(new PlannedRun(turn, at), found.Cron, found.LastJobState, during is string id ? connection.GetStateData(id)?.Name : null)
        {
            PlannedDuringJob = during as string,
            NextJobAt = found.NextExecution is { } next ? new DateTimeOffset(DateTime.SpecifyKind(next, DateTimeKind.Utc)) : null,
        };
    }

    /// <summary>Lets the stream's recurring job wait for this run instead of what it waited for; one whose time has come is put into the queue at once.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="run">The run.</param>
    /// <param name="during">The background job whose run plans it, if one does.</param>
    public void Set(StreamName stream, PlannedRun run, string? during)
    {
        var (id, tenant, now) = (IdOf(hub.Tenant, stream), hub.Tenant.Value, time.GetUtcNow());
        var job = Job.FromExpression<StreamJob>(j => j.RunAsync(tenant, stream.Value, run.Turn, run.At, during, null, CancellationToken.None), QueueOf(hub.Tenant));
        manager.AddOrUpdate(id, job, ExactCron.Of(run.At, now), new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
        if (run.At <= now) manager.Trigger(id);
    }

    /// <summary>Takes the stream's recurring job away; a run that goes on ends as it would have.</summary>
    public void Remove(StreamName stream) => manager.RemoveIfExists(IdOf(hub.Tenant, stream));

    /// <summary>Puts a run that a person asked for into the queue, and tells the job's id.</summary>
    public string RunNow(StreamName stream, string caller, string? onBehalfOf)
    {
        var tenant = hub.Tenant.Value;
        return client.Create(Job.FromExpression<StreamJob>(j => j.RunNowAsync(tenant, stream.Value, caller, onBehalfOf, null, CancellationToken.None), QueueOf(hub.Tenant)), new global::Hangfire.States.EnqueuedState(QueueOf(hub.Tenant)));
    }
}
