using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Notifications;

/// <summary>Decides what becomes of a notification whose case was asked for: whether it is done, or when its case is asked for again.</summary>
internal static class NotificationRetry
{
    /// <summary>The wait after the first try that failed; it doubles.</summary>
    internal static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait between two tries.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>Nothing waits for so long: a time that lies further ahead was written by a clock that went wrong, and counts as now.</summary>
    internal static readonly TimeSpan NeverSoLong = 2 * LongestWait;

    /// <summary>After a fault of this one case: it is tried again, later and later, until it has used up its attempts.</summary>
    public static NotificationLater AfterFault(WaitingNotification waiting, StreamNotify notify, RunFault fault, DateTimeOffset now)
    {
        var attempts = waiting.Attempts + 1;
        var doubled = FirstWait * Math.Pow(2, Math.Min(waiting.Attempts, 20));
        return new NotificationLater(waiting.Number, attempts, now + (doubled < LongestWait ? doubled : LongestWait), Dead: attempts >= notify.Attempts, fault);
    }

    /// <summary>
    /// Those of one case that stay when the vendor has answered: what they tell of may not have been visible yet, so the case is read once more when the settle time has passed since the last
    /// of them came. That an answer brought something new proves nothing: it may have been what another one told of, or nobody.
    /// </summary>
    /// <param name="ofOneCase">The notifications of the case that were due.</param>
    /// <param name="settle">How long a change may be invisible at the vendor.</param>
    /// <param name="askedAt">When the vendor was asked.</param>
    public static IReadOnlyList<NotificationLater> AfterAnswer(IReadOnlyList<WaitingNotification> ofOneCase, TimeSpan settle, DateTimeOffset askedAt)
    {
        var wait = settle < LongestWait ? settle : LongestWait;
        var tooEarly = ofOneCase.Where(n => askedAt < n.ReceivedAt + wait && !WasPutOff(n, askedAt)).ToList();
        if (tooEarly.Count == 0) return [];

        // Together, so that a burst costs one more call. What came by a clock that was ahead waits from now on.
        var last = tooEarly.Max(n => n.ReceivedAt);
        var due = (last < askedAt ? last : askedAt) + wait;
        return [.. tooEarly.Select(n => new NotificationLater(n.Number, n.Attempts, due, Dead: false, Fault: null))];
    }

    // It came by a clock that is ahead of this one, so it was due only then; whoever put it off to a time that has come has looked, and a settle time ago.
    static bool WasPutOff(WaitingNotification waiting, DateTimeOffset askedAt) => waiting.ReceivedAt > askedAt && waiting.DueAt <= askedAt;

    /// <summary>When a notification is due of which the store says that it is at <paramref name="dueAt"/>.</summary>
    public static DateTimeOffset DueAt(DateTimeOffset dueAt, DateTimeOffset now) => dueAt - now > NeverSoLong ? now : dueAt;
}
