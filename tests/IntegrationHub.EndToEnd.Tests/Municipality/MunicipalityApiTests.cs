using System.Globalization;
using System.Net;
using System.Text.Json;

namespace IntegrationHub.EndToEnd.Tests.Municipality;

public sealed class MunicipalityApiTests(RunningMunicipality town) : IClassFixture<RunningMunicipality>
{
    static readonly string[] Roles = ["agent", "specialist", "operations", "administrator"];

    [Fact]
    public async Task Every_look_up_that_is_offered_finds_something()
    {
        Assert.NotEmpty(town.Demo.Lookups);
        foreach (var offered in town.Demo.Lookups)
        {
            var answer = await town.LookUpAsync(offered.Request);

            Assert.True(answer.GetProperty("cases").GetArrayLength() > 0, offered.ToString());
        }
    }

    [Fact]
    public async Task All_systems_are_complete_once_everything_is_read()
    {
        var answer = await town.LookUpAsync(town.Demo.Lookups[0].Request);

        var coverage = answer.GetProperty("coverage").EnumerateArray().ToList();
        Assert.Equal(["byggr", "open-eplatform", "open311", "social"], coverage.Select(c => c.GetProperty("source").GetString()).Order(StringComparer.Ordinal));
        Assert.All(coverage, c => Assert.Equal("complete", c.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task One_person_is_found_in_every_system_that_knows_personal_numbers_and_of_the_social_services_only_whom_to_call_is_told()
    {
        var person = town.Demo.Lookups.First(l => l.Request.GetProperty("by").GetString() == "person");

        var answer = await town.LookUpAsync(person.Request);

        var told = answer.GetProperty("cases").EnumerateArray().ToLookup(c => c.GetProperty("disclosure").GetString());
        Assert.NotEmpty(told["full"]);
        Assert.Equal(["byggr", "open-eplatform"], told["full"].Select(c => c.GetProperty("source").GetString()).Distinct().Order(StringComparer.Ordinal));
        var existing = Assert.Single(told["existence"]);
        Assert.Equal(["disclosure", "phone", "source", "sourceTitle", "unit"], existing.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_personal_number_is_masked_wherever_it_stands_in_an_answer()
    {
        var person = town.Demo.Lookups.First(l => l.Request.GetProperty("by").GetString() == "person");
        var number = person.Request.GetProperty("value").GetString()!;

        var answer = (await town.LookUpAsync(person.Request)).ToString();

        Assert.Contains(number[..8] + "-****", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(number[^4..] + "\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(number, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_was_found_can_be_read_and_read_again_from_its_system()
    {
        var request = town.Demo.Lookups.First(l => l.Request.GetProperty("by").GetString() == "caseNumber").Request;
        var id = (await town.LookUpAsync(request)).GetProperty("cases")[0].GetProperty("id").GetString();

        var (read, body) = await town.CallAsync(HttpMethod.Get, $"/api/v1/cases/{id}", "agent");
        var (refreshed, again) = await town.CallAsync(HttpMethod.Post, $"/api/v1/cases/{id}/refresh", "agent");

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.NotEqual(0, body.GetProperty("timeline").GetArrayLength());
        Assert.True(refreshed.StatusCode == HttpStatusCode.OK, again.ToString());
    }

    [Fact]
    public async Task A_run_that_is_asked_for_is_in_the_history()
    {
        var (_, streams) = await town.CallAsync(HttpMethod.Get, "/api/v1/streams", "operations");
        var name = streams.GetProperty("streams")[0].GetProperty("name").GetString();

        var (response, body) = await town.CallAsync(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"/api/v1/streams/{name}/runs"), "operations");

        // The schedule may have the stream just now: then the answer says so.
        Assert.True(response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Conflict, body.ToString());
    }

    [Theory]
    [InlineData("POST", "/api/v1/lookups", "agent,specialist")]
    [InlineData("GET", "/api/v1/cases/00000000000000000000000000", "agent,specialist")]
    [InlineData("POST", "/api/v1/cases/00000000000000000000000000/refresh", "agent,specialist")]
    [InlineData("GET", "/api/v1/streams", "operations,administrator")]
    [InlineData("GET", "/api/v1/quarantine", "operations,administrator")]
    public async Task Every_path_is_for_its_roles_only(string method, string path, string allowed)
    {
        JsonElement? body = path.EndsWith("lookups", StringComparison.Ordinal) ? town.Demo.Lookups[0].Request : null;

        var (without, _) = await town.CallAsync(new HttpMethod(method), path, role: null, body);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        foreach (var role in Roles)
        {
            var (response, _) = await town.CallAsync(new HttpMethod(method), path, role, body);

            Assert.Equal(!allowed.Split(',').Contains(role), response.StatusCode == HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public void What_holds_keys_is_readable_by_the_owner_only()
    {
        if (OperatingSystem.IsWindows()) return;

        foreach (var file in new[] { "demo.json", "api-keys.json", "hub.keys", "agent.headers" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(town.Folder, file)));
    }

    [Fact]
    public void What_is_printed_offers_look_ups_and_no_key()
    {
        Assert.Contains("curl", town.Process.Output, StringComparison.Ordinal);
        Assert.All(town.Demo.Keys.Values, key => Assert.DoesNotContain(key, town.Process.Output, StringComparison.Ordinal));
    }
}
