using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Faults;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

/// <summary>Whatever happens at the vendor and whenever a run breaks down: after the next runs everything stands in the index as the vendor last had it.</summary>
public sealed class WindowedHistoryTests(ITestOutputHelper output)
{
    /// <summary>What happens next at the vendor or in the hub.</summary>
    /// <param name="Kind">0–3 a case is created, 4–7 one changes, 8–10 the cases are read, 11 the updates are read, 12 time passes, 13 everything is read.</param>
    /// <param name="Which">Which case, or how much time.</param>
    /// <param name="BreaksAfter">After how many answers a run breaks down.</param>
    public sealed record Happening(int Kind, int Which, int BreaksAfter);

    /// <summary>A history with the vendor that it happens at.</summary>
    public sealed record History(IReadOnlyList<Happening> Happenings, int Limit, bool NewestFirst, bool Ordered, int Batch, int Rows);

    static Arbitrary<History> Histories() =>
        (from happenings in (from kind in Gen.Choose(0, 13) from which in Gen.Choose(0, 1000) from breaks in Gen.Choose(0, 8) select new Happening(kind, which, breaks)).ListOf()
         from limit in Gen.Choose(1, 6)
         from newestFirst in ArbMap.Default.GeneratorFor<bool>()
         from ordered in ArbMap.Default.GeneratorFor<bool>()
         from batch in Gen.Choose(1, 4)
         from rows in Gen.Choose(1, 20)
         select new History(happenings, limit, newestFirst, ordered, batch, rows)).ToArbitrary();

    [Fact]
    public void Every_record_ends_in_its_final_state_whatever_the_limit_and_wherever_runs_break_down()
    {
        var (runs, broken, cut) = (0, 0, 0);
        Prop.ForAll(Histories(), history =>
        {
            var played = Task.Run(() => PlayAsync(history)).GetAwaiter().GetResult();
            (runs, broken, cut) = (runs + played.Runs, broken + played.Broken, cut + played.Cut);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithEndSize(60));

        output.WriteLine($"{runs} runs, {broken} of them broken down, {cut} cut answers: nothing lost, doubled or set back");
        Assert.True(broken > 20 && cut > 20);
    }

    static async Task<(int Runs, int Broken, int Cut)> PlayAsync(History history)
    {
        await using var town = await WindowedFixture.StartAsync(days: 2);
        // Nothing is filed in the same second. An answer as long as it ever gets counts as cut, so one more than is whole must fit into it.
        (town.Vendor.Limit, town.Vendor.NewestFirst, town.Ordered) = (history.Limit + 1, history.NewestFirst, history.Ordered);
        town.Reading = town.Reading with
        {
            BatchSize = 3,
            Window = new StreamWindow { First = TimeSpan.FromHours(5), Rows = history.Rows },
            Reread = new StreamReread { Batch = history.Batch },
        };
        var (runs, broken, created) = (0, 0, 0);
        foreach (var (kind, which, breaksAfter) in history.Happenings)
        {
            town.Clock.Advance(TimeSpan.FromSeconds(1 + (which % 7 == 0 ? which : 0)));
            switch (kind)
            {
                case <= 3:
                    town.Vendor.Put($"K{created++:000}");
                    break;
                case <= 7 when created > 0:
                    town.Vendor.Put($"K{which % created:000}", (which % 3) switch { 0 => "waiting", 1 => "closed", _ => "open" });
                    break;
                case <= 10 or 13:
                    await RunAsync(full: kind == 13, breaksAfter);
                    break;
                case 11:
                    await town.RunUpdatesAsync();
                    break;
                case 12:
                    town.Clock.Advance(TimeSpan.FromMinutes(which));
                    break;
            }
        }

        // Two rounds: what changed a moment ago has settled in the second.
        for (var round = 0; round < 2; round++)
        {
            town.Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(RunOutcome.Succeeded, (await town.RunUpdatesAsync()).Outcome);
            Assert.Equal(RunOutcome.Succeeded, (await RunAsync(full: false, breaksAfter: int.MaxValue)).Outcome);
        }

        Assert.Empty(await town.WrongAsync());
        Assert.Equal(created, await town.CountAsync());
        return (runs, broken, town.Vendor.CutAnswers);

        async Task<RunRecord> RunAsync(bool full, int breaksAfter)
        {
            var answers = 0;
            town.Vendor.BeforeAnswer = () =>
            {
                if (answers++ >= breaksAfter) throw new SourceUnavailableException(FaultCodes.Connection, "the connection broke");
            };
            var run = await town.RunAsync(full);
            town.Vendor.BeforeAnswer = null;
            runs++;
            if (run.Outcome == RunOutcome.Failed) broken++;
            Assert.True(run.Counters.Reconciles);
            return run;
        }
    }
}
