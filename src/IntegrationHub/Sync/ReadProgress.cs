using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>How far a read has come, and the checkpoint that belongs to it.</summary>
internal sealed class ReadProgress
{
    readonly StreamReading reading;
    readonly bool firstRead;
    readonly bool beside;
    UnfinishedRead? waiting;
    UnfinishedRead read;
    DateTimeOffset? cap;
    string? position;
    bool first = true;

    /// <param name="plan">What is read.</param>
    /// <param name="before">The checkpoint that the read begins with.</param>
    /// <param name="reading">How the stream is read.</param>
    public ReadProgress(ReadPlan plan, Checkpoint before, StreamReading reading)
    {
        this.reading = reading;
        firstRead = before is { LastFullAt: null, FirstReadDone: false };
        beside = plan.Kind == RunKind.Backfill;
        read = plan.Read;
        waiting = plan.Waiting;
        cap = plan.Read.ChangedUntil;
        position = before.Position;
        Checkpoint = before;
    }

    /// <summary>The complete read's id, or null.</summary>
    public string? SweepId => read.SweepId;

    /// <summary>Whether the read is a rebuild.</summary>
    public bool Rebuild => read.Rebuild;

    /// <summary>The complete read that what is read here counts for as seen: a case that came while it waited may lie before the place where it goes on.</summary>
    public string? SeenBy => read.SweepId ?? waiting?.SweepId;

    /// <summary>The checkpoint after the pages so far. A backfill leaves it as it is.</summary>
    public Checkpoint Checkpoint { get; private set; }

    /// <summary>Takes in a page that is about to be committed.</summary>
    public void Take(SourcePage page, PageStep step, IReadOnlyList<BatchItem> items)
    {
        // A record without a key may be any case that a complete read seems to miss, also one that waits while changes are read.
        var keyless = KeylessIn(items);
        read = read with { Keyless = read.Keyless + keyless };
        waiting = waiting is null ? null : waiting with { Keyless = waiting.Keyless + keyless };
        switch (step)
        {
            case PageStep.OfRead ofRead:
                Read(page, ofRead, items);
                break;
            case PageStep.OfReread { Reread: var reread }:
                Checkpoint = Checkpoint with { Reread = reread ?? Checkpoint.Reread, Unfinished = waiting ?? read };
                break;
        }
    }

    /// <summary>The checkpoint as it was stored: what the store refused may have come to it.</summary>
    public void Committed(Checkpoint stored)
    {
        // Of a backfill nothing is written down: the checkpoint is that of the live read.
        if (beside) return;

        Checkpoint = stored;
        if (waiting is null) read = stored.Unfinished ?? read;
        else waiting = stored.Unfinished ?? waiting;
    }

    /// <summary>The reread of open cases that began then is done. It is written down with the read's end.</summary>
    public void FinishReread(DateTimeOffset startedAt) => Checkpoint = Checkpoint with { RereadAt = startedAt, Reread = null };

    void Read(SourcePage page, PageStep.OfRead step, IReadOnlyList<BatchItem> items)
    {
        if (first)
        {
            cap = WatermarkRule.Cap(read.ChangedUntil, page.SourceTime, reading.Settle);
            // Whoever goes on with this read in a later run goes by what the source's clock said when it began: pages that were read then do not hold what has changed since.
            read = read with { ChangedUntil = cap };
            first = false;
        }

        read = read with
        {
            Next = step.Next,
            ChangedAfter = step.Whole is null ? read.ChangedAfter : WatermarkRule.AfterWindow(null, step.Whole, cap),
            Records = read.Records + items.Count - page.Deletions.Count,
            Skipped = read.Skipped + items.Count(i => i is BatchItem.Skip { SkippedKey: null }),
            // What a vendor says of one window says nothing of the whole read.
            Total = reading.Strategy == ReadStrategy.Windowed ? null : page.Total ?? read.Total,
            // What was cut proves nothing of what it does not hold. A cut window does not get here as whole; another read cannot be asked for again in smaller parts.
            ChangesOnly = read.ChangesOnly || !page.PartOfComplete || (page.Cut && reading.Strategy != ReadStrategy.Windowed),
        };
        position = page.Position ?? position;
        if (beside) return;

        var watermark = WatermarkRule.AfterWindow(WatermarkRule.AfterPage(Checkpoint.Watermark, page, cap), step.Whole, cap);
        Checkpoint = Checkpoint with
        {
            // While a complete read goes on it proves nothing yet: neither may its source forget what it has sent.
            Position = SweepId is null ? position : Checkpoint.Position,
            // What a rebuild has gathered is not in the index yet.
            Watermark = Rebuild ? Checkpoint.Watermark : watermark,
            Window = step.Learned ?? Checkpoint.Window,
            // A read of changes that is broken off begins at the watermark again; what must be kept of the two is how far the complete one has come.
            Unfinished = waiting ?? read,
        };
    }

    /// <summary>What is known of a complete read when its last page is committed.</summary>
    public SweepFacts Facts() =>
        new() { StartedAt = read.StartedAt, Records = read.Records, Promised = read.Total, Skipped = read.Skipped, Keyless = read.Keyless, ChangesOnly = read.ChangesOnly };

    /// <summary>The checkpoint after the read's end. A complete read that proved incomplete moves nothing.</summary>
    public Checkpoint Finish(SweepVerdict? verdict)
    {
        if (beside) return Checkpoint;

        var proved = verdict is null or { Complete: true };
        Checkpoint = Checkpoint with
        {
            Watermark = proved ? WatermarkRule.AfterRead(Checkpoint.Watermark, cap) : Checkpoint.Watermark,
            Position = proved ? position : Checkpoint.Position,
            FirstReadDone = Checkpoint.FirstReadDone || proved,
            LastFullAt = verdict is { Complete: true } || (verdict is null && firstRead) ? read.StartedAt : Checkpoint.LastFullAt,
            Unfinished = waiting,
        };
        return Checkpoint;
    }

    static int KeylessIn(IReadOnlyList<BatchItem> items) => items.Count(i => i is BatchItem.Hold { Key: null, EditedAs: null });
}
