using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using static IntegrationHub.Disclosure.Disclosure;

namespace IntegrationHub.Tests.Disclosure;

public sealed class DisclosurePolicyTests
{
    static readonly SourceId Permits = new("byggr");
    static readonly SourceId Social = new("social");
    static readonly SourceId Schools = new("schools");

    static readonly ExistenceDecision Decision = new("SN 2026/12", "Socialnämnden", new DateOnly(2026, 1, 15), "Mottagningen", "08-465 004 01");

    static readonly SourceDisclosure SocialHidden = new(Social, Hidden) { Departments = ["socialtjansten"] };
    static readonly SourceDisclosure SocialExists = new(Social, Existence) { Departments = ["socialtjansten"], Existence = Decision };

    [Theory]
    [InlineData(Confidentiality.Open, Full)]
    [InlineData(Confidentiality.Restricted, Hidden)]
    [InlineData(Confidentiality.Secret, Hidden)]
    [InlineData(Confidentiality.Protected, Hidden)]
    public void An_agent_sees_open_cases_and_nothing_of_others(Confidentiality confidentiality, IntegrationHub.Disclosure.Disclosure expected) =>
        Assert.Equal(expected, Policy().For(Agent).Of(Permits, "bygg", null, confidentiality));

    [Theory]
    [InlineData(Confidentiality.Open, Full)]
    [InlineData(Confidentiality.Restricted, Existence)]
    [InlineData(Confidentiality.Secret, Hidden)]
    public void With_a_decision_an_agent_knows_that_restricted_cases_exist(Confidentiality confidentiality, IntegrationHub.Disclosure.Disclosure expected) =>
        Assert.Equal(expected, new DisclosurePolicy([new SourceDisclosure(Permits) { Existence = Decision }], []).For(Agent).Of(Permits, "bygg", null, confidentiality));

    [Fact]
    public void A_hidden_source_tells_an_agent_nothing_however_open_its_cases_are()
    {
        foreach (var confidentiality in Enum.GetValues<Confidentiality>())
            Assert.Equal(Hidden, Policy(SocialHidden).For(Agent).Of(Social, "socialtjansten", null, confidentiality));
    }

    [Theory]
    [InlineData(Confidentiality.Open, Existence)]
    [InlineData(Confidentiality.Restricted, Existence)]
    [InlineData(Confidentiality.Secret, Hidden)]
    [InlineData(Confidentiality.Protected, Hidden)]
    public void A_source_that_may_be_known_of_never_tells_more_than_that(Confidentiality confidentiality, IntegrationHub.Disclosure.Disclosure expected) =>
        Assert.Equal(expected, Policy(SocialExists).For(Agent).Of(Social, "socialtjansten", null, confidentiality));

    [Theory]
    [InlineData("socialtjansten", Confidentiality.Open, Full)]
    [InlineData("socialtjansten", Confidentiality.Secret, Full)]
    [InlineData("socialtjansten", Confidentiality.Protected, Existence)]
    [InlineData("bygg", Confidentiality.Open, Hidden)]
    [InlineData(null, Confidentiality.Open, Hidden)]
    public void A_specialist_sees_their_own_department_whole_even_in_a_hidden_source(string? department, Confidentiality confidentiality, IntegrationHub.Disclosure.Disclosure expected) =>
        Assert.Equal(expected, Policy(SocialHidden).For(Specialist("socialtjansten")).Of(Social, department, null, confidentiality));

    [Fact]
    public void A_specialist_is_like_an_agent_for_other_departments()
    {
        var filter = Policy(SocialExists).For(Specialist("bygg"));

        foreach (var confidentiality in Enum.GetValues<Confidentiality>())
        {
            Assert.Equal(Policy(SocialExists).For(Agent).Of(Social, "socialtjansten", null, confidentiality), filter.Of(Social, "socialtjansten", null, confidentiality));
            Assert.Equal(Policy().For(Agent).Of(Permits, "gata", null, confidentiality), filter.Of(Permits, "gata", null, confidentiality));
        }

        Assert.Equal(Full, filter.Of(Permits, "bygg", null, Confidentiality.Secret));
    }

    [Fact]
    public void A_department_that_a_source_does_not_hold_gives_nothing_there() =>
        Assert.Equal(Hidden, Policy(SocialHidden).For(Specialist("bygg")).Of(Social, "bygg", null, Confidentiality.Open));

    [Theory]
    [InlineData(CallerRole.Operations)]
    [InlineData(CallerRole.Administrator)]
    [InlineData((CallerRole)0)]
    [InlineData((CallerRole)99)]
    public void Who_runs_the_hub_or_has_no_known_role_sees_no_case(CallerRole role) =>
        Assert.Same(AccessFilter.Nothing, Policy(SocialExists).For(Agent with { Role = role, Departments = ["socialtjansten"] }));

    [Fact]
    public void An_agent_with_departments_is_an_agent_all_the_same() =>
        Assert.Equal(Hidden, Policy().For(Agent with { Departments = ["bygg"] }).Of(Permits, "bygg", null, Confidentiality.Secret));

    [Fact]
    public void A_specialist_without_departments_is_an_agent() =>
        Assert.Equal(Hidden, Policy().For(Specialist()).Of(Permits, "bygg", null, Confidentiality.Secret));

    [Fact]
    public void A_source_that_the_policy_does_not_know_tells_nothing() =>
        Assert.Equal(Hidden, Policy().For(Specialist("bygg")).Of(new SourceId("new"), "bygg", null, Confidentiality.Open));

    [Fact]
    public void Existence_without_a_recorded_decision_is_no_policy() =>
        Assert.Throws<ArgumentException>(() => Policy(new SourceDisclosure(Social, Existence)));

