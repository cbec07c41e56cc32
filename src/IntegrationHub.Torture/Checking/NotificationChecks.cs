using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Checking;

/// <summary>Compares what workers said of notifications with what was committed: whoever hears that one is taken sends it no more.</summary>
internal static class NotificationChecks
{
    /// <summary>Notifications that were taken and lost, or stored twice.</summary>
    public static IEnumerable<Finding> Check(Truth truth, IndexFacts facts)
    {
        var stored = facts.Told.Where(t => t is { What: ToldWhat.Stored, Id: not null }).ToLookup(t => t.Id!);
        var ended = facts.Told.Where(t => t.What != ToldWhat.Stored).ToLookup(t => t.Notification);
        foreach (var taken in truth.Taken)
        {
            var kept = stored[taken.Id].ToList();
            if (kept.Count == 0) yield return Lost(taken, "it was answered as taken and is not stored");
            foreach (var one in kept)
                if (WhyLost(one, ended[one.Notification].LastOrDefault(), truth.Find(taken.Source, taken.Key)) is { } why) yield return Lost(taken, why);
        }

        foreach (var same in stored.Where(s => s.Count() > 1))
            yield return new Finding(FindingKind.Doubled, $"notification {same.Key}", $"it is stored {same.Count()} times");
    }

    // It was stored first and read after: so what could be seen when it was stored is in the index, or in quarantine, when it is done.
    static string? WhyLost(ToldStep stored, ToldStep? end, ModelCase? @case)
    {
        if (end is null) return "it was taken, and its case was never read";
        if (end.What == ToldWhat.Dead) return "it was taken, and became a dead letter";
        if (@case?.At(DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(stored.At)) is not { } seen || end.Revision >= seen.Revision) return null;
        if (end.Held && @case.Versions.Any(v => v.IsBad && v.Revision >= seen.Revision)) return null;

        return $"it was taken when revision {seen.Revision} could be seen, and done with {(end.Revision is { } stands ? $"revision {stands}" : "nothing")} in the index";
    }

    static Finding Lost(TakenNotification taken, string why) => new(FindingKind.NotificationLost, $"{taken.Source} {taken.Key}", why);
}
