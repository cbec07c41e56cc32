using IntegrationHub.Cases;

namespace IntegrationHub.Storage.Writing;

/// <summary>Whether an announced removal stands against the version that is stored; by the same order as versions stand against each other.</summary>
internal static class RemovalDecision
{
    public static UpsertAction Decide(StoredVersion? stored, long? order, DateTimeOffset readStartedAt, bool erase)
    {
        var action = UpsertDecision.Decide(stored, order, readStartedAt, []);
        // What is gone cannot go again; but what is gone can still be destroyed.
        return stored is { Tombstoned: true } && !erase && action is UpsertAction.Update or UpsertAction.TieTaken or UpsertAction.TieLeft
            ? UpsertAction.Same
            : action;
    }
}
