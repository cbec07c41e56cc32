namespace IntegrationHub.Testing;

// C3 and C4 of a stream that holds what happened to cases, not cases.
public abstract partial class AdapterConformance
{
    /// <summary>Behaviour 45.</summary>
    [Fact]
    [Behaviour(45, OfEvents = true)]
    public Task An_event_stands_on_its_case_whichever_of_the_two_came_first() => ProveAsync(async scene =>
    {
        scene.History.AddMany(7, scene.Step);
        scene.Settle();
        await scene.ReadAsync();
        Assert.Equal(0, await scene.CountCasesBesideAsync());

        await scene.HoldsWhatTheVendorShowsAsync(after: "the cases came later than their events");
        scene.History.AddMany(4, scene.Step);
        scene.Settle();
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync(after: "events came to cases that were there");
        await scene.ChangeCasesBesideAsync();
        await scene.HoldsWhatTheVendorShowsAsync(after: "the cases were read again, changed");
    });

    /// <summary>Behaviour 46: also when the vendor is ill, and when it shows nothing at all.</summary>
    [Fact]
    [Behaviour(46, OfEvents = true)]
    public Task What_happened_stays_when_the_vendor_shows_it_no_more() => ProveAsync(async scene =>
    {
        await TwelveAsync(scene);
        foreach (var fault in Troubles)
        {
            scene.Break(fault);
            var run = await scene.RunCompleteAsync();
            Assert.True(run.Counters.Tombstoned == 0 && await scene.CountAsync() == 12, $"The vendor {fault}, and {12 - await scene.CountAsync()} events left the index.");
            scene.Mend();
        }

        foreach (var gone in (int[])[8, 12])
        {
            for (var number = 1; number <= gone; number++) scene.History.Vanish(number);
            var run = await scene.RunCompleteAsync();
            Assert.True(run.Counters.Tombstoned == 0 && await scene.CountAsync() == 12, $"The vendor shows {12 - gone} of 12 events, and the index has {await scene.CountAsync()}: what happened was taken back.");
        }

        for (var number = 1; number <= 12; number++) scene.History.Reappear(number);
        scene.History.Add();
        scene.Settle();
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });
}
