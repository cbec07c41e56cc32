using IntegrationHub.Cases;

namespace IntegrationHub.Storage.Writing;

/// <summary>The events that stand in a case's own record.</summary>
internal static class EventTimeline
{
    /// <summary>Makes this stream's events of a case those of its record's timeline.</summary>
    public static void Replace(IEventRows events, string caseKey, IReadOnlyList<StoredEvent> timeline, DateTimeOffset readStartedAt, bool nothingStored)
    {
        if (nothingStored && timeline.Count == 0) return;

        var stored = nothingStored ? [] : events.OfCase(caseKey);
        foreach (var incoming in timeline)
        {
            if (stored.Remove(incoming.Id, out var known) && known.AsSpan().SequenceEqual(incoming.ContentHash)) continue;
            events.Upsert(incoming, ofCase: true, order: null, readStartedAt);
        }

        foreach (var id in stored.Keys) events.Delete(caseKey, id);
    }
}
