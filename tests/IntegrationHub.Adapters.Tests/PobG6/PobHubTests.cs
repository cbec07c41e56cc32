using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Adapters.Tests.PobG6;

/// <summary>POB G6 by its stream file, through the hub into the index and out of it.</summary>
public sealed class PobHubTests
{
    const string Stream = "pob-cases";

    static readonly string Cases = Samples.Text("pob-g6", "cases.json");

    [Theory]
    [InlineData(LookupBy.CaseNumber, "1022952")]
    [InlineData(LookupBy.CaseNumber, "INC-77")]
    [InlineData(LookupBy.Phone, "060-174 06 12")]
    public async Task A_case_is_found_by_its_numbers_and_by_who_reported_it(LookupBy by, string text)
    {
        await using var hub = await StartAsync(_ => VendorAnswer.Json(Cases));
        await hub.ReadPatientlyAsync(Stream);

        var found = (await hub.LookUpAsync(by, text)).Full.Single(c => c.Number == "1022952");

        Assert.Equal((CaseStatus.InProgress, "Servicecenter arbetar med ärendet."), (found.Status, found.NextStep?.Text));
        Assert.Equal(["Påbörjat", "Anmält"], (await hub.OpenAsync(found)).Timeline.Select(e => e.Title));
    }

    [Fact]
    public async Task The_key_goes_bare_and_the_filter_and_the_fields_with_it()
    {
        await using var hub = await StartAsync(_ => VendorAnswer.Json(Cases));
        await hub.ReadPatientlyAsync(Stream);

        var call = Assert.Single(hub.Vendor.Calls);
        Assert.Equal(("xyz", "CaseType=Service Request", "5000"), (call.Headers["Authorization"], call.Query["Filter"], call.Query["limit"]));
        Assert.Contains("Times.ClosedDate", call.Query["Fields"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_left_the_filter_is_asked_for_and_stays()
    {
        var isClosed = false;
        await using var hub = await StartAsync(call => call.Path.EndsWith("/cases/1022952", StringComparison.Ordinal)
            ? VendorAnswer.Json(JsonNode.Parse(Cases)![0]!.ToJsonString())
            : VendorAnswer.Json(isClosed ? new JsonArray(JsonNode.Parse(Cases)![1]!.DeepClone(), JsonNode.Parse(Cases)![2]!.DeepClone()).ToJsonString() : Cases));
        await hub.ReadPatientlyAsync(Stream);
        isClosed = true;
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var run = await hub.ReadPatientlyAsync(Stream);

        Assert.Equal(0, run.Counters.Tombstoned);
        Assert.Single((await hub.LookUpAsync(LookupBy.CaseNumber, "INC-77")).Full);
    }

    [Fact]
    public async Task An_answer_as_long_as_the_limit_is_cut_and_removes_nothing()
    {
        var isCut = false;
        var row = JsonNode.Parse(Cases)![0]!.ToJsonString();
        await using var hub = await StartAsync(_ => VendorAnswer.Json(isCut ? $"[{string.Join(',', Enumerable.Range(1, 5000).Select(n => row.Replace("\"1022952\"", $"\"{n}\"", StringComparison.Ordinal)))}]" : Cases));
        await hub.ReadPatientlyAsync(Stream);
        isCut = true;
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var run = await hub.RunPatientlyAsync(Stream);

        Assert.NotEqual(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(0, run.Counters.Tombstoned);
        Assert.Contains(await LookUpAsync(hub, "1022960"), c => c.Number == "1022960");
    }

    [Theory]
    [InlineData(422, """{"InternalMessage":"Failed for Tolvan Tolvansson","UserMessage":"An error occured","Data":{"Name":"Tolvan Tolvansson"},"MoreInfo":"","Code":3}""")]
    [InlineData(400, """{"Message":"Tolvan Tolvansson finns redan"}""")]
    public async Task An_error_in_either_of_its_shapes_is_told_without_its_words(int status, string answer)
    {
        await using var hub = await StartAsync(_ => VendorAnswer.Json(answer, status));

        var run = await hub.RunPatientlyAsync(Stream);

        Assert.Equal((RunOutcome.Failed, FaultKind.Refused), (run.Outcome, run.Fault?.Kind));
        Assert.DoesNotContain("Tolvan", run.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_samples_are_as_the_contract_says() => Assert.Empty(JsonShape.Differences(Cases, PobShape.List));

    static async Task<IReadOnlyList<AnswerCase>> LookUpAsync(SystemHub hub, string number) => [.. (await hub.LookUpAsync(LookupBy.CaseNumber, number)).Full];

    static Task<SystemHub> StartAsync(Func<VendorCall, VendorAnswer> script) =>
        SystemHub.StartAsync(
            "pob-g6", script, url => new Dictionary<string, string> { ["POB_URL"] = new Uri(url, "pobg6/api/v110").ToString(), ["POB_FILTER"] = "CaseType=Service Request" },
            new Dictionary<string, string> { ["POB_KEY"] = "xyz" });
}

/// <summary>What the Swagger of POB says of a payload.</summary>
static class PobShape
{
    public const string List = """
        [].Type text
        [].Links list
        [].Data object
        [].Memo object
        [].Data.Id text
        [].Data.CaseStatus text
        [].Data.Description text
        """;
}
