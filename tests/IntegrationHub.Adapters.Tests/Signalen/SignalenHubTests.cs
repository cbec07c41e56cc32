using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Adapters.Tests.Signalen;

/// <summary>Signalen by its stream file, through the hub into the index and out of it.</summary>
public sealed class SignalenHubTests
{
    const string Stream = "signalen-reports";
    const string Signals = "/signals/v1/private/signals/";

    static readonly string Light = Samples.Text("signalen", "street-light.json");
    static readonly string Masked = Samples.Text("signalen", "masked.json");

    [Theory]
    [InlineData(LookupBy.CaseNumber, "sig-4711")]
    [InlineData(LookupBy.Phone, "+31 6 1234 5678")]
    [InlineData(LookupBy.Email, "tolvan.tolvansson@example.com")]
    [InlineData(LookupBy.Address, "Brugstraat 14b-2")]
    public async Task A_report_is_found_by_its_number_its_place_and_its_reporter(LookupBy by, string text)
    {
        await using var hub = await StartAsync(_ => [Light, Masked]);
        await hub.ReadPatientlyAsync(Stream);

        var found = await hub.FindAsync(by, text);

        Assert.Equal(("SIG-4711", CaseStatus.InProgress, "Het werk is ingepland."), (found.Number, found.Status, found.NextStep?.Text));
        Assert.Equal(["Ingepland", "Gemeld"], (await hub.OpenAsync(found)).Timeline.Select(e => e.Title));
    }

    [Fact]
    public async Task Nobody_is_found_behind_a_mask()
    {
        await using var hub = await StartAsync(_ => [Light.Replace("Tolvan.Tolvansson@example.com", "*****", StringComparison.Ordinal).Replace("06-1234 5678", "*****", StringComparison.Ordinal)]);
        await hub.ReadPatientlyAsync(Stream);

        var report = await hub.FindAsync(LookupBy.CaseNumber, "SIG-4711");

        Assert.Empty(report.Parties);
        Assert.Empty((await hub.LookUpAsync(LookupBy.Email, "tolvan.tolvansson@example.com")).Cases);
    }

    [Fact]
    public async Task A_report_about_a_business_is_told_to_no_agent()
    {
        await using var hub = await StartAsync(_ => [Masked]);
        await hub.ReadPatientlyAsync(Stream);

        Assert.Empty((await hub.LookUpAsync(LookupBy.CaseNumber, "SIG-4712")).Cases);
    }

    [Fact]
    public async Task A_report_that_moves_out_of_the_tokens_view_leaves_with_the_complete_read_and_stops_no_other()
    {
        var isMoved = false;
        await using var hub = await StartAsync(_ => isMoved ? [Masked] : [Light, Masked], id => isMoved && id == "4711" ? VendorAnswer.Json("""{"detail":"Je hebt geen toestemming om deze actie uit te voeren."}""", 403) : null);
        await hub.ReadPatientlyAsync(Stream);
        isMoved = true;
        hub.Clock.Advance(TimeSpan.FromDays(8));

        var run = await hub.ReadPatientlyAsync(Stream);

        Assert.Equal(1, run.Counters.Tombstoned);
        Assert.Empty((await hub.LookUpAsync(LookupBy.CaseNumber, "SIG-4711")).Cases);
    }

    [Fact]
    public async Task Maintenance_is_an_outage_and_no_empty_list()
    {
        var isDown = false;
        await using var hub = await StartAsync(_ => [Light], list: () => isDown ? VendorAnswer.Of("API in maintenance mode", "text/plain", 503) : null);
        await hub.ReadPatientlyAsync(Stream);
        isDown = true;
        hub.Clock.Advance(TimeSpan.FromDays(8));

        var run = await hub.RunPatientlyAsync(Stream);

        Assert.Equal((RunOutcome.Failed, FaultKind.Unavailable), (run.Outcome, run.Fault?.Kind));
        Assert.Equal("SIG-4711", (await hub.FindAsync(LookupBy.CaseNumber, "SIG-4711")).Number);
    }

    [Fact]
    public async Task Asking_again_begins_where_the_last_read_began_less_the_overlap()
    {
        await using var hub = await StartAsync(_ => [Light]);
        await hub.ReadPatientlyAsync(Stream);
        hub.Clock.Advance(TimeSpan.FromHours(1));

        await hub.ReadPatientlyAsync(Stream);

        // Read at 08:00, less a minute that may not be committed yet and ten of overlap.
        Assert.Equal([null, "2026-03-10T07:49:00Z"], hub.Vendor.Calls.Select(c => c.Query.GetValueOrDefault("updated_after")));
    }

    [Fact]
    public void The_samples_are_as_the_contract_says()
    {
        foreach (var sample in (string[])[Light, Masked]) Assert.Empty(JsonShape.Differences(sample, SignalenShape.Signal));
    }

    static Task<SystemHub> StartAsync(Func<VendorCall, IReadOnlyList<string>> signals, Func<string, VendorAnswer?>? single = null, Func<VendorAnswer?>? list = null) =>
        SystemHub.StartAsync(
            "signalen",
            call =>
            {
                var rows = signals(call);
                if (call.Path != Signals)
                {
                    var id = call.Path[Signals.Length..];
                    return single?.Invoke(id) ?? (rows.FirstOrDefault(r => r.Contains($"\"id\": {id},", StringComparison.Ordinal)) is { } found ? VendorAnswer.Json(found) : VendorAnswer.Json("""{"detail":"Niet gevonden."}""", 404));
                }

                return list?.Invoke() ?? VendorAnswer.Json($$$"""{"_links":{"self":{"href":"x"},"next":{"href":null},"previous":{"href":null}},"count":{{{rows.Count}}},"results":[{{{string.Join(',', rows)}}}]}""");
            },
            url => new Dictionary<string, string> { ["SIGNALEN_URL"] = new Uri(url, "signals").ToString() },
            new Dictionary<string, string> { ["SIGNALEN_TOKEN"] = "token" });
}

/// <summary>What Signalen's JSON schemas require, of what the hub reads.</summary>
static class SignalenShape
{
    public const string Signal = """
        _links.self.href text
        _display text
        id number
        category.sub text
        category.main_slug text
        category.departments text
        category.deadline time?
        has_attachments flag
        status.text text?
        status.state text
        status.state_display text
        status.created_at text
        reporter.email text
        reporter.phone text
        location.geometrie.type text
        location.geometrie.coordinates[] number
        location.bag_validated flag
        priority.priority text
        notes[].text text
        notes[].created_by text?
        directing_departments?[].id number
        """;

    public const string List = """
        _links.self.href text
        _links.next.href text?
        _links.previous.href text?
        count number
        results[] object
        """;
}
