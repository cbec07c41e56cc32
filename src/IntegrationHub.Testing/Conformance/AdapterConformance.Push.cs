using IntegrationHub.Notifications;

namespace IntegrationHub.Testing;

// C6: a vendor that tells of changes of its own accord. Taking them in is the hub's; reading the case by its key is the adapter's.
public abstract partial class AdapterConformance
{
    /// <summary>Behaviour 38.</summary>
    [Fact]
    [Behaviour(38, ByKey = true)]
    public Task Notifications_in_any_order_converge_and_the_poll_catches_those_that_were_missed() => ProveAsync(new SceneOptions { IsNotified = true }, async scene =>
    {
        scene.History.AddMany(5, scene.Step);
        scene.Settle();
        await scene.ReadAsync();
        scene.Watch.Clear();
        scene.Clock.Advance(Subject.Resolution);
        for (var number = 1; number <= 5; number++) scene.History.Change(number);

        // Four of the five, the newest first, one of them told twice, one sent again, and one of a case that there is not.
        string Key(int number) => Subject.KeyOf(new VendorCase { Number = number, OpenedAt = default, ChangedAt = default, VisibleAt = default });
        foreach (var number in (int[])[4, 3, 2, 1, 4711]) Assert.Equal(NotificationOutcome.Stored, await scene.NotifyAsync(Key(number), $"msg_{number}"));
        Assert.Equal(NotificationOutcome.Stored, await scene.NotifyAsync(Key(2), "msg_2_again"));
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(NotificationOutcome.Repeated, await scene.NotifyAsync(Key(3), "msg_3"));
        await scene.ReadNotifiedAsync();

        Assert.True(scene.Watch.Requests.Count == 0, "Notified cases are read by their keys, and pages were asked for.");
        foreach (var @case in scene.History.Shown.Where(c => c.Number != 5))
            Assert.Contains(@case.Marker, await scene.FindAsync(@case) ?? "", StringComparison.Ordinal);

        scene.Settle();
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });
}
