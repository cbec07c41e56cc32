using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <content>Versions that are mapped again from the records that they were made of.</content>
internal sealed partial class BatchCommit
{
    bool remapping;

    RunCounters Apply(BatchItem.Remap item)
    {
        var key = item.OldKey;
        // Its source has sent another record meanwhile, or the same was mapped by a run: what stands is newer than what was mapped here.
        if (lastRecords.HashOf(key) is not { } hash || !hash.AsSpan().SequenceEqual(item.OldHash)) return Unchanged;

        var state = states.Find(key);
        if (item.With is { } with && lastRecords.IsAsOf(state?.Mapping, with)) return Unchanged;
        if (cases.Find(key) is { } stored && (stored.Version.Tombstoned || stored.Stream != scope.Stream.Stream)) return Unchanged;

        // It is no later than the read that confirmed the version, and no earlier.
        var at = state?.ReadStartedAt > item.ReadStartedAt ? state.ReadStartedAt.Value : item.ReadStartedAt;
        remapping = true;
        try
        {
            switch (item.Now)
            {
                case BatchItem.StoreCase now:
                    return Apply(now with { ReadStartedAt = at });
                case BatchItem.StoreEvent now:
                    return Apply(now with { ReadStartedAt = at });
                case BatchItem.StoreContact now:
                    return Apply(now with { ReadStartedAt = at });
                case BatchItem.Hold hold:
                    lastRecords.Tried(key, lastRecords.NumberOf(item.With));
                    // A key that cannot be read any more is known all the same: its case says that a record of it is held.
                    return Apply(hold with { Entry = hold.Entry with { Key = key, ReadStartedAt = at } });
                default:
                    lastRecords.Tried(key, lastRecords.NumberOf(item.With));
                    return default;
            }
        }
        finally
        {
            remapping = false;
        }
    }
}
