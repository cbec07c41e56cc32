using System.Text.Json;

namespace IntegrationHub.Server.Tests.Cli;

public sealed class LookupCommandTests : IDisposable
{
    const string Social = """
        disclosure:
          sources:
            permits:
              social: true
              departments: [socialtjansten]
              existence: { decision: SN 2026-1, by: Socialnämnden, date: 2026-02-12, unit: The reception, phone: 08-465 004 50 }

        """;

    readonly HubOnDisk hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public async Task A_person_is_found_by_what_stands_on_the_input()
    {
        await SyncAsync();

        Assert.Equal(0, await hub.LookUpAsync("person", "19121212-1212\n"));

        var lines = hub.Output.Split('\n');
        Assert.StartsWith("Building permits: complete, as of ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["", "P 2026-1  in progress  Garage på Åsgatan", "  system: Building permits", "  dates: changed 2026-03-02", "  next step: The inspector visits", "  applicant: Tolvan Tolvansson, 19121212-****", "  mapping: permits 1.0.0", ""], lines[1..]);
        Assert.Equal("", hub.Error);
    }

    [Fact]
    public async Task Nothing_found_in_complete_sources_answers_one()
    {
        await SyncAsync();

        Assert.Equal(1, await hub.LookUpAsync("caseNumber", "P 2026-3"));

        Assert.EndsWith("\n\nNo case found.\n", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_sync_nobody_is_told_that_there_is_no_case()
    {
        Assert.Equal(1, await hub.LookUpAsync("caseNumber", "P 2026-1"));

        Assert.StartsWith("Building permits: not connected. Nothing has been read from it yet.\n", hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("No case found", hub.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("person", "19121212-1212")]
    [InlineData("organisation", "19121212-1212")]
    [InlineData("phone", "08-465 004 50")]
    [InlineData("email", "tolvan@sundby.example")]
    [InlineData("address", "Åsgatan 1")]
    public async Task What_can_be_a_person_is_not_taken_from_the_command_line(string by, string value)
    {
        Assert.Equal(2, await hub.LookUpAsync(by, "", "--value", value));

        Assert.Equal("", hub.Output);
        Assert.StartsWith($"ihub: --value does not go with --by {by}: other users can see command lines", hub.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(value, hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_number_may_stand_on_the_command_line()
    {
        await SyncAsync();

        Assert.Equal(0, await hub.LookUpAsync("caseNumber", "", "--value", "p 2026-2"));

        Assert.Contains("P 2026-2  unknown (Dozing)  A sauna\n", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_programs_the_answer_is_as_the_api_writes_it()
    {
        await SyncAsync();

        Assert.Equal(0, await hub.LookUpAsync("person", "19121212-1212", "--format", "json"));

        using var json = JsonDocument.Parse(hub.Output);
        var told = Assert.Single(json.RootElement.GetProperty("cases").EnumerateArray());
        Assert.Equal("full|inProgress|certain|Garage på Åsgatan", string.Join('|', new[] { "disclosure", "status", "certainty", "title" }.Select(told.GetProperty)));
        Assert.Equal(("permits", "1.0.0"), (told.GetProperty("mapping").GetProperty("name").GetString(), told.GetProperty("mapping").GetProperty("version").GetString()));
        Assert.Equal("person", json.RootElement.GetProperty("lookedUp").GetProperty("by").GetString());
        Assert.Equal("complete", json.RootElement.GetProperty("coverage")[0].GetProperty("state").GetString());
        Assert.DoesNotContain("1212-1212", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_is_told_whom_to_call_and_the_department_sees_its_cases()
    {
        hub.WriteHubFile(Social);
        hub.Write("streams/permits.mapping.yaml", File.ReadAllText(hub.In("streams/permits.mapping.yaml")).Replace("const('open')", "const('restricted')\n  department: const('socialtjansten')", StringComparison.Ordinal));
        await SyncAsync();

        Assert.Equal(0, await hub.LookUpAsync("person", "19121212-1212"));
        Assert.EndsWith("\n\nThere is a matter at Building permits: call The reception, 08-465 004 50\n", hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("P 2026-1", hub.Output, StringComparison.Ordinal);

        Assert.Equal(0, await hub.LookUpAsync("person", "19121212-1212", "--as", "specialist:socialtjansten"));
        Assert.Contains("P 2026-1  in progress", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_look_up_is_in_the_audit_with_the_user_and_the_purpose()
    {
        await SyncAsync();

        await hub.LookUpAsync("person", "19121212-1212");

        var lines = await hub.ReadAuditAsync();
        Assert.Equal(["lookup", "lookup.told"], lines.Select(l => l.Action));
        Assert.All(lines, l => Assert.Equal(("ihub", Environment.UserName, "asks about a permit"), (l.Caller, l.OnBehalfOf, l.Purpose)));
    }

    [Theory]
    [InlineData("", "ihub: the standard input is empty; write the value there\n")]
    [InlineData("19121212-1212\n19121212-1213\n", "ihub: the standard input has several lines; one value is looked up at a time\n")]
    public async Task Exactly_one_value_is_taken_from_the_input(string input, string expected)
    {
        Assert.Equal(2, await hub.LookUpAsync("person", input));

        Assert.Equal(("", expected), (hub.Output, hub.Error));
    }

    [Fact]
    public async Task What_makes_no_sense_is_told_without_repeating_it()
    {
        Assert.Equal(2, await hub.LookUpAsync("person", "tolvan-1212", "--format", "json"));

        Assert.Equal("", hub.Output);
        Assert.StartsWith("ihub: value: ", hub.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tolvan", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_at_a_terminal_is_told_what_to_type_and_not_on_the_output()
    {
        await SyncAsync();

        Assert.Equal(0, await hub.RunAsync(new StringReader("19121212-1212\n"), asks: true, "lookup", "--by", "person", "--purpose", "asks about a permit"));

        Assert.Equal("Personal number: ", hub.Error);
        Assert.StartsWith("Building permits", hub.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("administrator")]
    [InlineData("specialist:")]
    [InlineData("specialist")]
    public async Task Only_agents_and_specialists_look_up(string role)
    {
        Assert.Equal(2, await hub.LookUpAsync("person", "19121212-1212", "--as", role));

        Assert.StartsWith("ihub: --as must be agent, or specialist:DEPARTMENT", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_up_needs_a_purpose()
    {
        Assert.Equal(2, await hub.RunAsync("lookup", "--by", "person"));

        Assert.Contains("--purpose", hub.Error, StringComparison.Ordinal);
    }

    async Task SyncAsync()
    {
        hub.Drop(HubOnDisk.Permits);
        Assert.Equal(0, await hub.RunAsync("sync"));
    }
}
