using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>Which cases a run reads again by their keys, when the vendor tells what is new and not what has changed.</summary>
/// <param name="StartedAt">When the reread began, which may have been in an earlier run.</param>
/// <param name="Query">Finds the cases that are left.</param>
internal sealed record RereadPlan(DateTimeOffset StartedAt, RereadQuery Query)
{
    /// <summary>
    /// An event that was committed while the reread before went on may not have been seen by it, and a complete read leaves out what it has seen before the event came:
    /// a reread looks for events from so much before the one before. That asks for no case twice, since each is held against its own last read.
    /// </summary>
    internal static readonly TimeSpan LookBack = TimeSpan.FromDays(1);

    const int AtOnce = 1000;

    /// <summary>Asks for every case that a complete read has not seen, and for every record in quarantine that it has not: what the source still knows has not vanished.</summary>
    public static RereadPlan OfUnseen(StreamReading reading, string sweepId, DateTimeOffset now) => new(now, new RereadQuery
    {
        SweepId = sweepId,
        ClosedAfter = DateTimeOffset.MinValue,
        EventsCommittedFrom = DateTimeOffset.MaxValue,
        HeldAt = DateTimeOffset.MaxValue,
        Limit = LimitOf(reading),
    });

    /// <summary>Decides; null when nothing is read again.</summary>
    /// <param name="reading">How the stream is read.</param>
    /// <param name="before">The checkpoint that the run began with.</param>
    /// <param name="sweepId">The complete read that goes on, or null.</param>
    /// <param name="now">The hub's clock.</param>
    public static RereadPlan? Decide(StreamReading reading, Checkpoint before, string? sweepId, DateTimeOffset now)
    {
        if (reading.Strategy != ReadStrategy.Windowed || reading.Reread.Every is not { } every) return null;

        // What a complete read has seen was read a moment ago; it asks for the others, so that what only lies outside its windows is not taken for vanished.
        if (sweepId is not null) return new RereadPlan(now, Query(null) with { SweepId = sweepId });
        // So was everything that a first read has brought.
        if (!before.FirstReadDone) return null;
        if (before.Reread is { } unfinished) return new RereadPlan(unfinished.StartedAt, Query(unfinished.AfterKey));

        // A time that lies ahead was written by a clock that went wrong.
        return before.RereadAt is { } last && last <= now && now - last < every ? null : new RereadPlan(now, Query(null));

        RereadQuery Query(string? afterKey) => new()
        {
            AfterKey = afterKey,
            ClosedAfter = reading.Reread.ClosedFor > TimeSpan.Zero ? now - reading.Reread.ClosedFor : null,
            EventsCommittedFrom = before.RereadAt - LookBack ?? DateTimeOffset.MinValue,
            HeldAt = now,
            Settle = reading.Settle,
            Limit = LimitOf(reading),
        };
    }

    // Whole batches.
    static int LimitOf(StreamReading reading) => reading.Reread.Batch * Math.Max(1, AtOnce / reading.Reread.Batch);
}
