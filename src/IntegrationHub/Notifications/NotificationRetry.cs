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

    /// <summary>After a fault of this one case: it is tried again, later and later, until it has used up its attempts.</summary>
    public static NotificationLater AfterFault(WaitingNotification waiting, StreamNotify notify, RunFault fault, DateTimeOffset now)
    {
        var attempts = waiting.Attempts + 1;
        var doubled = FirstWait * Math.Pow(2, Math.Min(waiting.Attempts, 20));
        return new NotificationLater(waiting.Number, attempts, now + (doubled < LongestWait ? doubled : LongestWait), Dead: attempts >= notify.Attempts, fault);
    }

    /// <summary>When the vendor does not know the case: null when the notification is done, since one missing row is no proof of anything; once more while the change may not be visible yet.</summary>
    public static NotificationLater? WhenUnknown(WaitingNotification waiting, TimeSpan settle, DateTimeOffset now) =>
        now < waiting.ReceivedAt + settle ? new NotificationLater(waiting.Number, waiting.Attempts, waiting.ReceivedAt + settle, Dead: false, Fault: null) : null;
}
