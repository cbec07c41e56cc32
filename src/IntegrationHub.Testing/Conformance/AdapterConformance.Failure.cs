using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Testing;

// C5: a vendor that is not well.
public abstract partial class AdapterConformance
{
    const int Enough = 5 * 1024 * 1024;

    static readonly VendorFault[] Spoiled = [VendorFault.CutInTheMiddle, VendorFault.Html, VendorFault.Garbage(), VendorFault.Empty];

    // The last bytes of a file may be separators that hold nothing; what is cut here takes the end of a row with it.
    static readonly VendorFault[] OfFiles = [VendorFault.CutAt(-25)];

    static readonly VendorFault[] OfNetwork =
    [
        VendorFault.CutAt(-3), VendorFault.Status(400), VendorFault.Status(500), VendorFault.Status(502), VendorFault.Status(503), VendorFault.ResetAt(0), VendorFault.ResetAt(40),
        VendorFault.AnotherDocument, VendorFault.GzipBomb(Enough), VendorFault.Answers(VendorAnswer.Only(204), "answers 204"),
    ];

    // A vendor that is called can be bad in more ways than one that delivers files.
    IEnumerable<VendorFault> Troubles => Subject is DatabaseSubject database
        ? database.Troubles.Select(VendorFault.OfDatabase)
        : Spoiled.Concat(Subject is HttpSubject ? OfNetwork : OfFiles);

    /// <summary>Behaviour 29.</summary>
    [Fact]
    [Behaviour(29, OverHttp = true)]
    public Task A_vendor_that_asks_to_be_left_alone_is_not_called_earlier() => ProveAsync(new SceneOptions { Attempts = 3 }, async scene =>
    {
        foreach (var (status, asDate, seconds) in ((int, bool, int)[])[(429, false, 75), (429, true, 20), (503, false, 20)])
        {
            var wait = TimeSpan.FromSeconds(seconds);
            scene.History.AddMany(2, scene.Step);
            scene.Settle();
            // Two hours fast: a date is told by the vendor's own clock.
            scene.Vendor.ClockAhead = asDate ? TimeSpan.FromHours(2) : TimeSpan.Zero;
            scene.Break(VendorFault.Busy(status, wait, asDate), times: 1);
            var before = scene.Vendor.Calls.Count;

            var run = await scene.RunThroughWaitsAsync();

            // A token that was asked for before is no call for records.
            var calls = scene.Vendor.Calls.Skip(before).Where(c => Subject is not HttpSubject http || http.AsksForRecords(c)).ToList();
            Assert.True(calls.Count > 1, "The vendor was asked once and given up.");
            Assert.True(calls[1].At - calls[0].At >= wait, $"The vendor asked to be left alone for {wait}, and was called again after {calls[1].At - calls[0].At}. The hub's client waits: call with it, once.");
            Assert.Equal((RunOutcome.Succeeded, 1), (run.Outcome, run.Progress.Retries));
        }
    });

