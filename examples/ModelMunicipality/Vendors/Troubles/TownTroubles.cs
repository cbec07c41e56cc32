using System.Collections.Concurrent;

namespace ModelMunicipality.Vendors.Troubles;

/// <summary>Which system has which trouble now: one that somebody asked for, else one of the plan.</summary>
/// <param name="plan">What comes without being asked for; null for nothing.</param>
/// <param name="time">The clock.</param>
sealed class TownTroubles(TroublePlan? plan, TimeProvider time)
{
    readonly ConcurrentDictionary<TroubledSystem, Trouble> asked = new();
    readonly ConcurrentDictionary<TroubledSystem, DateTimeOffset> ended = new();
    DateTimeOffset? begun;

    /// <summary>From now on troubles may come without being asked for.</summary>
    public void Begin() => begun = time.GetUtcNow();

    /// <summary>The trouble that a system has now; null when it has none.</summary>
    public Trouble? Of(TroubledSystem system)
    {
        var now = time.GetUtcNow();
        if (asked.TryGetValue(system, out var wanted) && now < wanted.Until) return wanted;
        if (begun is not { } notBefore || plan?.Of(system, now, notBefore) is not { } planned) return null;

        return ended.TryGetValue(system, out var end) && planned.From <= end ? null : planned;
    }

    /// <summary>Gives a system a trouble, in place of the one it has.</summary>
    public Trouble Ask(TroubledSystem system, TroubleKind kind, TimeSpan length)
    {
        var now = time.GetUtcNow();
        return asked[system] = new Trouble(kind, now, now + length);
    }

    /// <summary>Ends the trouble that a system has; whether it had one.</summary>
    public bool End(TroubledSystem system)
    {
        var had = Of(system) is not null;
        asked.TryRemove(system, out _);
        ended[system] = time.GetUtcNow();
        return had;
    }
}
