using System.Text.Json.Nodes;
using IntegrationHub.AspNetCore;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Server.Tests.Pages;

public sealed class HubSessionsTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-sessions-");
    readonly ManualClock clock = new();
    readonly string keyFile;
    readonly ApiKeyRing keys;
    readonly HubSessions sessions;

    public HubSessionsTests()
    {
        keyFile = Path.Combine(folder.FullName, "api-keys.json");
        var options = new IntegrationHubApiOptions { KeyFile = keyFile };
        options.SpecialistDepartments.Add("byggnadsnamnden");
        keys = ApiKeyRing.Open(options, clock, NullLogger.Instance);
        sessions = new HubSessions(keys, new SignInOptions(), clock, NullLogger<HubSessions>.Instance);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_session_is_found_by_its_cookie_and_by_nothing_else()
    {
        var token = Begin("agent");

        Assert.Equal("anna.ek", sessions.OfCookie(token)!.Caller.OnBehalfOf);
        Assert.Null(sessions.OfCookie(token + "x"));
        Assert.Null(sessions.OfCookie(sessions.OfCookie(token)!.Id));
    }

    [Fact]
    public void A_session_lives_on_while_somebody_does_something_and_ends_half_an_hour_after_that()
    {
        var token = Begin("agent");
        for (var i = 0; i < 4; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(29));
            Assert.NotNull(sessions.OfCookie(token));
        }

        clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Null(sessions.OfCookie(token));
    }

    [Fact]
    public void A_page_that_only_looks_keeps_no_session_alive()
    {
        var id = sessions.OfCookie(Begin("agent"))!.Id;
        clock.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull(sessions.Find(id, active: false));

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(sessions.Find(id, active: false));
    }

    [Fact]
    public void A_page_that_asks_by_itself_with_its_cookie_keeps_no_session_alive()
    {
        var token = Begin("operations");
        for (var minutes = 0; minutes < 29; minutes++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.NotNull(sessions.OfCookie(token, active: false));
        }

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(sessions.OfCookie(token, active: false));
    }

    [Fact]
    public void After_twelve_hours_a_session_ends_however_busy_it_was()
    {
        var token = Begin("agent");
        for (var minutes = 0; minutes < 12 * 60 - 20; minutes += 20)
        {
            clock.Advance(TimeSpan.FromMinutes(20));
            Assert.NotNull(sessions.OfCookie(token));
        }

        clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Null(sessions.OfCookie(token));
    }

    [Fact]
    public void A_session_ends_when_its_key_is_taken_out_of_the_key_file()
    {
        var agent = Begin("agent");
        var operations = Begin("operations");

        Edit(list => list.Remove(list.Single(k => (string?)k!["name"] == "agent")));
        clock.Advance(KeyFileWatch.Pause);

        Assert.Null(sessions.OfCookie(agent));
        Assert.NotNull(sessions.OfCookie(operations));
    }

    [Fact]
    public void A_session_ends_when_its_key_gets_another_role()
    {
        var token = Begin("agent");

        Edit(list => list.Single(k => (string?)k!["name"] == "agent")!["role"] = "administrator");
        clock.Advance(KeyFileWatch.Pause);

        Assert.Null(sessions.OfCookie(token));
    }

    [Fact]
    public void A_key_file_that_was_broken_leaves_the_last_good_keys_in_force()
    {
        var token = Begin("agent");

        File.WriteAllText(keyFile, "{");
        clock.Advance(KeyFileWatch.Pause);

        Assert.NotNull(sessions.OfCookie(token));
    }

    string Begin(string role) => sessions.Begin(keys.Find(ApiKeyFile.Read(keyFile).Single(k => k.Name == role).Secret)!, "anna.ek");

    void Edit(Action<JsonArray> edit)
    {
        var file = JsonNode.Parse(File.ReadAllText(keyFile))!;
        edit(file["keys"]!.AsArray());
        File.WriteAllText(keyFile, file.ToJsonString());
    }
}
