using System.Net;
using Hangfire;
using Hangfire.InMemory;
using IntegrationHub.AspNetCore;
using IntegrationHub.Hangfire;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Mapping;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Server.Tests.Pages;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Extras.Tests.Hangfire;

/// <summary>Hangfire's dashboard in an application that has the hub's pages too, asked as a browser asks.</summary>
[Collection(RealHangfire.OneAtATime)]
public sealed class DashboardTests(DashboardHost host) : IClassFixture<DashboardHost>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/hangfire")]
    [InlineData("/hangfire/streams")]
    [InlineData("/hangfire/recurring")]
    [InlineData("/hangfire/jobs/succeeded")]
    public async Task Whoever_is_not_signed_in_is_sent_to_the_sign_in(string path)
    {
        using var answer = await host.Browser().GetAsync(path, Stop);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Theory]
    [InlineData("/hangfire/stats")]
    [InlineData("/hangfire/recurring/trigger")]
    [InlineData("/hangfire/streams/byggr-permits/run")]
    public async Task Nothing_can_be_done_without_signing_in(string path)
    {
        using var answer = await host.Browser().PostAsync(path, null, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("specialist")]
    public async Task Those_who_see_cases_see_no_jobs(string role)
    {
        using var answer = await (await host.SignedInAsync(role)).GetAsync("/hangfire/streams", Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("sign in with a key of the role operations", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operations")]
    [InlineData("administrator")]
    public async Task The_page_tells_each_streams_state_and_age_against_its_goal_and_leads_to_the_hubs_own_pages(string role)
    {
        var page = await (await host.SignedInAsync(role)).GetStringAsync("/hangfire/streams", Stop);

        Assert.Contains("Streams of sundby", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/operations#stream-byggr-permits\">byggr-permits</a>", page, StringComparison.Ordinal);
        Assert.Contains("– / 15 min", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"align-right\">4</td>", page, StringComparison.Ordinal);
        Assert.Contains(">Streams", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_file_says_is_text_on_the_page_and_nothing_else()
    {
        host.Retitle("<script>alert(1)</script>");

        var page = await (await host.SignedInAsync("operations")).GetStringAsync("/hangfire/streams", Stop);

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_somebody_sent_around_puts_no_words_on_the_page()
    {
        var page = await (await host.SignedInAsync("operations")).GetStringAsync("/hangfire/streams?asked=" + Uri.EscapeDataString("<b>call 0700-000000</b>"), Stop);

        Assert.DoesNotContain("0700", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_now_puts_a_run_into_the_queue_in_the_name_of_the_person_who_is_signed_in()
    {
        var browser = await host.SignedInAsync("operations");
        var page = await browser.GetStringAsync("/hangfire/streams", Stop);

        using var answer = await browser.PostAsync("/hangfire/streams/social-support/run", PagesHost.Form(("__RequestVerificationToken", PagesHost.TokenIn(page))), Stop);
        var asked = await host.RunAsked.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);

        Assert.Equal((HttpStatusCode.SeeOther, "/hangfire/streams?asked=social-support"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal(("anna.ek", "social-support"), (asked.OnBehalfOf, asked.Stream));
    }

    [Fact]
    public async Task A_button_that_another_site_pressed_does_nothing()
    {
        using var answer = await (await host.SignedInAsync("operations")).PostAsync("/hangfire/streams/byggr-permits/run", PagesHost.Form(("a", "b")), Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_run_of_a_stream_that_is_not_there_is_not_found()
    {
        var browser = await host.SignedInAsync("operations");
        var token = PagesHost.TokenIn(await browser.GetStringAsync("/hangfire/streams", Stop));

        using var answer = await browser.PostAsync("/hangfire/streams/no-such-stream/run", PagesHost.Form(("__RequestVerificationToken", token)), Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Hangfires_own_pages_show_the_streams_as_recurring_jobs_and_the_hubs_tiles()
    {
        var browser = await host.SignedInAsync("operations");

        var recurring = await browser.GetStringAsync("/hangfire/recurring", Stop);
        var home = await browser.GetStringAsync("/hangfire", Stop);

        Assert.Contains("integrationhub:sundby:byggr-permits", recurring, StringComparison.Ordinal);
        Assert.Contains("Streams that need somebody", home, StringComparison.Ordinal);
        Assert.Contains("Records in quarantine", home, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_is_kept_or_framed()
    {
        using var answer = await (await host.SignedInAsync("operations")).GetAsync("/hangfire/streams", Stop);

        Assert.Equal(("no-store, no-cache", "DENY"), (answer.Headers.CacheControl?.ToString(), string.Join(' ', answer.Headers.GetValues("X-Frame-Options"))));
    }

    [Fact]
    public void A_page_that_is_left_open_keeps_nobody_signed_in()
    {
        var activity = host.Endpoints.Single(e => e.RoutePattern.RawText == "/hangfire/{**path}").Metadata.GetMetadata<SessionActivity>()!;

        Assert.False(activity.Counts("/hangfire/stats"));
        Assert.True(activity.Counts("/hangfire/streams"));
    }

    [Fact]
    public void The_tiles_turn_red_when_a_source_does_not_answer_and_count_what_waits()
    {
        var hub = new FakeHub();
        StreamOverview Of(CoverageState state, int stream) => new(hub.Streams[stream], null, Answers.Complete with { State = state });

        var calm = Tiles.NeedSomebody([Of(CoverageState.Complete, 0), Of(CoverageState.Loading, 1)]);
        var late = Tiles.NeedSomebody([Of(CoverageState.Complete, 0), Of(CoverageState.Stale, 1)]);
        var down = Tiles.NeedSomebody([Of(CoverageState.Failing, 0), Of(CoverageState.Stale, 1)]);

        Assert.Equal([(0, "Success"), (1, "Warning"), (2, "Danger")], new[] { calm, late, down }.Select(m => ((int)m.IntValue, m.Style.ToString())));
    }
}

/// <summary>The application: a hub without systems, its pages, Hangfire in memory, and the dashboard.</summary>
public sealed class DashboardHost : PagesHost
{
    internal TaskCompletionSource<(string? OnBehalfOf, string Stream)> RunAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Retitle(string title) => Hub.Streams = [.. Hub.Streams.Select(s => s with { Title = title })];

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        long number = 0;
        Hub.OnRun = (stream, _) =>
        {
            if (Hub.Operations.LastOrDefault(o => o.Stream == stream) is { Caller: { } caller }) RunAsked.TrySetResult((caller.OnBehalfOf, stream.Value));
            var run = FakeHub.Run(Interlocked.Increment(ref number), stream, RunOutcome.Succeeded);
            return Task.FromResult<RunRecord?>(run);
        };
        services.AddHangfire(hangfire => RealHangfire.Quiet(hangfire).UseInMemoryStorage());
        new Builder(services).UseHangfire(hangfire => hangfire.MaxRunsAtOnce = 2);
    }

    protected override void Map(WebApplication server)
    {
        base.Map(server);
        server.MapIntegrationHubDashboard();
    }

    sealed class Builder(IServiceCollection services) : IHubBuilder
    {
        public IServiceCollection Services => services;

        public IHubBuilder AddAdapter<TAdapter>() where TAdapter : class, IAdapter => this;

        public IHubBuilder AddMappingFunction<TFunction>() where TFunction : class, IMappingFunction => this;
    }
}
