using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using static IntegrationHub.Disclosure.Disclosure;

namespace IntegrationHub.Tests.Disclosure;

public sealed class DisclosurePolicyReaderTests
{
    static readonly SourceId Permits = new("byggr");
    static readonly SourceId Social = new("social");
    static readonly Caller Agent = new() { Name = "desk", Role = CallerRole.Agent };

    const string Decision = """
            existence:
              decision: SN 2026/12
              by: Socialnämnden
              date: 2026-01-15
              unit: Mottagningen
              phone: 08-465 004 01
        """;

    [Fact]
    public void Without_a_section_open_cases_are_told_and_no_others()
    {
        var filter = DisclosurePolicyReader.Read(null, [Permits], new DiagnosticBag())!.For(Agent);

        Assert.Equal(Full, filter.Of(Permits, null, null, Confidentiality.Open));
        Assert.Equal(Hidden, filter.Of(Permits, null, null, Confidentiality.Restricted));
    }

    [Theory]
    [InlineData("    social: true")]
    [InlineData("    default: hidden")]
    public void A_social_or_hidden_source_tells_nothing(string setting)
    {
        var policy = Read($"sources:\n  social:\n{setting}");

        Assert.Equal(Hidden, policy.For(Agent).Of(Social, null, null, Confidentiality.Open));
        Assert.Equal(Full, policy.For(Agent).Of(Permits, null, null, Confidentiality.Open));
    }

    [Theory]
    [InlineData("    social: true")]
    [InlineData("    default: existence")]
    public void With_a_decision_its_cases_may_be_known_of(string setting)
    {
        var policy = Read($"sources:\n  social:\n{setting}\n{Decision}");

        Assert.Equal(Existence, policy.For(Agent).Of(Social, null, null, Confidentiality.Open));
        Assert.Equal(new ExistenceDecision("SN 2026/12", "Socialnämnden", new DateOnly(2026, 1, 15), "Mottagningen", "08-465 004 01"), policy.ExistenceOf(Social));
    }

    [Fact]
    public void Departments_and_limits_are_read()
    {
        var policy = Read("""
            sources:
              social:
                social: true
                departments: [socialtjansten]
            limits:
              - sources: [byggr]
                types: [inspection]
                from: open
                upTo: secret
                atMost: hidden
                roles: [agent]
                callers: [desk]
            """);

        Assert.Equal(Full, policy.For(new Caller { Name = "soc", Role = CallerRole.Specialist, Departments = ["socialtjansten"] }).Of(Social, "socialtjansten", null, Confidentiality.Secret));
        Assert.Equal(Hidden, policy.For(Agent).Of(Permits, null, "inspection", Confidentiality.Open));
        Assert.Equal(Full, policy.For(Agent with { Name = "web" }).Of(Permits, null, "inspection", Confidentiality.Open));
    }

    [Theory]
    [InlineData("sources:\n  social:\n    default: existence", "3:14", "IH5305", "only with a recorded decision")]
    [InlineData("sources:\n  social:\n    social: true\n    default: full", "4:14", "IH5304", "existence at most")]
    [InlineData("sources:\n  social:\n    social: yes", "3:13", "IH5301", "true or false")]
    [InlineData("sources:\n  socail:\n    default: hidden", "2:3", "IH5302", "did you mean 'social'?")]
    [InlineData("sources:\n  social:\n    defualt: hidden", "3:5", "IH5302", "did you mean 'default'?")]
    [InlineData("sources:\n  social:\n    default: hiden", "3:14", "IH5309", "did you mean 'hidden'?")]
    [InlineData("sources:\n  social:\n    default: existence\n    existence:\n      by: SN\n      date: 2026-01-15\n      unit: U\n      phone: 08-465 004 01", "5:7", "IH5303", "existence.decision is missing")]
    [InlineData("sources:\n  social:\n    default: existence\n    existence:\n      decision: D\n      by: SN\n      date: 15/1 2026\n      unit: U\n      phone: 08-465 004 01", "7:13", "IH5307", "is no date")]
    [InlineData("sources:\n  social:\n    default: existence\n    existence:\n      decision: D\n      by: SN\n      date: 2026-01-15\n      unit: U\n      phone: reception", "9:14", "IH5308", "no telephone number")]
    [InlineData("sources:\n  social:\n    departments: []", "3:18", "IH5301", "is empty")]
    [InlineData("limits:\n  - sources: [byggr]", "2:5", "IH5303", "atMost is missing")]
    [InlineData("limits:\n  - atMost: full", "2:13", "IH5309", "it is one of hidden, existence")]
    [InlineData("limits:\n  - sources: [byggr]\n    atMost: existence", "3:13", "IH5305", "'disclosure.sources.byggr' has none")]
    [InlineData("limits:\n  - atMost: hidden\n    roles: [agnet]", "3:13", "IH5309", "did you mean 'agent'?")]
    [InlineData("limits:\n  - atMost: hidden\n    from: secret\n    upTo: open", "3:11", "IH5309", "swap them")]
    [InlineData("limits: none", "1:9", "IH5301", "must be a list")]
    [InlineData("sources: none", "1:10", "IH5301", "must be a section")]
    public void What_is_wrong_is_told_with_its_place_and_what_to_do(string text, string place, string code, string words)
    {
        var diagnostics = new DiagnosticBag();

        var policy = DisclosurePolicyReader.Read(YamlTreeReader.Read("hub.yaml", text, diagnostics), [Permits, Social], diagnostics);

        var told = Assert.Single(diagnostics.All, d => d.Code == code);
        Assert.Null(policy);
        Assert.Equal($"hub.yaml:{place}", told.Place.ToString());
        Assert.Contains(words, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_and_a_decision_contradict_each_other()
    {
        var diagnostics = new DiagnosticBag();

        var policy = DisclosurePolicyReader.Read(YamlTreeReader.Read("hub.yaml", $"sources:\n  social:\n    default: hidden\n{Decision}", diagnostics), [Social], diagnostics);

        Assert.Null(policy);
        Assert.Equal("IH5306", Assert.Single(diagnostics.All).Code);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var diagnostics = new DiagnosticBag();

        DisclosurePolicyReader.Read(YamlTreeReader.Read("hub.yaml", "sources:\n  social:\n    default: existence\n  nosuch:\n    x: 1\nlimits:\n  - roles: [boss]\nmore: 1", diagnostics), [Social], diagnostics);

        Assert.Equal(5, diagnostics.All.Count);
    }

    static DisclosurePolicy Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        var policy = DisclosurePolicyReader.Read(YamlTreeReader.Read("hub.yaml", text, diagnostics), [Permits, Social], diagnostics);
        Assert.Empty(diagnostics.All);
        return policy!;
    }
}
