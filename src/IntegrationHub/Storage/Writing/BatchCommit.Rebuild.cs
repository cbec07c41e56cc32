using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <content>A rebuild: gathered beside what is there, and applied whole.</content>
internal sealed partial class BatchCommit
{
    /// <summary>Puts the items of a rebuild beside what is there, and marks their keys as seen by its read. What they will come to is counted when they are applied.</summary>
    public BatchResult Gather(Batch batch)
    {
        var sweep = sweeps.Begin(batch.SweepId!);
        rows.Shadow.Gather(batch.SweepId!, batch);
        foreach (var item in batch.Items)
        {
            // A case that the mapping now calls gone counts as one that the read did not hold: the guard looks at it too.
            if (item is BatchItem.Remove { Erase: false } gone) sweeps.Mark(sweep, SweepMarks.OfGone(gone.CaseKey));
            else See(item, sweep);
        }

        heldDeletes.Settle();
        return new BatchResult { Counters = default, Ties = [] };
    }

    /// <summary>Applies what a rebuild has gathered: <see cref="RebuildDecision"/> says which version stands.</summary>
    /// <param name="items">What it has gathered.</param>
    /// <param name="began">When the rebuild began.</param>
    public RunCounters ApplyRebuilt(IReadOnlyList<BatchItem> items, DateTimeOffset began)
    {
        rebuilding = true;
        rebuildBegan = began;
        return Apply(items, sweep: null).Counters;
    }

    /// <summary>No complete read goes on: a rebuild that left something behind was given up.</summary>
    public void LeaveRebuildBehind()
    {
        if (sweeps.IsRebuild()) sweeps.DropAll();
    }

    UpsertAction Decide(StoredVersion? known, long? order, DateTimeOffset readStartedAt, byte[] contentHash) =>
        rebuilding ? RebuildDecision.Decide(known, order, readStartedAt, rebuildBegan)
        : remapping ? RemapDecision.Decide(known, order, contentHash)
        : UpsertDecision.Decide(known, order, readStartedAt, contentHash);

    static bool IsAsItWas(StoredRow? stored, byte[] contentHash) =>
        stored is { PublicId: not null, Version.Tombstoned: false } && stored.Version.ContentHash.Span.SequenceEqual(contentHash);
}
