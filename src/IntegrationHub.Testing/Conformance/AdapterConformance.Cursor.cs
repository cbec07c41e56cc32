using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Testing;

// C3: where a read goes on.
public abstract partial class AdapterConformance
{
    /// <summary>Behaviour 14.</summary>
    [Fact]
    [Behaviour(14)]
    public Task A_second_read_of_what_did_not_change_writes_nothing() => ProveAsync(async scene =>
    {
        scene.History.AddMany(7, scene.Step);
        scene.Settle();
        await scene.ReadAsync();
        scene.Settle();

        var second = await scene.ReadAsync();

        Assert.Equal((0, 0), (second.Counters.Written, second.Counters.Tombstoned));
        if (Subject.Can(Capability.AsksByTime)) Assert.All(scene.Watch.Requests, r => Assert.True(r.ChangedAfter is not null || r.Position is not null, "The second read began at the beginning of everything."));
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 15.</summary>
    [Fact]
    [Behaviour(15)]
    public Task A_read_that_breaks_off_at_any_page_goes_on_without_a_gap() => ProveAsync(BreakOffEverywhereAsync);

    /// <summary>Behaviour 20.</summary>
    [Fact]
    [Behaviour(20, Capability.UnsortedRows)]
    public Task A_read_of_unsorted_rows_that_breaks_off_goes_on_without_a_gap() => ProveAsync(new SceneOptions { Unsorted = true }, BreakOffEverywhereAsync);

    async Task BreakOffEverywhereAsync(ConformanceScene scene)
    {
        // What happens between two reads lies over a day and more, which no look-back covers.
        var (rows, span) = (3 * Math.Min(Subject.PageSize, 50) + 1, TimeSpan.FromHours(30));
        scene.History.AddMany(rows, span / rows);
        scene.Settle();
        for (var at = 0; at < 4; at++)
        {
            scene.Watch.Before = page =>
            {
                if (page == at) throw new SourceUnavailableException(FaultCodes.Connection, "The test breaks the read off here.");
            };
            var broken = await scene.RunAsync();
            scene.Watch.Before = null;
            if (broken.Outcome != RunOutcome.Succeeded) FailedByName(broken, "broke off");

            await scene.ReadAsync();
            await scene.HoldsWhatTheVendorShowsAsync();

            // For the next round every case is in another state, and there are new ones.
            scene.Clock.Advance(span + TimeSpan.FromHours(2));
            for (var number = 1; number <= rows; number++) scene.History.Change(number, scene.History.VendorNow - (rows - number + 1) * (span / rows));
            scene.History.AddMany(Math.Min(Subject.PageSize, 50) + 1, span / rows);
            scene.Settle();
        }

        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    }

    // How many rows of one moment are tried. A vendor without pages can send no more of them than it sends at once; the hub tells when there is more.
    int OfOneMoment => Subject.Strategy == ReadStrategy.Windowed && !Subject.Can(Capability.VendorPages) && !Subject.AnswersWhole
        ? Math.Max(3, Math.Min(Subject.PageSize, 50) - 4)
        : 3 * Math.Min(Subject.PageSize, 50);

    /// <summary>Behaviour 16.</summary>
    [Fact]
    [Behaviour(16)]
    public Task Pages_of_equal_times_lose_nothing() => ProveAsync(async scene =>
    {
        var ties = OfOneMoment;
        var at = scene.History.VendorNow - scene.Step;
        scene.History.Add(at - scene.Step);
        for (var i = 0; i < ties; i++) scene.History.Add(at);
        scene.History.Add(at + TimeSpan.FromSeconds(1));
        scene.Settle();

        await scene.ReadAsync();

        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 47: read so often that nothing has settled when it is read, and something happens in the very moment of each read.</summary>
    [Fact]
    [Behaviour(47, Capability.AsksByTime)]
    public Task What_happens_while_a_window_is_not_over_is_read_by_the_next() => ProveAsync(async scene =>
    {
        scene.History.AddMany(3, scene.Step);
        for (var read = 0; read < 12; read++)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(25));
            scene.History.Add();
            await scene.ReadAsync();
            scene.History.Add();
            scene.History.Change(1 + read % 3);
            scene.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        scene.Settle();
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 17.</summary>
    [Fact]
    [Behaviour(17)]
    public Task What_is_committed_late_with_an_older_time_arrives() => ProveAsync(async scene =>
    {
        scene.History.AddMany(4, scene.Step);
        scene.Settle();
        await scene.ReadAsync();
        scene.History.Add(scene.History.VendorNow - TimeSpan.FromMinutes(6));
        scene.History.Change(2, scene.History.VendorNow - TimeSpan.FromMinutes(6));
        scene.Settle();

        await scene.ReadAsync();

        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 18.</summary>
    [Fact]
    [Behaviour(18)]
    public Task A_time_in_the_future_does_not_carry_the_cursor_away() => ProveAsync(async scene =>
    {
        scene.History.AddMany(4, scene.Step);
        scene.History.Add(scene.History.VendorNow + TimeSpan.FromHours(18), c => c with { OpenedAt = scene.History.VendorNow - scene.Step });
        scene.Settle();
        await scene.ReadAsync();
        Assert.True((await scene.CheckpointAsync()).Watermark is not { } watermark || watermark <= scene.Clock.GetUtcNow(), "The cursor stands in the future.");

        scene.Clock.Advance(TimeSpan.FromHours(1));
        scene.History.Change(1);
        var fresh = scene.History.Add();
        scene.Settle();
        await scene.ReadAsync();

        Assert.NotNull(await scene.FindAsync(fresh));
        Assert.Contains(scene.History.Shown.First(c => c.Number == 1).Marker, await scene.FindAsync(fresh with { Number = 1 }), StringComparison.Ordinal);
        scene.Clock.Advance(TimeSpan.FromHours(19));
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 19: the vendor's clock.</summary>
    [Theory]
    [Behaviour(19)]
    [InlineData(10)]
    [InlineData(-10)]
    public Task A_vendors_clock_that_runs_wrong_loses_nothing(int minutes) => ProveAsync(async scene =>
    {
        scene.History.ClockAhead = TimeSpan.FromMinutes(minutes);
        if (scene.CallsAVendor) scene.Vendor.ClockAhead = TimeSpan.FromMinutes(minutes);
        scene.History.AddMany(4, scene.Step);
        for (var round = 0; round < 5; round++)
        {
            scene.Settle();
            await scene.ReadAsync();
            scene.History.Add();
            scene.History.Change(1 + round % 4);
        }

        scene.Clock.Advance(TimeSpan.FromMinutes(20));
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 19: the night on which an hour comes twice.</summary>
    [Fact]
    [Behaviour(19, Capability.LocalTime)]
    public Task On_the_autumn_night_nothing_is_lost() => ProveAsync(new SceneOptions { Start = StartOfAutumnNight() }, async scene =>
    {
        scene.History.AddMany(3, scene.Step);
        await scene.ReadAsync();
        // Two hours and a half, read every seven minutes: labels of one hour come twice, and every read begins and ends somewhere in them.
        for (var read = 0; read < 22; read++)
        {
            scene.History.Add();
            scene.Clock.Advance(TimeSpan.FromMinutes(4));
            scene.History.Change(1 + read % 3);
            scene.History.Add();
            scene.Clock.Advance(TimeSpan.FromMinutes(3));
            await scene.ReadAsync();
        }

        scene.Settle();
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    // Half an hour before the first of the two hours that are called alike.
    DateTimeOffset StartOfAutumnNight()
    {
        var at = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        for (; at.Year == 2026; at += TimeSpan.FromMinutes(30))
            if (Subject.Zone.IsAmbiguousTime(TimeZoneInfo.ConvertTime(at, Subject.Zone).DateTime)) return at - TimeSpan.FromMinutes(30);

        return at;
    }

    /// <summary>Behaviour 22.</summary>
    [Fact]
    [Behaviour(22)]
    public Task A_position_that_makes_no_sense_never_ends_a_read_early() => ProveAsync(async scene =>
    {
        scene.History.AddMany(2 * Math.Min(Subject.PageSize, 50) + 1, scene.Step);
        scene.Settle();
        scene.Publish();
        using var http = new HttpClient();
        var all = await ReadAllAsync(scene.Source(http), scene.Beginning);
        foreach (var position in (string[])["no position at all", "{\"page\":\"x\"}", "-1", "2026-13-45T99:00:00"])
        {
            List<SourceRecord> fromThere = [];
            var thrown = await Record.ExceptionAsync(async () => fromThere = await ReadAllAsync(scene.Source(http), scene.Beginning with { Position = position }));

            Assert.True(thrown is null or SourceException, $"The position '{position}' made the adapter throw {thrown?.GetType().Name}. Refuse what makes no sense by a {nameof(SourceException)} that says what to do, or begin anew.");
            Assert.True(thrown is not null || all.Select(Bytes).Order(StringComparer.Ordinal).SequenceEqual(fromThere.Select(Bytes).Order(StringComparer.Ordinal)),
                $"From the position '{position}', which makes no sense, {fromThere.Count} of {all.Count} records were read, and the read ended well.");
        }
    });
}
