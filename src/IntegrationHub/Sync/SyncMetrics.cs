using System.Diagnostics.Metrics;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Sync;

/// <summary>What is counted and measured of runs. Nothing is built while nobody listens.</summary>
static class SyncMetrics
{
    static readonly Counter<long> Records =
        HubMeter.Meter.CreateCounter<long>("integrationhub.sync.records", "{record}", "Records that were read and committed, by what became of them.");

    static readonly Counter<long> Tombstones =
        HubMeter.Meter.CreateCounter<long>("integrationhub.sync.tombstones", "{case}", "Cases that became tombstones.");

    static readonly Counter<long> Sweeps =
        HubMeter.Meter.CreateCounter<long>("integrationhub.sync.sweeps", "{sweep}", "Complete reads that ended with a verdict, by what it was.");

    static readonly Counter<long> Batches =
        HubMeter.Meter.CreateCounter<long>("integrationhub.sync.batches", "{batch}", "Transactions that runs committed.");

    static readonly Counter<long> Pages =
        HubMeter.Meter.CreateCounter<long>("integrationhub.sync.pages", "{page}", "Pages that were read from sources.");

    static readonly Counter<long> Runs =
        HubMeter.Meter.CreateCounter<long>("integrationhub.sync.runs", "{run}", "Runs that ended, by how.");

    static readonly Counter<long> Faults =
        HubMeter.Meter.CreateCounter<long>("integrationhub.sync.faults", "{fault}", "Faults that ended a run, by what can be done about them.");

    static readonly Histogram<double> RunDuration =
        HubMeter.Meter.CreateHistogram("integrationhub.sync.run.duration", "s", "How long runs took.", tags: null, HubMeter.LongTimes);

    static readonly Histogram<double> CommitDuration =
        HubMeter.Meter.CreateHistogram("integrationhub.sync.commit.duration", "s", "How long the store took to commit a batch.", tags: null, HubMeter.ShortTimes);

    public static void PageRead(StreamKey stream)
    {
        if (Pages.Enabled) Pages.Add(1, HubMeter.Of(stream));
    }

    public static void Committed(StreamKey stream, RunCounters counters, TimeSpan took)
    {
        if (Batches.Enabled) Batches.Add(1, HubMeter.Of(stream));
        if (CommitDuration.Enabled) CommitDuration.Record(took.TotalSeconds, HubMeter.Of(stream));
        Count(stream, "written", counters.Written);
        Count(stream, "unchanged", counters.Unchanged);
        Count(stream, "skipped", counters.Skipped);
        Count(stream, "quarantined", counters.Quarantined);
        Removed(stream, counters.Tombstoned);
    }

    public static void Removed(StreamKey stream, long cases)
    {
        if (cases > 0 && Tombstones.Enabled) Tombstones.Add(cases, HubMeter.Of(stream));
    }

    public static void Judged(StreamKey stream, SweepResult result)
    {
        if (Sweeps.Enabled) Sweeps.Add(1, HubMeter.Of(stream).With(HubMeter.Outcome, EnumNames.Of(result.Verdict.Reason)));
        Removed(stream, result.Removed);
    }

    public static void RunEnded(StreamKey stream, RunEnd end, TimeSpan took)
    {
        var outcome = EnumNames.Of(end.Outcome);
        if (Runs.Enabled) Runs.Add(1, HubMeter.Of(stream).With(HubMeter.Outcome, outcome));
        if (RunDuration.Enabled) RunDuration.Record(took.TotalSeconds, HubMeter.Of(stream).With(HubMeter.Outcome, outcome));
        if (end.Fault is { } fault && Faults.Enabled)
            Faults.Add(1, HubMeter.Of(stream).With(HubMeter.Kind, EnumNames.Of(fault.Kind)).With(HubMeter.Code, fault.Code));
    }

    static void Count(StreamKey stream, string outcome, long records)
    {
        if (records > 0 && Records.Enabled) Records.Add(records, HubMeter.Of(stream).With(HubMeter.Outcome, outcome));
    }
}
