using System.Text.Json;

namespace IntegrationHub.EndToEnd.Tests.Municipality;

/// <summary>The matter that crosses systems, found from each of its ends.</summary>
public sealed class StoryTests(RunningMunicipality town) : IClassFixture<RunningMunicipality>
{
    [Fact]
    public async Task The_number_of_a_submission_finds_the_permit_that_it_became()
    {
        var cases = await FoundAsync(Offered("an application sent in"));

        Assert.Equal(["byggr", "open-eplatform"], cases.Select(Source).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_permit_names_the_submission_that_it_came_from()
    {
        var permit = Assert.Single(await FoundAsync(Offered("waits for the applicant")));

        var link = Assert.Single(permit.GetProperty("links").EnumerateArray());

        Assert.Equal("e-service", link.GetProperty("kind").GetString());
        Assert.Contains(await FoundAsync(link.GetProperty("number").GetString()!), c => Source(c) == "open-eplatform");
    }

    [Fact]
    public async Task A_fault_that_was_reported_through_the_e_service_is_found_in_both_systems_by_either_number()
    {
        foreach (var shows in (string[])["reported through the e-service", "ordered mended"])
        {
            var cases = await FoundAsync(Offered(shows));

            Assert.Equal(["open-eplatform", "open311"], cases.Select(Source).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_fault_report_tells_what_happened_to_it()
    {
        var report = (await FoundAsync(Offered("ordered mended"))).Single(c => Source(c) == "open311");

        var (_, whole) = await town.CallAsync(HttpMethod.Get, $"/api/v1/cases/{report.GetProperty("id").GetString()}", "agent");

        Assert.True(whole.GetProperty("timeline").GetArrayLength() >= 2, whole.ToString());
    }

    [Fact]
    public async Task What_waits_for_somebody_elses_signature_is_the_citizens_turn()
    {
        var submission = Assert.Single(await FoundAsync(Offered("other parent's signature")));

        Assert.Equal("waitingForCitizen", submission.GetProperty("status").GetString());
    }

    string Offered(string shows) => town.Demo.Lookups.First(l => l.Shows.Contains(shows, StringComparison.Ordinal)).Request.GetProperty("value").GetString()!;

    async Task<List<JsonElement>> FoundAsync(string number) => [.. (await town.LookUpAsync("caseNumber", number)).GetProperty("cases").EnumerateArray()];

    static string Source(JsonElement found) => found.GetProperty("source").GetString()!;
}
