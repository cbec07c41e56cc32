using IntegrationHub.Housekeeping;
using IntegrationHub.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.History;

/// <summary>Takes out runs that are older than anybody asks for.</summary>
sealed class RunExpiry(TenantId tenant, IHubStore store, ILogger logger) : IChore
{
    // Small transactions: people wait for the writer meanwhile.
    const int AtOnce = 500;

    public async Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await AllAsync(() => store.History.ExpireCoursesAsync(tenant, now - RunRetention.CourseKeptFor, ofSuccess: false, AtOnce, cancellationToken));
        await AllAsync(() => store.History.ExpireCoursesAsync(tenant, now - RunRetention.CourseOfSuccessKeptFor, ofSuccess: true, AtOnce, cancellationToken));
        var taken = await AllAsync(() => store.History.ExpireAsync(tenant, now - RunRetention.KeptFor, AtOnce, cancellationToken));
        if (taken > 0) HistoryLog.Expired(logger, taken, RunRetention.KeptFor.TotalDays);
    }

    static async Task<long> AllAsync(Func<ValueTask<int>> some)
    {
        var all = 0L;
        while (true)
        {
            var taken = await some();
            all += taken;
            if (taken < AtOnce) return all;
        }
    }
}

/// <summary>What is said of the history of runs, by numbers that can be looked up.</summary>
static partial class HistoryLog
{
    [LoggerMessage(2096, LogLevel.Information, "{Runs} runs that began more than {Days} days ago were taken out of the history")]
    public static partial void Expired(ILogger logger, long runs, double days);

    [LoggerMessage(2097, LogLevel.Warning, "{Stream} run {Run}: its course could not be written down; the run goes on. {Reason}")]
    public static partial void CourseNotWritten(ILogger logger, StreamKey stream, long run, string reason);
}