    [Fact]
    public void A_limit_takes_away_from_whom_it_names_and_from_nobody_else()
    {
        var limit = new DisclosureLimit(new AccessRule { Types = ["lvu"], Disclosure = Hidden }) { Callers = ["chat"] };
        var policy = new DisclosurePolicy([new SourceDisclosure(Permits)], [limit]);

        Assert.Equal(Hidden, policy.For(Agent with { Name = "chat" }).Of(Permits, null, "lvu", Confidentiality.Open));
        Assert.Equal(Full, policy.For(Agent with { Name = "chat" }).Of(Permits, null, "other", Confidentiality.Open));
        Assert.Equal(Full, policy.For(Agent).Of(Permits, null, "lvu", Confidentiality.Open));
    }

    [Fact]
    public void One_more_limit_never_tells_more()
    {
        var limits = LimitGen();
        Prop.ForAll(limits.ListOf().ToArbitrary(), limits.ToArbitrary(), CaseGen().ToArbitrary(), (some, more, @case) =>
            new[] { Agent, Specialist("bygg"), Specialist("socialtjansten") }.All(caller =>
                With([.. some, more]).For(caller).Of(@case.Source, @case.Department, @case.Type, @case.Confidentiality)
                <= With([.. some]).For(caller).Of(@case.Source, @case.Department, @case.Type, @case.Confidentiality))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_narrowest_of_the_limits_that_match_stands()
    {
        Prop.ForAll(LimitGen().ListOf().ToArbitrary(), CaseGen().ToArbitrary(), (limits, @case) =>
        {
            var told = With([.. limits]).For(Agent).Of(@case.Source, @case.Department, @case.Type, @case.Confidentiality);
            return limits.Where(limit => limit.Rule.Matches(@case.Source, @case.Department, @case.Type, @case.Confidentiality)).All(limit => told <= limit.Rule.Disclosure);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_more_closed_case_is_never_told_more_of()
    {
        Prop.ForAll(CaseGen().ToArbitrary(), @case =>
            @case.Confidentiality == Confidentiality.Protected || new[] { Agent, Specialist("bygg"), Specialist("socialtjansten") }.All(caller =>
                With([]).For(caller).Of(@case.Source, @case.Department, @case.Type, @case.Confidentiality + 1)
                <= With([]).For(caller).Of(@case.Source, @case.Department, @case.Type, @case.Confidentiality))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Only_sources_of_which_something_may_be_told_are_named()
    {
        Assert.True(Policy(SocialHidden).For(Agent).MayTell(Permits));
        Assert.False(Policy(SocialHidden).For(Agent).MayTell(Social));
        Assert.True(Policy(SocialExists).For(Agent).MayTell(Social));
        Assert.True(Policy(SocialHidden).For(Specialist("socialtjansten")).MayTell(Social));
        Assert.False(Policy(SocialHidden).For(Specialist("bygg")).MayTell(Social));
        Assert.False(AccessFilter.Nothing.MayTell(Permits));
    }

    [Fact]
    public void A_source_that_a_limit_hides_wholly_is_not_named_and_one_that_it_hides_in_part_is()
    {
        var whole = new DisclosureLimit(new AccessRule { Sources = [Permits], Disclosure = Hidden });
        var part = new DisclosureLimit(new AccessRule { Sources = [Permits], Types = ["lvu"], Disclosure = Hidden });

        Assert.False(With([whole]).For(Agent).MayTell(Permits));
        Assert.True(With([part]).For(Agent).MayTell(Permits));
    }

    [Fact]
    public void A_source_that_is_not_named_never_tells_anything()
    {
        Prop.ForAll(LimitGen().ListOf().ToArbitrary(), CaseGen().ToArbitrary(), (limits, @case) =>
        {
            var filter = With([.. limits]).For(Specialist("bygg"));
            return filter.MayTell(@case.Source) || filter.Of(@case.Source, @case.Department, @case.Type, @case.Confidentiality) == Hidden;
        }).QuickCheckThrowOnFailure();
    }

    static Caller Agent { get; } = new() { Name = "desk", Role = CallerRole.Agent };

    static Caller Specialist(params string[] departments) => new() { Name = "unit", Role = CallerRole.Specialist, Departments = departments };

    static DisclosurePolicy Policy(params SourceDisclosure[] more) => new([new SourceDisclosure(Permits), .. more], []);

    static DisclosurePolicy With(IReadOnlyList<DisclosureLimit> limits) =>
        new([new SourceDisclosure(Permits), SocialExists, new SourceDisclosure(Schools) { Existence = Decision }], limits);

    static Gen<(SourceId Source, string? Department, string? Type, Confidentiality Confidentiality)> CaseGen() =>
        from source in Gen.Elements(Permits, Social, Schools, new SourceId("new"))
        from department in Gen.Elements<string?>("bygg", "socialtjansten", null)
        from type in Gen.Elements<string?>("lvu", "permit", null)
        from confidentiality in Gen.Elements(Enum.GetValues<Confidentiality>())
        select (source, department, type, confidentiality);

    static Gen<DisclosureLimit> LimitGen() =>
        from sources in Gen.Elements<IReadOnlyList<SourceId>?>(null, [Permits], [Social, Schools])
        from departments in Gen.Elements<IReadOnlyList<string>?>(null, ["bygg"], ["socialtjansten"])
        from types in Gen.Elements<IReadOnlyList<string>?>(null, ["lvu"])
        from from_ in Gen.Elements(Enum.GetValues<Confidentiality>())
        from upTo in Gen.Elements(Enum.GetValues<Confidentiality>())
        from disclosure in Gen.Elements(Hidden, Existence, Full)
        select new DisclosureLimit(new AccessRule { Sources = sources, Departments = departments, Types = types, From = from_, UpTo = upTo, Disclosure = disclosure });
}
