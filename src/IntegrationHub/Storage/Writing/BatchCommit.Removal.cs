using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <content>Cases that leave because a complete read has proved it, or because they became part of another.</content>
internal sealed partial class BatchCommit
{
    /// <summary>Makes the cases tombstones that a verified sweep did not see and that nobody decided to keep, and takes what it did not see out of quarantine.</summary>
    /// <returns>How many.</returns>
    public long RemoveUnseen(string sweep)
    {
        var removed = Vanish(sweeps.Gone(sweep));
        foreach (var key in sweeps.DropUnseenQuarantine(sweep))
            if (states.Find(key) is { } state) Forget(key, state);
        return removed;
    }

    /// <summary>Makes live cases tombstones that a complete read has proved to be gone.</summary>
    /// <returns>How many.</returns>
    public long Vanish(IReadOnlyList<string> gone)
    {
        rows.ReadAhead(new ExpectedKeys(gone, gone));
        foreach (var key in gone)
        {
            var stored = cases.Find(key)!;
            var version = Version(stored.Version, states.Find(key))!.Value;
            RemoveLive(stored, version.Order, version.ReadStartedAt, new Departure(TombstoneReason.Vanished));
            edited.Drop(key);
            // The same bytes must be mapped again when the record comes back.
            states.ForgetInAllStreams(key);
        }

        keys.Flush();
        return gone.Count;
    }

    // Also of a case that had left already: only now it is told what became of it.
    void Merge(StoredRow? stored, BatchItem.Remove item)
    {
        if (stored is not { Version.Erased: false }) return;
        if (stored.MergedInto is { } before && (item.Erase || item.MergedInto is not null)) merged.TakeBack(item.CaseKey, before);
        if (item.Erase || item.MergedInto is not { } into) return;

        cases.Merge(item.CaseKey, into);
        merged.Give(item.CaseKey, into);
    }
}
