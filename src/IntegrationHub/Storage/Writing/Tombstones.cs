using IntegrationHub.Cases;
using IntegrationHub.Removals;

namespace IntegrationHub.Storage.Writing;

/// <summary>Brings cases back that have left, and destroys what is left of them when nobody did in time.</summary>
internal sealed class Tombstones(IWriteScope scope)
{
    readonly IStreamRows rows = scope.Rows();

    /// <summary>Makes tombstones the cases again that they were, and keeps them from complete reads that do not hold them.</summary>
    /// <returns>How many.</returns>
    public long Restore(RestoreChoice which, DateTimeOffset keepUntil)
    {
        var keys = new LookupKeyChanges(rows.LookupKeys);
        var merged = new MergedCases(rows.Cases, keys);
        var found = rows.Cases.Restorable(which, scope.Now - RemovalRule.RestorableFor);
        foreach (var (id, key, publicId, mergedInto) in found)
        {
            if (mergedInto is not null) merged.TakeBack(key, mergedInto);
            keys.Replace(id, null, rows.Cases.Restore(key));
            merged.AddTo(id, key);
            rows.HeldDeletes.Keep(key, scope.Now, keepUntil);
            // What its source sends next is mapped, though its bytes may be those that removed it.
            rows.States.ForgetInAllStreams(key);
            rows.Changes.Add(publicId, CaseChangeKind.Revived);
        }

        keys.Flush();
        // Their mapping may have changed since they left: then they are mapped again as the others were.
        if (found.Count > 0) rows.MapAgain();
        return found.Count;
    }

    /// <summary>Destroys the contents of a tombstone, with its events.</summary>
    /// <param name="key">The case.</param>
    /// <param name="keys">The keys in its row.</param>
    /// <param name="mergedInto">The key of the case that it became part of.</param>
    public void Empty(string key, byte[]? keys, string? mergedInto)
    {
        rows.Cases.Empty(key, MergedCases.Numbers(keys, mergedInto));
        rows.Events.Erase(key);
        rows.Outbox.Erase(key);
        rows.States.ForgetEvents(key);
        // Its source may send the same bytes again: they must be mapped.
        rows.States.ForgetInAllStreams(key);
        rows.LastRecords.Erase(key);
    }
}
