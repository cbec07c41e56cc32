namespace IntegrationHub.Alerts;

/// <summary>Decides what is told now: what is new, what lasts, what has grown, what is over; all of it in one message. Pure.</summary>
static class AlertNews
{
    /// <summary>The book with what is to be told now as a message for each open channel.</summary>
    /// <param name="book">What is known.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="newId">Makes ids.</param>
    /// <param name="now">The time.</param>
    public static AlertBook Tell(AlertBook book, AlertSettings settings, Func<string> newId, DateTimeOffset now)
    {
        var quiet = settings.Quiet?.Hold(now) == true;
        var firing = book.Alerts.Where(alert => IsNews(alert, settings, now) && (!quiet || IsUrgent(alert, settings))).ToList();
        // In quiet hours nobody is told that something is over, unless they were told in them that it is not.
        var cleared = book.Cleared.Where(alert => !quiet || IsUrgent(alert, settings)).ToList();
        if (firing.Count == 0 && cleared.Count == 0) return book;

        var all = book.Alerts.Count(alert => alert.FiredAt is not null);
        var messages = settings.Channels.Where(channel => !book.Closed.ContainsKey(channel))
            .Select(channel => new AlertMessage(newId(), channel, now, "alerts") { Firing = firing, Cleared = cleared, FiringInAll = all, DueAt = now });
        return book.With(messages) with
        {
            Alerts = [.. book.Alerts.Select(alert => firing.Contains(alert) ? alert with { ToldAt = now, ToldCount = alert.Count } : alert)],
            Cleared = [.. book.Cleared.Except(cleared)],
        };
    }

    static bool IsNews(AlertState alert, AlertSettings settings, DateTimeOffset now) =>
        alert.FiredAt is not null && (alert.ToldAt is not { } told
            || (alert.WellSince is null && (now - told >= settings.Repeat || HasGrown(alert))));

    // Twice as much is news; what is late grows by itself.
    static bool HasGrown(AlertState alert) => alert.Rule is not (AlertRule.Late or AlertRule.Failing) && alert.Count >= 10 && alert.Count >= 2 * alert.ToldCount;

    static bool IsUrgent(AlertState alert, AlertSettings settings) => settings.Rules.TryGetValue(alert.Rule, out var rule) && rule.Urgent;
}
