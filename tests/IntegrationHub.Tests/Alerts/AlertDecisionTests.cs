using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Alerts;

namespace IntegrationHub.Tests.Alerts;

public sealed class AlertDecisionTests
{
    static readonly StreamName Permits = new("permits");
    static readonly SourceId Source = new("byggr");
    static readonly DateTimeOffset Start = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly AlertSettings Settings = new() { ClearAfter = TimeSpan.FromMinutes(10) };

    [Fact]
    public void What_holds_for_a_moment_only_is_not_told()
    {
        var book = After((0, true), (5, true), (9, false), (12, true), (15, true));

        Assert.Null(Assert.Single(book.Alerts).FiredAt);
        Assert.Equal(Start.AddMinutes(12), book.Alerts[0].Since);
    }

    [Fact]
    public void What_has_held_for_its_rules_time_fires_and_says_since_when()
    {
        var book = After((0, true), (5, true), (15, true));

        var alert = Assert.Single(book.Alerts);
        Assert.Equal((Start, Start.AddMinutes(15)), (alert.Since, alert.FiredAt));
    }

    [Fact]
    public void A_rule_without_a_time_fires_at_once()
    {
        var book = AlertDecision.Look(AlertBook.Empty, [new AlertReading(AlertRule.HeldDeletes, Permits, Source, 3, true)], Settings, Start);

        Assert.Equal(Start, book.Alerts[0].FiredAt);
    }

    [Fact]
    public void What_is_well_for_a_moment_only_is_not_over()
    {
        var book = After((0, true), (15, true), (20, false), (25, true), (29, false), (38, false));

        Assert.Empty(book.Cleared);
        Assert.Equal(Start.AddMinutes(15), Assert.Single(book.Alerts).FiredAt);
    }

    [Fact]
    public void What_has_been_well_for_long_enough_is_over_from_when_it_became_well()
    {
        var book = After((0, true), (15, true), (20, false), (31, false));

        Assert.Empty(book.Alerts);
        var over = Assert.Single(book.Cleared);
        Assert.Equal((Start.AddMinutes(20), Start.AddMinutes(31)), (over.WellSince, over.ClearedAt));
    }

    [Fact]
    public void A_stream_that_is_gone_is_well()
    {
        var firing = After((0, true), (15, true));

        var well = AlertDecision.Look(firing, [], Settings, Start.AddMinutes(20));
        var over = AlertDecision.Look(well, [], Settings, Start.AddMinutes(30));

        Assert.Empty(over.Alerts);
        Assert.Single(over.Cleared);
    }

    [Fact]
    public void Between_two_firings_there_is_always_an_end_and_between_two_ends_a_firing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Course, looks =>
        {
            var (book, fires) = (AlertBook.Empty, false);
            foreach (var (now, holds) in Moments(looks))
            {
                book = Look(book with { Cleared = [] }, now, holds);
                if (book.Cleared.Count > 0)
                {
                    if (!fires) return false;
                    fires = false;
                }

                if (book.Alerts.Any(alert => alert.FiredAt == now))
                {
                    if (fires) return false;
                    fires = true;
                }
            }

            return true;
        }));

    [Fact]
    public void A_fault_that_lasts_fires_and_goes_on_firing_and_none_fires_that_does_not_last() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Course, looks =>
        {
            var book = AlertBook.Empty;
            DateTimeOffset? holdsSince = null;
            DateTimeOffset? wellSince = null;
            foreach (var (now, holds) in Moments(looks))
            {
                book = Look(book, now, holds);
                holdsSince = holds ? holdsSince ?? now : null;
                wellSince = holds ? null : wellSince ?? now;
                var fires = book.Alerts.Any(alert => alert.FiredAt is not null);
                if (holdsSince is { } since && now - since >= Settings.Rules[AlertRule.Failing].After && !fires) return false;
                if (wellSince is { } well && now - well >= Settings.ClearAfter && fires) return false;
            }

            return true;
        }));

    // Looks come at uneven times: a process may have been away.
    static Arbitrary<List<(int Minutes, bool Holds)>> Course { get; } =
        Gen.Choose(1, 12).SelectMany(minutes => Gen.Elements(true, true, false).Select(holds => (Minutes: minutes, Holds: holds))).ListOf().Select(looks => looks.ToList()).ToArbitrary();

    static IEnumerable<(DateTimeOffset Now, bool Holds)> Moments(List<(int Minutes, bool Holds)> looks)
    {
        var now = Start;
        foreach (var (minutes, holds) in looks) yield return (now = now.AddMinutes(minutes), holds);
    }

    static AlertBook Look(AlertBook book, DateTimeOffset now, bool holds) =>
        AlertDecision.Look(book, [new AlertReading(AlertRule.Failing, Permits, Source, holds ? 3 : 0, holds)], Settings, now);

    static AlertBook After(params (int Minute, bool Holds)[] looks) => looks.Aggregate(AlertBook.Empty, (book, look) => Look(book, Start.AddMinutes(look.Minute), look.Holds));
}
