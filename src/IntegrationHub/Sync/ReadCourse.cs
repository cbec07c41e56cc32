using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>Which page a read asks for next: page after page of a window, and window after window until the read's end.</summary>
/// <remarks>
/// A cursor or a snapshot is read through one window. Every answer either ends a window, so that the next begins later, or makes it narrower, down to where
/// the course gives up: it cannot go on for ever.
/// </remarks>
internal sealed class ReadCourse
{
    readonly StreamReading reading;
    readonly bool openEnd;
    readonly DateTimeOffset end;
    LearnedWindow pace;
    DateTimeOffset after;
    DateTimeOffset until;
    int records;
    bool cut;

    /// <param name="plan">What is read.</param>
    /// <param name="reading">How the stream is read.</param>
    /// <param name="learned">What earlier reads have learned of the windows' width.</param>
    public ReadCourse(ReadPlan plan, StreamReading reading, LearnedWindow? learned)
    {
        this.reading = reading;
        openEnd = plan.OpenEnd;
        pace = WindowRule.Begin(learned, reading.Window);
        if (reading.Strategy == ReadStrategy.Windowed)
        {
            // An open end reaches to now, and beyond with its last window; what has not settled is read, but does not move the watermark.
            end = plan.Read.ChangedUntil!.Value + (openEnd ? reading.Settle : TimeSpan.Zero);
            // Where a clock was set back there is nothing between the bounds; but only an answer proves that the source still gives one.
            after = Earlier(plan.Read.ChangedAfter!.Value, end - reading.Window.Min);
            Begin();
        }
        else
        {
            // A complete read has no upper bound: a case that changed a moment ago would be left out, and taken for vanished.
            Next = Request(plan.Read.ChangedAfter, openEnd ? null : plan.Read.ChangedUntil, plan.Position);
        }
    }

    /// <summary>What to ask for; null when the read is at its end or has given up.</summary>
    public PageRequest? Next { get; private set; }

    /// <summary>Why it has given up; null unless it has.</summary>
    public UnreadableAnswerException? Fault { get; private set; }

    /// <summary>Takes in the page that was asked for.</summary>
    /// <returns>How far the read has come with it.</returns>
    public PageStep.OfRead Take(SourcePage page)
    {
        if (reading.Strategy != ReadStrategy.Windowed)
        {
            Next = page.Next is null ? null : Next! with { Position = page.Next };
            return new PageStep.OfRead(page.Next, null, null);
        }

        records += page.Records.Count;
        cut |= page.Cut;
        // A cut window is asked for again in smaller ones; only one that cannot be smaller is read to its end.
        if (page.Next is { } next && !(cut && until - after > reading.Window.Min))
        {
            Next = Next! with { Position = next };
            return new PageStep.OfRead(null, null, null);
        }

        var answer = new WindowAnswer(until - after, records, cut);
        if (WindowRule.Next(pace, answer, reading.Window) is not { } learned)
        {
            Next = null;
            Fault = TooFull();
            return new PageStep.OfRead(null, null, null);
        }

        pace = learned;
        if (cut)
        {
            Begin();
            return new PageStep.OfRead(null, null, learned) { Cut = answer };
        }

        var step = new PageStep.OfRead(null, until, learned);
        after = until;
        if (after == end) Next = null;
        else Begin();
        return step;
    }

    void Begin()
    {
        (records, cut) = (0, false);
        until = WindowRule.Until(after, pace.Width, end);
        Next = Request(after, openEnd && until == end ? null : until, null);
    }

    PageRequest Request(DateTimeOffset? changedAfter, DateTimeOffset? changedUntil, string? position) =>
        new() { ChangedAfter = changedAfter, ChangedUntil = changedUntil, Position = position, PageSize = reading.PageSize };

    UnreadableAnswerException TooFull() => new(FaultCodes.WindowTooFull,
        $"The window of {Configuration.ValueSyntax.Text(until - after)} after {after:yyyy-MM-dd'T'HH:mm:ss.FFF'Z'} holds more than the {records:N0} records that the source sends at once, and read.window.min allows no smaller one. "
        + "What lies before it is in the index, what came of it too; nothing behind it was read, and every run tries it again. Ask the vendor for a higher limit, or lower read.window.min in the stream file.");

    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
