using System.Collections.Concurrent;
using Hangfire;
using Hangfire.Common;

namespace IntegrationHub.Extras.Tests.Hangfire;

/// <summary>Hangfire's recurring jobs by a clock that the test moves: stands in for the part of Hangfire that looks at its own. Everything else is Hangfire's.</summary>
sealed class ClockedRecurringJobs(JobStorage storage, TimeProvider clock) : IRecurringJobManagerV2
{
    readonly RecurringJobManager jobs = new(storage, JobFilterProviders.Providers, new DefaultTimeZoneResolver(), () => clock.GetUtcNow().UtcDateTime);
    readonly ConcurrentDictionary<string, DateTimeOffset> due = new();

    public JobStorage Storage => jobs.Storage;

    /// <summary>Makes a job of each whose time has come.</summary>
    public void FireDue()
    {
        foreach (var (id, at) in due)
            if (at <= clock.GetUtcNow()) Trigger(id);
    }

    public void AddOrUpdate(string recurringJobId, Job job, string cronExpression, RecurringJobOptions options)
    {
        due.TryRemove(recurringJobId, out _);
        jobs.AddOrUpdate(recurringJobId, job, cronExpression, options);
        // One that is due already is triggered by whoever adds it.
        if (job.Args[3] is DateTimeOffset at && at > clock.GetUtcNow()) due[recurringJobId] = at;
    }

    public void Trigger(string recurringJobId) => TriggerJob(recurringJobId);

    public string TriggerJob(string recurringJobId)
    {
        due.TryRemove(recurringJobId, out _);
        return jobs.TriggerJob(recurringJobId);
    }

    public void RemoveIfExists(string recurringJobId)
    {
        due.TryRemove(recurringJobId, out _);
        jobs.RemoveIfExists(recurringJobId);
    }
}
