using System.Reflection;
using IntegrationHub.Notifications;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Notifications;

/// <summary>Stands before a real store and refuses what was read of certain cases; the rest goes through.</summary>
public class RefusingNotifications : DispatchProxy
{
    INotificationStore store = null!;

    /// <summary>The keys of the cases that the store does not take.</summary>
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it does not take them into quarantine either.</summary>
    public bool RefusesHolds { get; set; }

    /// <summary>What every transaction throws, if anything.</summary>
    public Exception? Fails { get; set; }

    public static (INotificationStore Store, RefusingNotifications Control) Before(INotificationStore store)
    {
        var proxy = Create<INotificationStore, RefusingNotifications>();
        var control = (RefusingNotifications)(object)proxy;
        control.store = store;
        return (proxy, control);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args!.OfType<NotificationsSettled>().Any() && Fails is { } fault) return new ValueTask<BatchResult>(Task.FromException<BatchResult>(fault));

        var refused = args!.OfType<IReadOnlyList<BatchItem>>().SingleOrDefault()?.Any(item => item is BatchItem.Hold ? RefusesHolds : Refused.Contains(item.Key!)) == true;
        return refused ? new ValueTask<BatchResult>(Task.FromException<BatchResult>(new BatchRefusedException("CHECK constraint failed: cases."))) : targetMethod!.Invoke(store, args);
    }
}
