using System.Globalization;
using IntegrationHub.Sync;

namespace IntegrationHub.Hangfire;

/// <summary>What a job brings back: Hangfire stores it as the job's result, and its words stand in the job's history.</summary>
sealed record RunNote
{
    /// <summary>The run's number in the hub's run history; null when nothing was run.</summary>
    public long? Run { get; init; }

    /// <summary>What it was, in a line.</summary>
    public required string Words { get; init; }

    /// <summary>What a run brought.</summary>
    public static RunNote Of(RunRecord run)
    {
        var verdict = run.Verdict is null ? "" : $" {run.Verdict}";
        return new RunNote { Run = run.Id, Words = $"Run {run.Id} {run.Outcome.ToString().ToLowerInvariant()}: {CountsOf(run.Counters)}.{verdict}" };
    }

    /// <summary>Nothing was run.</summary>
    public static RunNote NotRun(string because) => new() { Words = $"Not run: {because}." };

    /// <summary>What became of the records.</summary>
    public static string CountsOf(RunCounters counters) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counters.Read} read = {counters.Written} written + {counters.Unchanged} unchanged + {counters.Skipped} skipped + {counters.Quarantined} quarantined; {counters.Tombstoned} tombstones");
}