    /// <summary>Behaviour 30: at the first call, and in the middle of a read behind a page that was good.</summary>
    [Fact]
    [Behaviour(30)]
    public Task What_is_no_answer_is_a_named_fault_and_costs_nothing() => ProveAsync(async scene =>
    {
        var rows = Math.Min(Subject.PageSize, 20) + 1;
        foreach (var fault in Troubles)
        {
            foreach (var after in (int[])[0, 1])
            {
                // Two days on, and finished ones: no look-back, and no reading again of what is open, brings those of the faults before.
                scene.Clock.Advance(TimeSpan.FromDays(2));
                var added = scene.History.AddMany(rows, TimeSpan.FromSeconds(2), c => c with { Closed = true });
                scene.Settle();
                scene.Break(fault, after);
                var calls = scene.CallsAVendor ? scene.Vendor.Calls.Count : 0;
                var run = await scene.RunAsync();
                // Where a record is a call of its own, bad ones may be quarantined one by one; a vendor whose whole answer is one call has had its good one.
                var seen = after > 0 && (run.Counters.Quarantined > 0 || (scene.CallsAVendor && scene.Vendor.Calls.Count - calls <= 1));
                if (!seen) FailedByName(run, fault.ToString());
                scene.Mend();
                await scene.ReadAsync();
                await scene.HoldsWhatTheVendorShowsAsync(after: $"the vendor {fault}", of: added);
            }
        }

        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 30: an answer that does not come.</summary>
    [Fact]
    [Behaviour(30, OverHttp = true)]
    public Task A_vendor_that_does_not_answer_in_time_is_unavailable() => ProveAsync(async scene =>
    {
        scene.History.AddMany(4, scene.Step);
        scene.Settle();
        scene.Break(VendorFault.Silence);
        var running = scene.RunAsync();
        await WaitForAsync(() => scene.Vendor.Waiting > 0);

        scene.Clock.Advance(Manifest.AnswerTimeout + TimeSpan.FromSeconds(1));

        var run = await running;
        FailedByName(run, "never answers");
        Assert.Equal((FaultKind.Unavailable, FaultCodes.Timeout), (run.Fault!.Kind, run.Fault.Code));
        scene.Mend();
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 30: an answer that comes, but slowly.</summary>
    [Fact]
    [Behaviour(30, OverHttp = true)]
    public Task An_answer_that_comes_late_but_in_time_is_an_answer() => ProveAsync(async scene =>
    {
        scene.History.AddMany(2, scene.Step);
        scene.Settle();
        scene.Break(VendorFault.Delay(TimeSpan.FromSeconds(20)), times: 1);
        var running = scene.RunAsync();
        await WaitForAsync(() => scene.Vendor.Waiting > 0);

        scene.Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(RunOutcome.Succeeded, (await running).Outcome);
    });

    /// <summary>Behaviour 31.</summary>
    [Fact]
    [Behaviour(31, OverHttp = true)]
    public Task A_sign_in_that_ends_in_mid_run_is_told_by_its_setting_and_costs_nothing() => ProveAsync(async scene =>
    {
        scene.History.AddMany(2 * Math.Min(Subject.PageSize, 20) + 1, scene.Step);
        scene.Settle();
        scene.Break(VendorFault.Status(401), after: 1);

        var run = await scene.RunAsync();

        if (scene.Vendor.Calls.Count > 1)
        {
            FailedByName(run, "answers 401 in the middle");
            Assert.Equal((FaultKind.Misconfigured, FaultCodes.NotAuthorised), (run.Fault!.Kind, run.Fault.Code));
        }

        scene.Mend();
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 32.</summary>
    [Fact]
    [Behaviour(32)]
    public Task One_bad_record_of_five_hundred_is_quarantined_and_the_others_arrive() => ProveAsync(new SceneOptions { PageSize = 100 }, async scene =>
    {
        scene.History.AddMany(499, TimeSpan.FromMinutes(1));
        scene.History.Add(scene.History.VendorNow - TimeSpan.FromSeconds(90.0 * 100), c => c with { Broken = true });
        scene.Settle();

        var run = await scene.ReadAsync();

        Assert.Equal((1, 499), (run.Counters.Quarantined, await scene.CountAsync()));
    });

    /// <summary>Behaviour 35: pages that come twice.</summary>
    [Fact]
    [Behaviour(35)]
    public Task Pages_that_come_twice_give_the_same_index() => ProveAsync(async scene =>
    {
        IReadOnlyList<SourceRecord> before = [];
        scene.Watch.Change = (_, page) =>
        {
            var both = page with { Records = [.. page.Records, .. before, .. page.Records] };
            before = page.Records;
            return both;
        };
        scene.History.AddMany(7, scene.Step);
        scene.Settle();
        await scene.RunAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 35: what was read long ago comes once more.</summary>
    [Fact]
    [Behaviour(35, Capability.OrderedRecords)]
    public Task Older_states_that_come_again_never_replace_newer_ones() => ProveAsync(async scene =>
    {
        scene.History.AddMany(7, scene.Step);
        scene.Settle();
        await scene.ReadAsync();
        var old = scene.Watch.Pages.SelectMany(p => p.Records).ToList();
        scene.Clock.Advance(Subject.Resolution);
        for (var number = 1; number <= 7; number++) scene.History.Change(number);
        scene.Settle();
        scene.Watch.Change = (_, page) => page with { Records = [.. page.Records.Reverse(), .. old] };
        await scene.RunAsync();
        scene.Settle();
        await scene.RunAsync();
        scene.Watch.Change = null;

        await scene.HoldsWhatTheVendorShowsAsync();
    });
}
