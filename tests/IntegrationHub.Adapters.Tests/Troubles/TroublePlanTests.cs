using ModelMunicipality.Town;
using ModelMunicipality.Vendors.Troubles;

namespace IntegrationHub.Adapters.Tests.Troubles;

public sealed class TroublePlanTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    readonly TroublePlan plan = new(new Town(1), Start);

    [Fact]
    public void Never_are_two_systems_in_trouble_at_once_and_every_trouble_ends_within_a_minute()
    {
        foreach (var second in Seconds(Day))
        {
            var troubles = TroubledSystem.All.Select(s => plan.Of(s, second, Start)).OfType<Trouble>().ToList();

            Assert.InRange(troubles.Count, 0, 1);
            Assert.All(troubles, t => Assert.InRange(t.Until - t.From, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60)));
        }
    }

    [Fact]
    public void In_a_day_every_system_has_each_of_its_troubles_and_is_well_most_of_the_time()
    {
        foreach (var system in TroubledSystem.All)
        {
            var troubles = Seconds(Day).Select(second => plan.Of(system, second, Start)).OfType<Trouble>().ToList();

            Assert.Equal(system.OwnKinds.Order(), troubles.Select(t => t.Kind).Distinct().Order());
            Assert.InRange(troubles.Count, 1, (int)Day.TotalSeconds / 10);
        }
    }

    [Fact]
    public void The_same_seed_has_the_same_troubles_and_another_one_others()
    {
        var again = new TroublePlan(new Town(1), Start);
        var other = new TroublePlan(new Town(2), Start);

        Assert.Equal(Course(plan), Course(again));
        Assert.NotEqual(Course(plan), Course(other));
    }

    [Fact]
    public void What_would_have_begun_before_everything_was_read_does_not_come()
    {
        var (system, trouble) = First();

        Assert.NotNull(plan.Of(system, trouble.From, notBefore: trouble.From));
        Assert.Null(plan.Of(system, trouble.From + TimeSpan.FromSeconds(2), notBefore: trouble.From + TimeSpan.FromSeconds(1)));
    }

    (TroubledSystem System, Trouble Trouble) First() =>
        (from second in Seconds(Day)
         from system in TroubledSystem.All
         let trouble = plan.Of(system, second, Start)
         where trouble is not null
         select (system, trouble.Value)).First();

    static List<Trouble?> Course(TroublePlan plan) => [.. from second in Seconds(TimeSpan.FromHours(2)) from system in TroubledSystem.All select plan.Of(system, second, Start)];

    static IEnumerable<DateTimeOffset> Seconds(TimeSpan length) => Enumerable.Range(0, (int)length.TotalSeconds).Select(s => Start + TimeSpan.FromSeconds(s));
}
