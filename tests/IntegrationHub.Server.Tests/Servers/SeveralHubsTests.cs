using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.Server.Tests.Servers;

/// <summary>Two municipalities behind one listener: nothing of one opens, shows or names the other.</summary>
public sealed class SeveralHubsTests : IAsyncLifetime
{
    readonly TwoTowns towns = new();

    public async ValueTask InitializeAsync() => await towns.StartAsync();

    public async ValueTask DisposeAsync() => await towns.DisposeAsync();

    [Fact]
    public async Task A_key_opens_the_hub_of_its_own_municipality_and_no_other()
    {
        var key = towns.KeyOf(TwoTowns.Sundby, "operations");

        using var own = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/api/v1/streams", key);
        using var other = await towns.SendAsync(TwoTowns.Norrby, HttpMethod.Get, "/api/v1/streams", key);

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task The_same_case_number_is_two_cases_and_an_id_of_one_is_unknown_at_the_other()
    {
        await towns.FirstRunAsync(TwoTowns.Sundby);
        await towns.FirstRunAsync(TwoTowns.Norrby);

        var sundby = await LookUpAsync(TwoTowns.Sundby);
        var norrby = await LookUpAsync(TwoTowns.Norrby);
        using var crossed = await towns.SendAsync(TwoTowns.Norrby, HttpMethod.Get, $"/api/v1/cases/{sundby.Id}", towns.KeyOf(TwoTowns.Norrby, "agent"));

        Assert.Equal("A garage in sundby", sundby.Title);
        Assert.Equal("A garage in norrby", norrby.Title);
        Assert.NotEqual(sundby.Id, norrby.Id);
        Assert.Equal(HttpStatusCode.NotFound, crossed.StatusCode);
    }

    [Fact]
    public async Task A_session_of_one_hub_is_nobody_at_the_other()
    {
        var session = await towns.SignInAsync(TwoTowns.Sundby, "operations");

        using var own = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/operations", more: r => r.Headers.Add("Cookie", session));
        using var other = await towns.SendAsync(TwoTowns.Norrby, HttpMethod.Get, "/operations", more: r => r.Headers.Add("Cookie", session));

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (other.StatusCode, other.Headers.Location?.OriginalString.Replace("http://norrby.example", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_circuit_of_a_page_opens_for_a_session_of_its_own_hub_only()
    {
        var session = await towns.SignInAsync(TwoTowns.Sundby, "operations");

        using var own = await NegotiateAsync(TwoTowns.Sundby, session);
        using var other = await NegotiateAsync(TwoTowns.Norrby, session);

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task Metrics_of_one_hub_name_its_own_municipality_only()
    {
        await towns.FirstRunAsync(TwoTowns.Sundby);
        await towns.FirstRunAsync(TwoTowns.Norrby);
        await LookUpAsync(TwoTowns.Norrby);

        using var answer = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/metrics", towns.KeyOf(TwoTowns.Sundby, "operations"));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("tenant=\"sundby\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("norrby", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(line => line.StartsWith("integrationhub_", StringComparison.Ordinal)), line => Assert.Contains("tenant=\"sundby\"", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("elsewhere.example")]
    [InlineData("sundby.example.evil.example")]
    [InlineData("127.0.0.1")]
    public async Task An_unknown_host_gets_an_answer_that_names_no_municipality(string host)
    {
        using var answer = await towns.SendAsync(host, HttpMethod.Get, "/api/v1/streams", towns.KeyOf(TwoTowns.Sundby, "operations"));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.DoesNotContain("sundby", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("norrby", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Whoever_asks_the_machine_and_no_municipality_hears_whether_all_hubs_are_ready()
    {
        using var answer = await towns.SendAsync("10.0.0.1", HttpMethod.Get, "/health/ready");

        Assert.Equal((HttpStatusCode.OK, "ready\n"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Asked_to_stop_it_ends_in_time_and_listens_no_more()
    {
        Assert.True(await towns.StopAsync());

        await Assert.ThrowsAsync<HttpRequestException>(() => towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/health/live"));
    }

    async Task<(string Id, string Title)> LookUpAsync(string town)
    {
        using var answer = await towns.SendAsync(town, HttpMethod.Post, "/api/v1/lookups", towns.KeyOf(town, "agent"), new { by = "caseNumber", value = "P 2026-1", purpose = "the citizen calls" });
        var found = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("cases")[0];
        return (found.GetProperty("id").GetString()!, found.GetProperty("title").GetString()!);
    }

    Task<HttpResponseMessage> NegotiateAsync(string town, string session) => towns.SendAsync(town, HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", more: request =>
    {
        request.Headers.Add("Cookie", session);
        request.Headers.Add("Origin", $"http://{TwoTowns.HostOf(town)}");
    });
}
