using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>Ends a complete read: finds its verdict over the rows of this transaction, and does what the verdict says.</summary>
internal sealed class SweepEnding(IWriteScope scope, StreamLease lease, long run)
{
    readonly ISweepRows sweeps = scope.Rows().Sweeps;

    public SweepResult End(SweepEnd end)
    {
        var verdict = SweepVerdict.Decide(end.Facts, sweeps.Count(end.SweepId), end.Guard);
        scope.StoreCheckpoint(lease, end.After(verdict));

        var applied = end.Rebuild && verdict.Complete
            ? new RebuildSwap(scope, lease.Stream, end, removes: verdict.Removal != SweepRemoval.Hold).Apply()
            : default;
        var (removed, heldDelete) = CarryOut(verdict, end.SweepId);
        sweeps.DropAll();
        scope.AddToRun(lease, run, applied with { Tombstoned = applied.Tombstoned + removed }, default);
        scope.Judge(run, verdict);
        return new SweepResult(verdict, removed, heldDelete) { Applied = applied };
    }

    (long Removed, long? HeldDelete) CarryOut(SweepVerdict verdict, string sweep)
    {
        var held = new HeldDeletes(scope.Rows().HeldDeletes, sweeps, scope.Now);
        if (verdict.Removal == SweepRemoval.Hold) return (0, held.Hold(sweep, run, verdict));
        // What an incomplete read did not hold says nothing of what an earlier, complete one has held.
        if (!verdict.Complete) return (0, null);

        held.Replace();
        return (new BatchCommit(scope, lease.Stream).RemoveUnseen(sweep), null);
    }
}
