using System.Text.Json;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Adapters.Tests.OracleB2C;

/// <summary>Oracle B2C Service's stream file and mapping as they ship, through the hub.</summary>
public sealed class B2CHubTests
{
    static readonly JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly DateTimeOffset Monday = new(2026, 3, 9, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_incident_is_found_by_its_number_its_asker_and_the_number_it_is_kept_under()
    {
        await using var hub = await StartAsync(["childcare-fee.json", "solved.json", "social.json"]);
        await hub.ReadAsync("rightnow-incidents");

        var solved = Assert.Single((await hub.LookUpAsync(LookupBy.CaseNumber, "260215-000007")).Full);
        var schools = Assert.Single((await hub.LookUpAsync("utbildningsnamnden", LookupBy.Person, "19121212-1212")).Full);
        var linked = Assert.Single((await hub.LookUpAsync("utbildningsnamnden", LookupBy.CaseNumber, "BUN 2026-17")).Full);

        Assert.Equal((CaseStatus.Closed, "Sopkärlet är trasigt"), (solved.Status, solved.Title));
        Assert.Equal((CaseStatus.InProgress, schools.Id), (schools.Status, linked.Id));
        Assert.Empty((await hub.LookUpAsync(LookupBy.Person, "19350101-9800")).Cases);
    }

    [Fact]
    public async Task The_query_asks_for_what_changed_in_the_order_of_ids_and_says_who_asks()
    {
        await using var hub = await StartAsync(["solved.json"]);
        await hub.ReadAsync("rightnow-incidents");
        hub.Settle();
        await hub.ReadAsync("rightnow-incidents");

        Assert.All(hub.Vendor.Calls, c => Assert.Equal(("IntegrationHub", "yes"), (c.Headers["OSvC-CREST-Application-Context"], c.Headers["OSvC-CREST-Time-UTC"])));
        Assert.Contains("updatedTime >= '2000-01-01T00:00:00Z' ORDER BY id LIMIT 1000 OFFSET 0", hub.Vendor.Calls[0].Query["query"], StringComparison.Ordinal);
        Assert.Contains("updatedTime >= '2026-03-10T07:49:00Z'", hub.Vendor.Calls[^1].Query["query"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sites_token_goes_back_with_the_next_request_and_is_told_nowhere()
    {
        var given = 0;
        await using var hub = await SystemHub.StartAsync(
            "oracle-b2c-service",
            call => ScriptedB2C.Answer(call, [Incident("solved.json")]) with { Headers = new Dictionary<string, string> { ["osvc-crest-api-access-token"] = $"token-{++given}", ["osvc-crest-next-request-after"] = "0" } },
            Settings,
            Secrets);

        await hub.ReadAsync("rightnow-incidents");

        Assert.Equal([null, "token-1"], hub.Vendor.Calls.Select(c => c.Headers.GetValueOrDefault("osvc-crest-api-access-token")));
        Assert.DoesNotContain(hub.Log.Lines, l => l.Text.Contains("token-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_query_that_the_site_does_not_understand_is_told_by_the_sites_code_and_without_its_words()
    {
        await using var hub = await SystemHub.StartAsync(
            "oracle-b2c-service",
            _ => VendorAnswer.Json("""{"type":"x","title":"Invalid field personnummer of Tolvan Tolvansson","status":400,"detail":"Tolvan Tolvansson","o:errorCode":"OSC-CREST-00004"}""", 400),
            Settings,
            Secrets);

        var run = await hub.RunAsync("rightnow-incidents");

        Assert.Equal((RunOutcome.Failed, FaultKind.Refused), (run.Outcome, run.Fault!.Kind));
        Assert.Contains("OSC-CREST-00004", run.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Tolvan", $"{run}\n{string.Join('\n', hub.Log.Lines.Select(l => l.Text))}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["1","2"]""")]
    [InlineData("""["1","2","3","4"]""")]
    public async Task A_row_of_another_length_than_its_columns_is_no_row_and_nothing_of_it_is_taken(string row)
    {
        await using var hub = await SystemHub.StartAsync(
            "oracle-b2c-service", _ => VendorAnswer.Json($$"""{"items":[{"tableName":"incidents","count":1,"columnNames":["id","subject","updatedTime"],"rows":[{{row}}]}]}"""), Settings, Secrets);

        var run = await hub.RunAsync("rightnow-incidents");

        Assert.Equal((RunOutcome.Failed, FaultKind.Unreadable), (run.Outcome, run.Fault!.Kind));
        Assert.Equal(0, run.Counters.Read);
    }

    [Fact]
    public void The_scripted_answer_is_one_of_the_documentation()
    {
        var table = new ContractFields(new Dictionary<string, string> { ["tableName"] = "string!", ["count"] = "integer!", ["columnNames"] = "list!", ["rows"] = "list!" });
        var call = new VendorCall
        {
            Method = "GET", Path = "/services/rest/connect/v1.4/queryResults", Target = "/", Body = "", At = default,
            Query = new Dictionary<string, string> { ["query"] = "SELECT id AS id, subject AS subject FROM incidents WHERE id IN (41,40)" },
            Headers = new Dictionary<string, string> { ["Authorization"] = $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{ScriptedB2C.User}:{ScriptedB2C.Password}"))}", ["OSvC-CREST-Application-Context"] = "test" },
        };

        using var answer = JsonDocument.Parse(ScriptedB2C.Answer(call, [Incident("childcare-fee.json"), Incident("solved.json")]).Body);

        var only = answer.RootElement.GetProperty("items")[0];
        Assert.Empty(table.Faults(only));
        Assert.Equal("""[["40","Fråga om  barnomsorgsavgift"],["41","Sopkärlet är trasigt"]]""", JsonSerializer.Serialize(only.GetProperty("rows"), Unescaped));
    }

    static Incident Incident(string sample)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string?>>(Samples.Text("oracle-b2c-service", sample))!;
        return new Incident(int.Parse(values["id"]!, System.Globalization.CultureInfo.InvariantCulture), Monday, values);
    }

    static Dictionary<string, string> Settings(Uri vendor) => new() { ["RIGHTNOW_URL"] = vendor.ToString(), ["RIGHTNOW_USERNAME"] = ScriptedB2C.User };

    static Dictionary<string, string> Secrets => new() { ["RIGHTNOW_PASSWORD"] = ScriptedB2C.Password };

    static Task<SystemHub> StartAsync(string[] samples) => SystemHub.StartAsync("oracle-b2c-service", call => ScriptedB2C.Answer(call, samples.Select(Incident)), Settings, Secrets);
}
