using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>The reads of one run, in their order.</summary>
/// <remarks>
/// A complete read of a large system takes hours, and what changes meanwhile must not wait for it: where a source tells what has changed, that is read first,
/// and again whenever the complete read has gone on for as long as the stream's changes may wait.
/// </remarks>
internal sealed class RunReads(RunnableStream stream, StreamRead read, BatchWriter writer, TimeProvider time)
{
    StreamReading Reading => stream.Definition.Reading;

    /// <summary>How long a complete read goes on before the changes have their turn: as long as from one run to the next, or, where the clock decides, as the data may be old.</summary>
    TimeSpan ChangesEvery => stream.Definition.Schedule.Every ?? stream.Definition.FreshnessGoal;

    /// <summary>Reads what the plan says, and what has changed.</summary>
    /// <returns>What a complete read proved; null when there was none.</returns>
    public async Task<SweepVerdict?> ReadAsync(ReadPlan plan, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (plan.Kind == RunKind.Full && Reading.Strategy != ReadStrategy.Snapshot && checkpoint is { FirstReadDone: true, Watermark: not null })
            return await BetweenChangesAsync(plan, checkpoint, cancellationToken);

        var (after, verdict, _) = await read.ReadAsync(plan, checkpoint, writer, pauseAfter: null, cancellationToken);
        if (!plan.Resumed || Reading.Strategy != ReadStrategy.Cursor) return verdict;

        // What was read in the middle is finished, with its old upper bound; now what has changed since.
        await read.ReadAsync(ReadPlan.Changes(Reading, after, time.GetUtcNow()), after, writer, pauseAfter: null, cancellationToken);
        return verdict;
    }

    async Task<SweepVerdict?> BetweenChangesAsync(ReadPlan plan, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changes = await read.ReadAsync(ReadPlan.Changes(Reading, checkpoint, time.GetUtcNow(), waiting: plan.Read), checkpoint, writer, pauseAfter: null, cancellationToken);
            // A record that the store refused among the changes counts against the complete read too.
            plan = plan with { Read = changes.After.Unfinished ?? plan.Read };
            var complete = await read.ReadAsync(plan, changes.After, writer, ChangesEvery, cancellationToken);
            if (!complete.Paused) return complete.Verdict;

            checkpoint = complete.After;
            plan = ReadPlan.Resume(checkpoint.Unfinished!);
        }
    }
}
