using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.EndToEnd.Tests.Municipality;

/// <summary>Systems that go wrong by the switch that visitors have.</summary>
public sealed partial class TroubleTests(RunningMunicipality town) : IClassFixture<RunningMunicipality>
{
    // Those that run every few seconds; the e-services' run half as often, and are waited for once.
    static readonly string[] Others = ["fault-reports", "fault-report-updates", "social-support"];
    const string Seldom = "e-service-messages";

    [Theory]
    [InlineData("down", "failing")]
    [InlineData("reset", "failing")]
    [InlineData("html", "failing")]
    public async Task While_a_system_is_in_trouble_answers_come_from_the_index_and_say_so_and_the_other_streams_go_on(string kind, string state)
    {
        var permit = town.Demo.Lookups.First(l => l.Shows.Contains("waits for the applicant", StringComparison.Ordinal)).Request;
        await SwitchAsync(HttpMethod.Post, "byggr", $"?kind={kind}&for=10m");

        await UntilAsync(async () => await StateAsync("byggr", permit) == state);
        var before = await RunsAsync();
        await UntilAsync(async () => HaveRun(times: 2, before, await RunsAsync()));

        var found = await town.LookUpAsync(permit);
        Assert.Single(found.GetProperty("cases").EnumerateArray());
        Assert.Equal(state, StateOf("byggr", found));
        Assert.Equal("complete", StateOf("open311", found));

        await SwitchAsync(HttpMethod.Delete, "byggr", "");
        await UntilAsync(async () => await StateAsync("byggr", permit) == "complete");
    }

    [Fact]
    public async Task A_slow_system_slows_nobody_else()
    {
        await SwitchAsync(HttpMethod.Post, "byggr", "?kind=slow&for=10m");

        var before = await RunsAsync();
        await UntilAsync(async () => HaveRun(times: 3, before, await RunsAsync()));

        await SwitchAsync(HttpMethod.Delete, "byggr", "");
    }

    [Theory]
    [InlineData("POST", "byggr", "?kind=no-file", HttpStatusCode.BadRequest, "kind=down")]
    [InlineData("POST", "byggr", "?kind=down&for=1h", HttpStatusCode.BadRequest, "for=30s")]
    [InlineData("POST", "lifecare", "?kind=down", HttpStatusCode.NotFound, "open-eplatform")]
    [InlineData("DELETE", "social", "", HttpStatusCode.OK, "no trouble")]
    public async Task What_cannot_be_switched_is_told_with_what_can(string method, string system, string query, HttpStatusCode expected, string told)
    {
        var (status, text) = await CallAsync(new HttpMethod(method), system, query);

        Assert.Equal(expected, status);
        Assert.Contains(told, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_somebody_else_in_a_browser_switches_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Switch(), "/stand-in/byggr/trouble?kind=down"));
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await town.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    static bool HaveRun(int times, Dictionary<string, long> before, Dictionary<string, long> now) => Others.All(s => now[s] >= before[s] + times) && now[Seldom] > before[Seldom];

    async Task SwitchAsync(HttpMethod method, string system, string query) => Assert.Equal(HttpStatusCode.OK, (await CallAsync(method, system, query)).Status);

    async Task<(HttpStatusCode Status, string Text)> CallAsync(HttpMethod method, string system, string query)
    {
        using var request = new HttpRequestMessage(method, new Uri(Switch(), $"/stand-in/{system}/trouble{query}"));
        using var response = await town.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    // As a visitor finds it: on the screen.
    Uri Switch() => new(SwitchAddress().Match(town.Process.Output).Groups[1].Value);

    [GeneratedRegex(@"curl -X DELETE (http://127\.0\.0\.1:\d+)/")]
    private static partial Regex SwitchAddress();

    async Task<string?> StateAsync(string source, JsonElement request) => StateOf(source, await town.LookUpAsync(request));

    static string? StateOf(string source, JsonElement answer) =>
        answer.GetProperty("coverage").EnumerateArray().Single(c => c.GetProperty("source").GetString() == source).GetProperty("state").GetString();

    // How often each stream has run: runs are numbered, so the latest one's epoch counts them.
    async Task<Dictionary<string, long>> RunsAsync()
    {
        var (_, body) = await town.CallAsync(HttpMethod.Get, "/api/v1/streams", "operations");
        return body.GetProperty("streams").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("recent").GetProperty("runs").GetInt64());
    }

    async Task UntilAsync(Func<Task<bool>> condition) => await town.Process.WaitAsync(condition);
}
