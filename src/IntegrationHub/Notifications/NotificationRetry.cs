using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Notifications;

/// <summary>Decides what becomes of a notification whose case was asked for and did not come.</summary>
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
    /// Those of one case that stay when the vendor has answered: what they tell of may not have been visible yet. A read that brings something new brings one change, and
    /// is taken to be what the oldest of them told of; the others have their case read once more when the settle time has passed since they came, and are done then.
    /// A case that the vendor does not know is no news: one missing row is no proof of anything.
    /// </summary>
    /// <param name="ofOneCase">The notifications of the case.</param>
    /// <param name="broughtNews">Whether the answer held what was not in the index, nor in quarantine.</param>
    /// <param name="settle">How long a change may be invisible at the vendor.</param>
    /// <param name="askedAt">When the vendor was asked.</param>
    public static IReadOnlyList<NotificationLater> AfterAnswer(IReadOnlyList<WaitingNotification> ofOneCase, bool broughtNews, TimeSpan settle, DateTimeOffset askedAt)
    {
        var wait = settle < LongestWait ? settle : LongestWait;
        return
        [
            .. ofOneCase.OrderBy(n => n.ReceivedAt).ThenBy(n => n.Number).Skip(broughtNews ? 1 : 0).Where(n => askedAt < n.ReceivedAt + wait)
                // What came by a clock that was ahead waits from now on.
                .Select(n => new NotificationLater(n.Number, n.Attempts, (n.ReceivedAt < askedAt ? n.ReceivedAt : askedAt) + wait, Dead: false, Fault: null)),
        ];
    }

    /// <summary>When a notification is due of which the store says that it is at <paramref name="dueAt"/>.</summary>
    public static DateTimeOffset DueAt(DateTimeOffset dueAt, DateTimeOffset now) => dueAt - now > NeverSoLong ? now : dueAt;
}
