namespace IntegrationHub.Alerts;

/// <summary>Decides what fires and what is over. Pure: what was known, how the streams stand, the settings and the time.</summary>
/// <remarks>
/// What holds for a moment only is not told, and what is well for a moment only is not over: an alert fires when it has held for its rule's time,
/// and is over when all has been well for as long as the settings say. So between two firings of the same there is always an end.
/// </remarks>
static class AlertDecision
{
    /// <summary>What follows from a look at the streams.</summary>
    public static AlertBook Look(AlertBook book, IReadOnlyList<AlertReading> readings, AlertSettings settings, DateTimeOffset now)
    {
        var known = book.Alerts.ToDictionary(alert => (alert.Rule, alert.Stream));
        var next = new List<AlertState>();
        var cleared = new List<AlertState>(book.Cleared);
        foreach (var reading in readings)
        {
            known.Remove((reading.Rule, reading.Stream.Value), out var before);
            Take(reading.Holds ? Holding(reading, before, settings, now) : Well(before, settings, now));
        }

        // A stream whose file was taken away, or a rule that is in force no more, is nobody's fault any more.
        foreach (var left in known.Values) Take(Well(left, settings, now));
        return book with { Alerts = next, Cleared = cleared, LookedAt = now };

        void Take(AlertState? state)
        {
            if (state is { ClearedAt: not null }) cleared.Add(state);
            else if (state is not null) next.Add(state);
        }
    }

    static AlertState Holding(AlertReading reading, AlertState? before, AlertSettings settings, DateTimeOffset now)
    {
        var state = before is null
            ? new AlertState(reading.Rule, reading.Stream.Value, reading.Source.Value, now, reading.Count)
            : before with { Count = reading.Count, WellSince = null };
        return state.FiredAt is null && now - state.Since >= settings.Rules[reading.Rule].After ? state with { FiredAt = now } : state;
    }

    static AlertState? Well(AlertState? before, AlertSettings settings, DateTimeOffset now)
    {
        if (before is not { FiredAt: not null }) return null;

        var since = before.WellSince ?? now;
        var well = before with { WellSince = since };
        return now - since >= settings.ClearAfter ? well with { ClearedAt = now } : well;
    }
}
