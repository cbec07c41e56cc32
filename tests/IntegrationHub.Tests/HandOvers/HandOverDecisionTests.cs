using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.HandOvers;

namespace IntegrationHub.Tests.HandOvers;

public sealed class HandOverDecisionTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    static readonly HandOverActor Anna = new("anna", ["contactCentre"]);
    static readonly HandOverActor Bo = new("bo", ["barn"]);
    static readonly HandOverActor Eva = new("eva", ["barn"]);
    static readonly HandOverActor Ulla = new("ulla", ["it"]);
    static readonly HandOverActor[] All = [Anna, Bo, Eva, Ulla, HandOverActor.Hub];
    static readonly HandOverHolder Barn = new(HolderKind.Unit, "barn");
    static readonly HandOverHolder It = new(HolderKind.Unit, "it");
    static readonly HandOverHolder Region = new(HolderKind.External, "", "Regionen", "stops@region.example");

    static HandOverHolder Person(HandOverActor actor) => new(HolderKind.Person, actor.Units[0], actor.Name);

    static HandOverStep Created(HandOverHolder to) => new() { Number = 1, Kind = HandOverStepKind.Created, At = Start, By = "anna", From = Person(Anna), To = to };

    static HandOverOrder Order(HandOverStepKind kind, HandOverHolder? to = null) => new(kind, "text", kind == HandOverStepKind.PassedOn ? to ?? It : null);

    // The chain after these steps, each of which must be possible.
    static List<HandOverStep> Chain(params (HandOverActor Actor, HandOverStepKind Kind, HandOverHolder? To)[] steps)
    {
        var chain = new List<HandOverStep> { Created(Barn) };
        foreach (var (actor, kind, to) in steps) Assert.True(Take(chain, actor, Order(kind, to)), $"{actor.Name} {kind}");
        return chain;
    }

    static bool Take(List<HandOverStep> chain, HandOverActor actor, HandOverOrder order)
    {
        var course = HandOverCourse.Of(chain);
        if (HandOverDecision.Decide(course, actor, order) is not { } to) return false;

        chain.Add(new HandOverStep { Number = chain.Count + 1, Kind = order.Kind, At = Start.AddMinutes(chain.Count), By = actor.Name, From = course.Holder, To = to });
        return true;
    }

    [Fact]
    public void A_return_goes_back_hand_by_hand_the_way_it_came()
    {
        var chain = Chain((Bo, HandOverStepKind.Accepted, null), (Bo, HandOverStepKind.PassedOn, It), (Ulla, HandOverStepKind.Accepted, null), (Ulla, HandOverStepKind.Returned, null));
        Assert.Equal((HandOverState.Waiting, Person(Bo)), (HandOverCourse.Of(chain).State, HandOverCourse.Of(chain).Holder));

        Assert.True(Take(chain, Eva, Order(HandOverStepKind.Returned)));
        var home = HandOverCourse.Of(chain);
        Assert.Equal((HandOverState.Waiting, Person(Anna)), (home.State, home.Holder));

        Assert.Equal([HandOverStepKind.Accepted, HandOverStepKind.PassedOn, HandOverStepKind.Noted, HandOverStepKind.Withdrawn], HandOverDecision.Possible(home, Anna));
    }

    [Fact]
    public void A_colleague_may_take_it_over_and_who_has_it_may_not_take_it_again()
    {
        var chain = Chain((Bo, HandOverStepKind.Accepted, null));

        Assert.False(Take(chain, Bo with { Name = "BO" }, Order(HandOverStepKind.Accepted)));
        Assert.True(Take(chain, Eva, Order(HandOverStepKind.Accepted)));
        Assert.Equal(Person(Eva), HandOverCourse.Of(chain).Holder);
    }

    [Fact]
    public void Since_when_somebody_has_it_is_since_it_came_into_this_hand()
    {
        var chain = Chain((Bo, HandOverStepKind.Accepted, null), (Bo, HandOverStepKind.Noted, null), (Bo, HandOverStepKind.Attempted, null));

        Assert.Equal(Start.AddMinutes(1), HandOverCourse.Of(chain).Since);
    }

    [Fact]
    public void Somebody_outside_is_answered_for_by_who_passed_it_on_and_a_reply_comes_back_to_them()
    {
        var chain = Chain((Bo, HandOverStepKind.Accepted, null), (Bo, HandOverStepKind.PassedOn, Region));
        Assert.Equal(Region with { Unit = "barn" }, HandOverCourse.Of(chain).Holder);

        Assert.False(Take(chain, Ulla, Order(HandOverStepKind.Replied)));
        Assert.True(Take(chain, Eva, Order(HandOverStepKind.Replied)));
        Assert.Equal((HandOverState.Waiting, Person(Bo)), (HandOverCourse.Of(chain).State, HandOverCourse.Of(chain).Holder));
        Assert.False(Take(chain, Eva, Order(HandOverStepKind.Replied)));
    }

    [Fact]
    public void What_is_in_a_hand_already_is_not_passed_on_to_it() => Assert.False(Take(Chain(), Bo, Order(HandOverStepKind.PassedOn, Barn)));

    [Theory]
    [InlineData(HandOverStepKind.Done)]
    [InlineData(HandOverStepKind.Withdrawn)]
    public void What_is_over_stays_as_it_is(HandOverStepKind end)
    {
        var chain = Chain((Bo, HandOverStepKind.Accepted, null));
        Assert.True(Take(chain, end == HandOverStepKind.Done ? Bo : Anna, Order(end)));

        Assert.All(All, actor => Assert.Empty(HandOverDecision.Possible(HandOverCourse.Of(chain), actor)));
    }

    [Fact]
    public void The_table_of_the_page_is_the_table_of_the_code()
    {
        static string Of(HandOverState state, HandOverActor actor) => string.Join(' ', HandOverDecision.Possible(
            HandOverCourse.Of(state == HandOverState.Waiting ? Chain() : Chain((Bo, HandOverStepKind.Accepted, null))), actor));

        Assert.Equal("Accepted Returned PassedOn Noted", Of(HandOverState.Waiting, Bo));
        Assert.Equal("Accepted Returned PassedOn Attempted Noted Done", Of(HandOverState.Accepted, Eva));
        Assert.Equal("Returned PassedOn Attempted Noted Done", Of(HandOverState.Accepted, Bo));
        Assert.Equal("Noted Withdrawn", Of(HandOverState.Waiting, Anna));
        Assert.Equal("Noted Withdrawn", Of(HandOverState.Accepted, Anna));
        Assert.Equal("Noted", Of(HandOverState.Accepted, Ulla));
        Assert.Equal("Reminded", Of(HandOverState.Waiting, HandOverActor.Hub));
    }

    [Fact]
    public void Whatever_steps_whoever_tries_there_is_one_holder_and_the_chain_explains_where_it_stands()
    {
        var orders = from kind in Gen.Elements(Enum.GetValues<HandOverStepKind>())
                     from actor in Gen.Elements(All)
                     from to in Gen.Elements(Barn, It, Region, new HandOverHolder(HolderKind.Group, "it", "E-services"), Person(Eva), new HandOverHolder(HolderKind.System, "", "permits"))
                     select (actor, Order(kind, to));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(orders.ListOf().ToArbitrary(), tried =>
        {
            var chain = new List<HandOverStep> { Created(Barn) };
            foreach (var (actor, order) in tried)
            {
                var before = HandOverCourse.Of(chain);
                var possible = HandOverDecision.Possible(before, actor);
                var taken = Take(chain, actor, order);
                // What may be passed on may still not be passed on to who has it.
                if (taken != possible.Contains(order.Kind) && !(order.Kind == HandOverStepKind.PassedOn && possible.Contains(order.Kind))) return false;
                var after = HandOverCourse.Of(chain);
                if (!taken && after != before with { Givers = after.Givers }) return false;
                if (!before.IsOpen && taken) return false;
                if (after.Holder.Unit.Length == 0 || after.Holder != chain[^1].To || after.Version != chain.Count) return false;
                if (after.State == HandOverState.Accepted && after.Holder.Kind != HolderKind.Person) return false;
                if (after.Givers.Count > chain.Count) return false;
            }

            return chain.Zip(chain.Skip(1)).All(pair => pair.First.To == pair.Second.From) && chain.Select(step => step.Number).SequenceEqual(Enumerable.Range(1, chain.Count));
        }));
    }
}
