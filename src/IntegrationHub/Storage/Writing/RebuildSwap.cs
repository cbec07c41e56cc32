using System.Runtime.ExceptionServices;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>Puts what a rebuild has gathered in the place of what is there, in the transaction that ends its read. A record that is not taken goes to quarantine alone.</summary>
/// <param name="scope">The transaction.</param>
/// <param name="stream">The stream.</param>
/// <param name="end">The end of the rebuild's read.</param>
/// <param name="removes">Whether what the mapping now calls gone may go.</param>
internal sealed class RebuildSwap(IWriteScope scope, StreamKey stream, SweepEnd end, bool removes)
{
    RunCounters counters;

    ISweepRows Sweeps => scope.Rows().Sweeps;

    /// <summary>Does so.</summary>
    /// <returns>What became of the records.</returns>
    public RunCounters Apply()
    {
        // Given up meanwhile: what it had gathered is nobody's any more.
        if (Sweeps.Find(end.SweepId) is null) return default;

        foreach (var portion in scope.Rows().Shadow.Portions(end.SweepId))
            Apply([.. portion.Select(row => row.Item is BatchItem.Remove { Erase: false } gone && !removes ? new ShadowRow(new BatchItem.Skip(null, gone.ReadStartedAt), null) : row)]);
        return counters;
    }

    // What is refused together is halved until the record is found.
    void Apply(IReadOnlyList<ShadowRow> rows)
    {
        if (Try([.. rows.Select(row => row.Item)]) is not { } refused) return;

        if (rows is [var single])
        {
            Hold(single, refused);
            return;
        }

        var half = rows.Count / 2;
        Apply([.. rows.Take(half)]);
        Apply([.. rows.Skip(half)]);
    }

    void Hold(ShadowRow row, Exception refused)
    {
        foreach (var choice in end.Refused(row.Item, row.Record, refused))
        {
            if (Try([choice]) is not null) continue;

            // Without its key it is not what the read has marked: unmarked, it would leave quarantine with what the read did not hold.
            if (choice is BatchItem.Hold held) Sweeps.Mark(Sweeps.Begin(end.SweepId), SweepMarks.Of(held.Entry));
            return;
        }

        ExceptionDispatchInfo.Throw(refused);
    }

    /// <summary>Applies the items; what of them is refused leaves no trace of any.</summary>
    /// <returns>Why they were refused; null when they were taken.</returns>
    Exception? Try(IReadOnlyList<BatchItem> items)
    {
        try
        {
            var applied = default(RunCounters);
            scope.InPart(() => applied = new BatchCommit(scope, stream).ApplyRebuilt(items, end.Facts.StartedAt));
            counters += applied;
            return null;
        }
        catch (Exception fault) when (AboutARecord(fault) is not null)
        {
            return AboutARecord(fault);
        }
    }

    Exception? AboutARecord(Exception fault) => scope.AsRefusal(fault) ?? (RefusalRule.MayBeAboutARecord(fault) ? fault : null);
}
