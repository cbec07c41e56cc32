using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using IntegrationHub.Server.Tests.Schedules;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Extras.Tests.Hangfire;

/// <summary>Writes each state of a job to the test's log, so that a test can wait for it.</summary>
sealed class StateSignals(ILogger log) : IApplyStateFilter, IJobFilterProvider
{
    public const int State = 9001;

    public IEnumerable<JobFilter> GetFilters(Job job) => [.. JobFilterProviders.Providers.GetFilters(job), new JobFilter(this, JobFilterScope.Global, order: null)];

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction) =>
        log.Log(LogLevel.Information, new EventId(State), $"{context.BackgroundJob.Id} {context.NewState.Name}: {context.NewState.Reason}", null, (text, _) => text);

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }
}
