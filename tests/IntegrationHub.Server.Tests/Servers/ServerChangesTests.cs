using System.Net;

namespace IntegrationHub.Server.Tests.Servers;

/// <summary>What changes while the server runs.</summary>
public sealed class ServerChangesTests : IAsyncLifetime
{
    readonly TwoTowns towns = new();

    public async ValueTask InitializeAsync()
    {
        towns.Write("appsettings.json", "{}");
        await towns.StartAsync();
    }

    public async ValueTask DisposeAsync() => await towns.DisposeAsync();

    [Fact]
    public async Task A_changed_hub_file_is_in_force_without_a_restart_and_leaves_the_other_hub_alone()
    {
        var other = await towns.SignInAsync(TwoTowns.Norrby, "operations");
        ChangeHub(TwoTowns.Sundby, "name: sundby kommun", "name: Sundby stad");

        await towns.LookForChangesAsync();

        Assert.Contains("Sundby stad", await SignInPageAsync(TwoTowns.Sundby), StringComparison.Ordinal);
        using var page = await towns.SendAsync(TwoTowns.Norrby, HttpMethod.Get, "/operations", more: r => r.Headers.Add("Cookie", other));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_changed_hub_file_that_is_wrong_is_refused_and_the_last_good_one_goes_on()
    {
        ChangeHub(TwoTowns.Sundby, "timezone: Europe/Stockholm", "timezone: Europe/Stokholm");

        await towns.LookForChangesAsync();

        Assert.Contains("sundby kommun", await SignInPageAsync(TwoTowns.Sundby), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_know_what_changes_in_place_and_ends_no_session()
    {
        var session = await towns.SignInAsync(TwoTowns.Sundby, "operations");
        ChangeHub(TwoTowns.Sundby, "streams: [streams]", "streams: [streams]\ndisclosure: { sources: { permits: { default: hidden } } }");
        await towns.FirstRunAsync(TwoTowns.Sundby);

        await towns.LookForChangesAsync();

        using var page = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/operations", more: r => r.Headers.Add("Cookie", session));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var answer = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Post, "/api/v1/lookups", towns.KeyOf(TwoTowns.Sundby, "agent"), new { by = "caseNumber", value = "P 2026-1", purpose = "the citizen calls" });
        Assert.DoesNotContain("A garage", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_of_the_index_does_not_change_while_the_server_runs()
    {
        ChangeHub(TwoTowns.Sundby, "data: index", "data: elsewhere");

        await towns.LookForChangesAsync();

        Assert.False(Directory.Exists(towns.In("sundby/elsewhere")));
        Assert.Contains("sundby kommun", await SignInPageAsync(TwoTowns.Sundby), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_added_in_the_settings_is_answered()
    {
        using (var before = await towns.SendAsync("case.sundby.example", HttpMethod.Get, "/sign-in")) Assert.Equal(HttpStatusCode.MisdirectedRequest, before.StatusCode);
        towns.Write("appsettings.json", """{ "Hubs": { "sundby": { "Hosts": { "1": "case.sundby.example" } } } }""");
        towns.Reload();

        await towns.LookForChangesAsync();

        using var after = await towns.SendAsync("case.sundby.example", HttpMethod.Get, "/sign-in");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Settings_that_are_wrong_are_refused_and_the_last_good_ones_go_on()
    {
        towns.Write("appsettings.json", """{ "Hubs": { "sundby": { "Hosts": { "1": "case.sundby.example" }, "SignIn": { "Keys": "maybe" } } } }""");
        towns.Reload();

        await towns.LookForChangesAsync();

        using var after = await towns.SendAsync("case.sundby.example", HttpMethod.Get, "/sign-in");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, after.StatusCode);
        Assert.Contains("sundby kommun", await SignInPageAsync(TwoTowns.Sundby), StringComparison.Ordinal);
    }

    void ChangeHub(string town, string from, string to)
    {
        var text = File.ReadAllText(towns.In($"{town}/hub.yaml"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        towns.Write($"{town}/hub.yaml", text.Replace(from, to, StringComparison.Ordinal));
    }

    async Task<string> SignInPageAsync(string town)
    {
        using var page = await towns.SendAsync(town, HttpMethod.Get, "/sign-in");
        return await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
