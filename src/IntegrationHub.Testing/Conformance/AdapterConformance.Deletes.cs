using IntegrationHub.Sync;

namespace IntegrationHub.Testing;

// C4: what leaves the index, and what never does.
public abstract partial class AdapterConformance
{
    /// <summary>Behaviour 24.</summary>
    [Fact]
    [Behaviour(24, Capability.AnnouncesDeletes, OfCases = true)]
    public Task What_the_vendor_says_it_deleted_leaves_the_index() => ProveAsync(async scene =>
    {
        scene.History.AddMany(5, scene.Step);
        scene.Settle();
        await scene.ReadAsync();
        scene.Clock.Advance(Subject.Resolution);
        scene.History.Change(2, with: c => c with { Deleted = true });
        scene.Settle();

        var run = await scene.ReadAsync();

        Assert.Equal(1, run.Counters.Tombstoned);
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 25.</summary>
    [Fact]
    [Behaviour(25, Capability.CompleteReads, OfCases = true)]
    public Task What_vanished_from_a_complete_read_leaves_the_index() => ProveAsync(async scene =>
    {
        await TwelveAsync(scene);
        scene.History.Vanish(3);
        scene.History.Vanish(4);

        var run = await scene.RunCompleteAsync();

        Assert.Equal((RunOutcome.Succeeded, 2), (run.Outcome, run.Counters.Tombstoned));
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 26: an answer that was no answer.</summary>
    [Fact]
    [Behaviour(26, Capability.CompleteReads, OfCases = true)]
    public Task Nothing_leaves_the_index_because_of_a_bad_answer() => ProveAsync(async scene =>
    {
        await TwelveAsync(scene);
        foreach (var fault in Troubles)
        {
            foreach (var after in (int[])[0, 1])
            {
                scene.Break(fault, after);
                var run = await scene.RunCompleteAsync();
                Assert.True(run.Counters.Tombstoned == 0 && await scene.CountAsync() == 12, $"The vendor {fault}, and {12 - await scene.CountAsync()} cases left the index.");
                // A vendor whose answer is one call has had its good one.
                Assert.True(after > 0 || run.Outcome != RunOutcome.Succeeded, $"The vendor {fault}, and the run went well.");
                scene.Mend();
            }
        }

        Assert.Equal(RunOutcome.Succeeded, (await scene.RunCompleteAsync()).Outcome);
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 26: an honest answer that says that there is nothing.</summary>
    [Fact]
    [Behaviour(26, Capability.CompleteReads, OfCases = true)]
    public Task Nothing_leaves_the_index_because_the_vendor_shows_nothing() => ProveAsync(async scene =>
    {
        await TwelveAsync(scene);
        for (var number = 1; number <= 12; number++) scene.History.Vanish(number);

        var run = await scene.RunCompleteAsync();

        Assert.NotEqual(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal((12, 0), (await scene.CountAsync(), run.Counters.Tombstoned));
        for (var number = 1; number <= 12; number++) scene.History.Reappear(number);
        await scene.RunCompleteAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 26: pages that hold another number of records than the vendor says there are.</summary>
    [Fact]
    [Behaviour(26, Capability.CompleteReads, Capability.TellsTotal, OfCases = true)]
    public Task Nothing_leaves_the_index_because_of_a_read_that_holds_another_number_than_the_vendor_tells() => ProveAsync(async scene =>
    {
        await TwelveAsync(scene);
        scene.History.Vanish(3);
        scene.Trouble = PagingTrouble.AnotherTotal;

        var run = await scene.RunCompleteAsync();

        Assert.True(run.Outcome != RunOutcome.Succeeded, "The vendor told another number of records than its pages held, and the run went well. Does the script ask VendorCases.Total what to tell?");
        Assert.Equal((12, 0), (await scene.CountAsync(), run.Counters.Tombstoned));
        scene.Trouble = PagingTrouble.None;
        await scene.RunCompleteAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 27.</summary>
    [Fact]
    [Behaviour(27, Capability.CompleteReads, OfCases = true)]
    public Task When_too_much_seems_to_have_vanished_nothing_leaves_the_index() => ProveAsync(async scene =>
    {
        await TwelveAsync(scene);
        for (var number = 1; number <= 8; number++) scene.History.Vanish(number);

        var run = await scene.RunCompleteAsync();

        Assert.Equal((RunOutcome.Incomplete, 0), (run.Outcome, run.Counters.Tombstoned));
        Assert.Equal(12, await scene.CountAsync());
    });

    /// <summary>Behaviour 28.</summary>
    [Fact]
    [Behaviour(28, Capability.CompleteReads, OfCases = true)]
    public Task A_case_that_comes_back_is_revived() => ProveAsync(async scene =>
    {
        await TwelveAsync(scene);
        scene.History.Vanish(5);
        await scene.RunCompleteAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
        scene.History.Reappear(5);

        await scene.RunCompleteAsync();

        await scene.HoldsWhatTheVendorShowsAsync();
    });

    static async Task TwelveAsync(ConformanceScene scene)
    {
        scene.History.AddMany(12, scene.Step);
        scene.Settle();
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    }
}
