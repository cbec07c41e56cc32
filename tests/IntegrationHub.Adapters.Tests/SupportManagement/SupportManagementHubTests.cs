using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Lookup;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.SupportManagement;

/// <summary>Support-management by its stream file, through the hub into the index and out of it.</summary>
public sealed class SupportManagementHubTests
{
    const string Stream = "support-errands";

    static readonly string Page = Samples.Text("support-management", "page.json");

    [Theory]
    [InlineData(LookupBy.CaseNumber, "kc-26030013")]
    [InlineData(LookupBy.CaseNumber, "300042")]
    [InlineData(LookupBy.Email, "tolvan.tolvansson@example.com")]
    [InlineData(LookupBy.Phone, "070-174 06 12")]
    [InlineData(LookupBy.Address, "Storgatan 12")]
    public async Task An_errand_is_found_by_its_numbers_and_its_stakeholders(LookupBy by, string text)
    {
        await using var hub = await StartAsync();
        await hub.ReadPatientlyAsync(Stream);

        var found = await hub.FindAsync(by, text);

        Assert.Equal(("KC-26030013", CaseStatus.InProgress, "När öppnar biblioteket?"), (found.Number, found.Status, found.Title));
        Assert.Equal(["Utredning | fördjupad", "Registrering", "Inkommet"], (await hub.OpenAsync(found)).Timeline.OrderByDescending(e => e.At).ThenByDescending(e => e.Title, StringComparer.Ordinal).Select(e => e.Title));
    }

    [Fact]
    public async Task An_errand_of_the_social_services_is_in_no_answer_to_an_agent()
    {
        await using var hub = await StartAsync();
        var run = await hub.ReadPatientlyAsync(Stream);

        Assert.Equal(3, run.Counters.Written);
        Assert.Empty((await hub.LookUpAsync(LookupBy.CaseNumber, "KC-26030015")).Cases);
    }

    [Fact]
    public async Task What_changed_is_asked_for_in_the_vendors_own_language_and_zone()
    {
        await using var hub = await StartAsync();
        await hub.ReadPatientlyAsync(Stream);
        hub.Clock.Advance(TimeSpan.FromHours(1));

        await hub.ReadPatientlyAsync(Stream);

        var asked = hub.Vendor.Calls.Where(c => c.Path != "/token").ToList();
        // Read at 09:00 in Stockholm, less a minute that may not be committed yet and ten of overlap.
        Assert.Equal([null, "touched>'2026-03-10T08:49:00.000+01:00'"], asked.Select(c => c.Query.GetValueOrDefault("filter")));
        Assert.Contains("2026-03-10T08%3A49%3A00.000%2B01%3A00", asked[1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_asked_for_once_in_a_run_and_once_more_when_it_is_refused()
    {
        var isRefused = false;
        await using var hub = await StartAsync(call =>
        {
            if (!isRefused || call.Path == "/token") return null;

            isRefused = false;
            return VendorAnswer.Only(401);
        });
        await hub.ReadPatientlyAsync(Stream);
        Assert.Single(hub.Vendor.Calls, c => c.Path == "/token");
        isRefused = true;

        await hub.ReadPatientlyAsync(Stream);

        Assert.Equal(3, hub.Vendor.Calls.Count(c => c.Path == "/token"));
    }

    [Fact]
    public void The_sample_is_as_the_contract_says() => Assert.Empty(JsonShape.Differences(Page, SupportManagementShape.Page));

    [Fact]
    public async Task A_note_whose_answer_was_lost_is_looked_for_and_stands_in_the_errand_once()
    {
        var notes = new JsonArray();
        await using var hub = await StartAsync(call =>
        {
            if (!call.Path.EndsWith("/notes", StringComparison.Ordinal)) return null;
            if (call.Method == "GET") return VendorAnswer.Json(new JsonObject { ["notes"] = notes.DeepClone(), ["_meta"] = new JsonObject { ["totalRecords"] = notes.Count } }.ToJsonString());

            var note = JsonNode.Parse(call.Body)!.AsObject();
            (note["id"], note["created"]) = ($"note-{1 + notes.Count}", call.At.ToString("O"));
            notes.Add((JsonNode)note);
            return new VendorAnswer { Status = 201, Headers = new Dictionary<string, string> { ["Location"] = $"{call.Path}/note-{notes.Count}" } };
        }, writing: "support-errands.stream.yaml");
        await hub.ReadPatientlyAsync(Stream);
        var found = await hub.FindAsync(LookupBy.CaseNumber, "KC-26030013");
        Assert.Equal([WriteKind.Note, WriteKind.Status], found.Writes);
        hub.Vendor.Break(VendorFault.HangsUp, times: 1, when: call => call.Method == "POST" && call.Path.EndsWith("/notes", StringComparison.Ordinal));

        var stands = await hub.WriteAsync(found, new WriteRequest { Kind = WriteKind.Note, Text = "Hon undrar när någon svarar." });

        Assert.Equal((WriteState.Accepted, 1), (stands.State, notes.Count));
        Assert.Equal(1, hub.Vendor.Calls.Count(call => call.Method == "POST" && call.Path.EndsWith("/notes", StringComparison.Ordinal)));
        Assert.Contains((await hub.OpenAsync(found)).Timeline, line => line.Text == "Hon undrar när någon svarar.");
    }

    static Task<SystemHub> StartAsync(Func<VendorCall, VendorAnswer?>? before = null, string? writing = null) =>
        SystemHub.StartAsync(
            "support-management",
            call => before?.Invoke(call) ?? call.Path.Split('/')[^1] switch
            {
                "token" => VendorAnswer.Json("""{"access_token":"granted","token_type":"Bearer","expires_in":36000}"""),
                "errands" => VendorAnswer.Json(Page),
                var id => JsonNode.Parse(Page)!["content"]!.AsArray().FirstOrDefault(e => (string?)e!["id"] == id) is { } errand ? VendorAnswer.Json(errand.ToJsonString()) : VendorAnswer.Of("""{"title":"Not Found","status":404}""", "application/problem+json", 404),
            },
            url => new Dictionary<string, string>
            {
                ["SUPPORT_MANAGEMENT_URL"] = new Uri(url, "support-management/15.0/2281/CONTACTCENTER").ToString(), ["SUPPORT_MANAGEMENT_TOKEN_URL"] = new Uri(url, "token").ToString(),
                ["SUPPORT_MANAGEMENT_CLIENT_ID"] = "hub",
            },
            new Dictionary<string, string> { ["SUPPORT_MANAGEMENT_CLIENT_SECRET"] = "secret" }, writing);
}

/// <summary>What the OpenAPI of support-management says, of what the hub reads.</summary>
static class SupportManagementShape
{
    public const string Page = """
        content[].id text
        content[].errandNumber text
        content[].title? text
        content[].status text
        content[].classification.category text
        content[].classification.type text
        content[].stakeholders[].role? text
        content[].stakeholders[].contactChannels?[].type text
        content[].stakeholders[].contactChannels?[].value text
        content[].externalTags[].key text
        content[].externalTags[].value text
        content[].suspension.suspendedTo? time
        content[].labels[].id text
        content[].phases?[].phaseId text
        content[].phases?[].started time
        content[].created time
        content[].modified? time
        content[].touched time
        content[].version? number
        last flag
        totalElements number
        totalPages number
        number number
        """;
}
