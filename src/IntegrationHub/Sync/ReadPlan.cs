using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>What a run reads: where it begins, where it ends, and whether it goes on in the middle of an earlier read.</summary>
/// <param name="Kind">Changes or everything.</param>
/// <param name="Read">The read as it stands before its first page.</param>
/// <param name="Position">The source's own position to begin with.</param>
/// <param name="Resumed">Whether it goes on in the middle of an earlier read; then another read follows, for what changed since.</param>
internal sealed record ReadPlan(RunKind Kind, UnfinishedRead Read, string? Position, bool Resumed)
{
    /// <summary>A read that was broken off longer ago than this is begun anew: the vendor's pages have moved on.</summary>
    internal static readonly TimeSpan ResumeWithin = TimeSpan.FromHours(12);

    /// <summary>Whether the read has no upper bound; the watermark has, all the same.</summary>
    public bool OpenEnd { get; init; }

    /// <summary>The complete read that waits while changes are read; null when none does. It goes on afterwards, in this run or in the next.</summary>
    public UnfinishedRead? Waiting { get; init; }

    /// <summary>Decides what an order reads.</summary>
    /// <param name="reading">How the stream is read.</param>
    /// <param name="checkpoint">Where the last run stopped.</param>
    /// <param name="now">The hub's clock.</param>
    /// <param name="order">What is to be read.</param>
    /// <param name="newSweepId">Names a complete read that begins now.</param>
    public static ReadPlan Decide(StreamReading reading, Checkpoint checkpoint, DateTimeOffset now, RunOrder order, Func<string> newSweepId) => order switch
    {
        RunOrder.Period period => OfPeriod(period, now),
        RunOrder.RebuildOrder => OfRebuild(reading, checkpoint, now, newSweepId),
        _ => Decide(reading, checkpoint, now, order is RunOrder.EverythingOrder, newSweepId),
    };

    /// <summary>Decides. The bounds are taken from the clock before the read, never after it.</summary>
    /// <param name="reading">How the stream is read.</param>
    /// <param name="checkpoint">Where the last run stopped.</param>
    /// <param name="now">The hub's clock.</param>
    /// <param name="full">Whether a person asked for a complete read.</param>
    /// <param name="newSweepId">Names a complete read that begins now.</param>
    public static ReadPlan Decide(StreamReading reading, Checkpoint checkpoint, DateTimeOffset now, bool full, Func<string> newSweepId)
    {
        var windowed = reading.Strategy == ReadStrategy.Windowed;
        if (windowed && reading.From is null) throw new ArgumentException("A windowed stream needs read.from: its first window begins there.", nameof(reading));

        if (GoesOn(reading, checkpoint, now, full) is { } goesOn) return goesOn;
        // Killed between its last page and its end: a rebuild that somebody asked for is not forgotten.
        if (checkpoint.Unfinished is { Rebuild: true } rebuild && now - rebuild.StartedAt < ResumeWithin) return OfRebuild(reading, checkpoint, now, newSweepId);

        var everything = full || reading.Strategy == ReadStrategy.Snapshot || FullIsDue(reading, checkpoint, now);
        if (!everything) return Changes(reading, checkpoint, now);

        var read = new UnfinishedRead { StartedAt = now, SweepId = newSweepId(), ChangedAfter = reading.From, ChangedUntil = now - reading.Settle };
        return new ReadPlan(RunKind.Full, read, windowed ? null : checkpoint.Position, Resumed: false) { OpenEnd = true };
    }

    // What lies in the period is read whole, whatever was read before; the live read's own position would leave it out.
    static ReadPlan OfPeriod(RunOrder.Period period, DateTimeOffset now) =>
        new(RunKind.Backfill, new UnfinishedRead { StartedAt = now, ChangedAfter = period.From, ChangedUntil = period.Until }, Position: null, Resumed: false);

    static ReadPlan OfRebuild(StreamReading reading, Checkpoint checkpoint, DateTimeOffset now, Func<string> newSweepId)
    {
        if (checkpoint.Unfinished is { Rebuild: true } && GoesOn(reading, checkpoint, now, full: true) is { } goesOn) return goesOn;

        var anew = Decide(reading, checkpoint with { Unfinished = null }, now, full: true, newSweepId);
        return anew with { Kind = RunKind.Rebuild, Read = anew.Read with { Rebuild = true }, Position = null };
    }

    static ReadPlan? GoesOn(StreamReading reading, Checkpoint checkpoint, DateTimeOffset now, bool full) =>
        Resumable(reading, checkpoint, now, full) is { } unfinished
            ? Resume(reading.Strategy == ReadStrategy.Windowed ? unfinished with { ChangedUntil = now - reading.Settle } : unfinished)
            : null;

    /// <summary>What has changed since the watermark.</summary>
    /// <param name="reading">How the stream is read.</param>
    /// <param name="checkpoint">Where the last read stopped.</param>
    /// <param name="now">The hub's clock.</param>
    /// <param name="waiting">The complete read that waits meanwhile.</param>
    public static ReadPlan Changes(StreamReading reading, Checkpoint checkpoint, DateTimeOffset now, UnfinishedRead? waiting = null)
    {
        var windowed = reading.Strategy == ReadStrategy.Windowed;
        var read = new UnfinishedRead { StartedAt = now, ChangedAfter = checkpoint.Watermark - reading.Lookback ?? reading.From, ChangedUntil = now - reading.Settle };
        return new ReadPlan(RunKind.Changes, read, windowed ? null : checkpoint.Position, Resumed: false) { OpenEnd = windowed && !checkpoint.FirstReadDone, Waiting = waiting };
    }

    /// <summary>Goes on in the middle of a read.</summary>
    public static ReadPlan Resume(UnfinishedRead unfinished) =>
        new(unfinished.SweepId is null ? RunKind.Changes : unfinished.Rebuild ? RunKind.Rebuild : RunKind.Full, unfinished, unfinished.Next, Resumed: true) { OpenEnd = unfinished.SweepId is not null };

    static UnfinishedRead? Resumable(StreamReading reading, Checkpoint checkpoint, DateTimeOffset now, bool full)
    {
        if (checkpoint.Unfinished is not { } unfinished || now - unfinished.StartedAt >= ResumeWithin) return null;

        // Windows of time do not move as pages do: the read goes on behind the last whole one. Of changes, the watermark tells where that is.
        if (reading.Strategy == ReadStrategy.Windowed) return unfinished is { SweepId: not null, ChangedAfter: not null } ? unfinished : null;

        // A source that says how far its pages reach has moved the watermark with every page: beginning at it is as good as going on, and fresher.
        var goesOn = unfinished.SweepId is not null
            || (!full && reading.Strategy == ReadStrategy.Cursor && !(checkpoint.Watermark > (unfinished.ChangedAfter ?? DateTimeOffset.MinValue)));
        return unfinished.Next is not null && goesOn ? unfinished : null;
    }

    // The first read of a stream that reads changes is complete by itself; nothing could have vanished before it. A time that lies ahead was written by a clock that went wrong.
    static bool FullIsDue(StreamReading reading, Checkpoint checkpoint, DateTimeOffset now) =>
        reading.FullEvery is { } every && checkpoint is { FirstReadDone: true, LastFullAt: { } last } && (now - last >= every || last > now);
}
