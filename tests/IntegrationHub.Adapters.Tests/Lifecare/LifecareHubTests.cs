using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Adapters.Tests.Lifecare;

/// <summary>Lifecare's stream files and mappings as they ship, through the hub.</summary>
public sealed class LifecareHubTests
{
    const string Tolvan = "19121212-1212";
    const string Department = "socialtjansten";

    static readonly DateTimeOffset Monday = new(2026, 3, 9, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_application_its_investigation_and_its_decision_are_found_by_whoever_works_there_and_by_nobody_else()
    {
        await using var hub = await StartAsync(call => FamilyCare(call));
        // The decision first: it may come before the investigation that it is of.
        foreach (var stream in (string[])["lifecare-fc-decisions", "lifecare-fc-investigations", "lifecare-fc-actualisations"]) await hub.ReadAsync(stream);

        var agents = await hub.LookUpAsync(LookupBy.Person, Tolvan);
        var theirs = (await hub.LookUpAsync(Department, LookupBy.Person, Tolvan)).Full.OrderBy(c => c.Number, StringComparer.Ordinal).ToList();

        Assert.Empty(agents.Cases);
        Assert.Equal([("A-1201", CaseStatus.InProgress), ("U-801", CaseStatus.InProgress)], theirs.Select(c => (c.Number, c.Status)));
        Assert.Equal(new CaseLink("investigation", "U-801"), Assert.Single(theirs[0].Links));
        var investigation = await hub.OpenAsync(theirs[1], Department);
        Assert.Equal([EventKind.Decision, EventKind.StatusChanged], investigation.Timeline.Select(e => e.Kind));
    }

    [Fact]
    public async Task What_it_is_about_and_what_was_granted_is_nowhere_in_what_is_told()
    {
        await using var hub = await StartAsync(call => FamilyCare(call));
        foreach (var stream in (string[])["lifecare-fc-actualisations", "lifecare-fc-investigations", "lifecare-fc-decisions"]) await hub.ReadAsync(stream);

        var theirs = (await hub.LookUpAsync(Department, LookupBy.Person, Tolvan)).Full.ToList();
        var told = string.Join('\n', await Task.WhenAll(theirs.Select(async c => System.Text.Json.JsonSerializer.Serialize(await hub.OpenAsync(c, Department)))));

        Assert.NotEmpty(theirs);
        foreach (var word in (string[])["Behov", "bistånd", "Ekonomiskt", "4250", "Personakt", "Den enskilde"]) Assert.DoesNotContain(word, told, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_investigation_of_elderly_care_that_says_deleted_leaves_the_index()
    {
        var rows = new List<LifecareRow> { new(51, Monday, Samples.Text("lifecare", "ec-investigation.json")), new(52, Monday, Samples.Text("lifecare", "ec-investigation-ended.json")) };
        await using var hub = await StartAsync(call => ScriptedLifecare.Changes(call, "investigations", rows));
        await hub.ReadAsync("lifecare-ec-investigations");
        Assert.Single((await hub.LookUpAsync(Department, LookupBy.Person, Tolvan)).Full);

        rows[0] = new LifecareRow(51, hub.Clock.GetUtcNow(), """{"Id":51,"Deleted":true}""") { Deleted = true };
        hub.Settle();
        var run = await hub.ReadAsync("lifecare-ec-investigations");

        Assert.Equal(1, run.Counters.Tombstoned);
        Assert.Empty((await hub.LookUpAsync(Department, LookupBy.Person, Tolvan)).Cases);
    }

    [Fact]
    public async Task Decisions_of_both_laws_stand_in_the_timeline_of_their_investigation()
    {
        var decision = Samples.Text("lifecare", "ec-decision.json");
        await using var hub = await StartAsync(call => call.Path switch
        {
            "/lifecare/api/v1/investigations" => ScriptedLifecare.Changes(call, "investigations", [new(51, Monday, Samples.Text("lifecare", "ec-investigation.json"))]),
            "/lifecare/api/v1/sol_decisions" => ScriptedLifecare.Changes(call, "sol_decisions", [new(1001, Monday, decision)]),
            _ => ScriptedLifecare.Changes(call, "lss_decisions", [new(1002, Monday, decision.Replace("1001", "1002", StringComparison.Ordinal))]),
        });
        foreach (var stream in (string[])["lifecare-ec-investigations", "lifecare-ec-sol-decisions", "lifecare-ec-lss-decisions"]) await hub.ReadAsync(stream);

        var found = Assert.Single((await hub.LookUpAsync(Department, LookupBy.CaseNumber, "51")).Full);
        var opened = await hub.OpenAsync(found, Department);

        Assert.Equal(2, opened.Timeline.Count(e => e.Kind == EventKind.Decision));
    }

    [Fact]
    public async Task A_feed_that_has_nothing_yet_says_404_and_that_is_no_fault()
    {
        await using var hub = await StartAsync(call => ScriptedLifecare.Changes(call, "sol_decisions", []));

        var run = await hub.ReadAsync("lifecare-ec-sol-decisions");

        Assert.Equal(0, run.Counters.Read);
    }

    [Fact]
    public async Task The_key_goes_to_the_vendor_and_is_told_nowhere_whatever_the_vendor_answers()
    {
        await using var hub = await StartAsync(call => call.Query["offset"] == "0" ? FamilyCare(call) : VendorAnswer.Json($$"""{"Message":"{{ScriptedLifecare.Key}} {{call.Target}}"}""", 500));

        var run = await hub.RunAsync("lifecare-fc-actualisations");

        Assert.Equal(RunOutcome.Failed, run.Outcome);
        Assert.All(hub.Vendor.Calls, c => Assert.Equal((ScriptedLifecare.Key, ScriptedLifecare.Domain), (c.Query["key"], c.Query["domain"])));
        var told = $"{run}\n{string.Join('\n', hub.Log.Lines.Select(l => l.Text))}";
        Assert.DoesNotContain(ScriptedLifecare.Key, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(ScriptedLifecare.Key), told, StringComparison.Ordinal);
    }

    static VendorAnswer FamilyCare(VendorCall call) => call.Path switch
    {
        "/lifecare/apifc/v1/Extract/Actualisations" => ScriptedLifecare.Extract(call, [new(1201, Monday, Samples.Text("lifecare", "fc-application.json").Replace("\"InvestigationId\": 0", "\"InvestigationId\": 801", StringComparison.Ordinal))]),
        "/lifecare/apifc/v1/Extract/Investigations" => ScriptedLifecare.Extract(call, [new(801, Monday, Samples.Text("lifecare", "fc-investigation.json"))]),
        "/lifecare/apifc/v1/Extract/Decisions" => ScriptedLifecare.Extract(call, [new(3003, Monday, Samples.Text("lifecare", "fc-decision.json"))]),
        _ => VendorAnswer.Only(404),
    };

    static Task<SystemHub> StartAsync(Func<VendorCall, VendorAnswer> answer) => SystemHub.StartAsync(
        "lifecare",
        answer,
        vendor => new() { ["LIFECARE_FC_URL"] = $"{vendor}lifecare", ["LIFECARE_EC_URL"] = $"{vendor}lifecare", ["LIFECARE_DOMAIN"] = ScriptedLifecare.Domain },
        new() { ["LIFECARE_FC_KEY"] = ScriptedLifecare.Key, ["LIFECARE_EC_KEY"] = ScriptedLifecare.Key });
}
