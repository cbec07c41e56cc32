using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.HandOvers;

public sealed class HandOverOptionsTests : IDisposable
{
    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "contactCentre=Contact centre", null)]
    [InlineData("handOvers: { units: { barn: Barn och utbildning, it: It } }", "barn=Barn och utbildning it=It contactCentre=Contact centre", null)]
    [InlineData("handOvers: { agents: kc, units: { kc: Kontaktcenter, it: It } }", "kc=Kontaktcenter it=It", null)]
    [InlineData("handOvers: { agents: kc }", "kc=Contact centre", null)]
    [InlineData("handOvers: { unit: { it: It } }", null, "IH5001")]
    [InlineData("handOvers: { units: [it] }", null, "IH5003")]
    public void The_units_are_those_of_the_file_and_the_agents_have_one_whatever_it_says(string line, string? units, string? code)
    {
        Directory.CreateDirectory(folder["mappings"]);
        folder.Write("hub.yaml", $"tenant: sundby\ntimezone: Europe/Stockholm\nstreams: [mappings]\n{line}\n");
        var diagnostics = new DiagnosticBag();

        var hub = HubFileReader.Read(folder["hub.yaml"], diagnostics);

        Assert.Equal(code, diagnostics.All.Select(d => d.Code).FirstOrDefault());
        if (hub is null) return;
        var options = new HandOverOptions();
        options.Take(hub);
        Assert.Equal(units, string.Join(' ', options.Units.Select(unit => $"{unit.Key}={unit.Value}")));
        Assert.Contains(Assert.Single(options.UnitsOf(new Caller { Name = "desk", Role = CallerRole.Agent })), options.Units.Keys);
    }

    [Fact]
    public void Specialists_belong_to_their_departments_and_operations_to_no_unit()
    {
        var options = new HandOverOptions();

        Assert.Equal(["barn", "it"], options.UnitsOf(new Caller { Name = "x", Role = CallerRole.Specialist, Departments = ["barn", "it"] }));
        Assert.Empty(options.UnitsOf(new Caller { Name = "x", Role = CallerRole.Operations }));
    }
}
