using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Tests.History;

public sealed class ModelRegisterTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_seed_gives_the_same_history(int kind)
    {
        var (one, other) = (After(500, (RegisterKind)kind, seed: 7), After(500, (RegisterKind)kind, seed: 7));

        Assert.Equal(Text(one), Text(other));
        Assert.NotEqual(Text(one), Text(After(500, (RegisterKind)kind, seed: 8)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_case_never_goes_back_and_misses_no_revision(int kind)
    {
        var register = After(2000, (RegisterKind)kind, seed: 3);

        Assert.All(register.Cases(), c =>
        {
            Assert.Equal(Enumerable.Range(1, c.Versions.Count), c.Versions.Select(v => v.Revision));
            Assert.Equal(c.Versions.Select(v => v.Changed).Order(), c.Versions.Select(v => v.Changed));
            // What has ended changes no more.
            Assert.All(c.Versions.SkipLast(1), v => Assert.Equal(ModelState.Open, v.State));
        });
    }

    [Fact]
    public void A_change_comes_in_at_most_the_settle_time_after_its_own_time()
    {
        var register = After(2000, RegisterKind.Changes, seed: 5);

        Assert.All(register.Cases().SelectMany(c => c.Versions), v => Assert.True(v.HappenedAt - v.Changed < ModelRegister.Settle));
        Assert.Contains(register.Cases().SelectMany(c => c.Versions), v => v.Changed > v.HappenedAt);
        Assert.Contains(register.Cases().SelectMany(c => c.Versions).GroupBy(v => v.Changed), same => same.Count() > 5);
    }

    [Fact]
    public void Every_state_that_a_case_was_in_can_be_told_afterwards()
    {
        var register = After(2000, RegisterKind.Export, seed: 5);
        var often = register.Cases().MaxBy(c => c.Versions.Count)!;

        Assert.All(often.Versions.Zip(often.Versions.Skip(1)), pair =>
        {
            Assert.Equal(pair.First, often.At(pair.First.HappenedAt));
            Assert.Equal(pair.First, often.At(pair.Second.HappenedAt - TimeSpan.FromTicks(1)));
        });
        Assert.Null(often.At(often.Versions[0].HappenedAt - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Every_change_is_told_of_once_and_what_is_told_of_early_can_be_seen_within_the_settle_time()
    {
        var register = new ModelRegister(RegisterKind.Told, seed: 5, size: 60, Start);
        var before = register.Cases().Sum(c => c.Versions.Count);
        var told = new List<(DateTimeOffset At, ModelTelling Telling)>();
        for (var step = 1; step <= 2000; step++)
        {
            var now = Start.AddMilliseconds(40 * step);
            register.Step(now);
            told.AddRange(register.TakeTellings().Select(telling => (now, telling)));
        }

        register.Settled(told[^1].At);

        var cases = register.Cases().ToDictionary(c => c.Key);
        Assert.Equal(cases.Values.Sum(c => c.Versions.Count) - before, told.Count);
        Assert.Equal(Enumerable.Range(1, told.Count), told.Select(t => t.Telling.Number));
        Assert.Equal(told.Count, told.Select(t => (t.Telling.Key, t.Telling.Revision)).Distinct().Count());
        Assert.All(told, t => Assert.InRange(cases[t.Telling.Key].Versions[t.Telling.Revision - 1].HappenedAt - t.At, TimeSpan.Zero, ModelRegister.Settle));
        Assert.All(told.Where(t => !t.Telling.Early), t => Assert.Equal(t.At, cases[t.Telling.Key].Versions[t.Telling.Revision - 1].HappenedAt));
        Assert.Contains(told, t => t.Telling is { Early: true, Revision: 1 });
        Assert.Contains(told, t => t.Telling is { Early: true, Revision: > 1 });
    }

    static ModelRegister After(int steps, RegisterKind kind, int seed)
    {
        var register = new ModelRegister(kind, seed, size: 60, Start);
        for (var step = 1; step <= steps; step++) register.Step(Start.AddMilliseconds(40 * step));
        return register;
    }

    static string Text(ModelRegister register) => string.Join('\n', register.Cases().SelectMany(c => c.Versions.Select(v => $"{c.Key} {v}"))) + string.Join('\n', register.Notes);
}
