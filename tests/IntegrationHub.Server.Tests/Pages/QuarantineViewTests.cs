using System.Net;
using IntegrationHub.Console.Quarantine;
using IntegrationHub.Console.Wording;
using IntegrationHub.Quarantine;
using IntegrationHub.Server.Tests.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The workplace of the quarantine as it is drawn, without a browser.</summary>
public sealed class QuarantineViewTests : IAsyncLifetime
{
    readonly PagesHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("en", "Records that could not be understood", "Map all of byggr-permits again")]
    [InlineData("sv", "Poster som inte gick att förstå", "Mappa om allt i byggr-permits")]
    public async Task Groups_are_shown_with_what_is_wrong_and_what_can_be_done(string language, params string[] texts)
    {
        host.Hub.Quarantine.Groups.Add(Group("code '<img onerror=alert(1)>' is not in table 'status'"));

        await using var view = DrawnView.Begin<QuarantineView>(host, "operations", language);
        var html = await view.EndAsync();

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.All(texts, text => Assert.Contains(text, WebUtility.HtmlDecode(html), StringComparison.Ordinal));
        Assert.Contains("code '<img onerror=alert(1)>'", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_quarantine_says_that_it_is_well()
    {
        await using var view = DrawnView.Begin<QuarantineView>(host, "operations", "en");

        Assert.Contains("Nothing in quarantine", await view.EndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_record_holds_is_text_and_never_a_page()
    {
        var content = Answers.Content(Answers.Held("a", FakeHub.Permits)) with { Pretty = "</pre><script>alert(1)</script>", Text = "</textarea><script>alert(1)</script>" };

        var html = await DrawAsync<RecordText>(new() { ["Content"] = content });

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("</pre><script>alert(1)</script>", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_are_told_who_may_see_the_record_and_an_administrator_is_asked_why()
    {
        var entry = Answers.Held("a", FakeHub.Permits);

        var operations = await DrawAsync<RecordWork>(new() { ["Entry"] = entry, ["MayRead"] = false });
        var administrator = await DrawAsync<RecordWork>(new() { ["Entry"] = entry, ["MayRead"] = true });

        Assert.Contains("An administrator can see and edit it", operations, StringComparison.Ordinal);
        Assert.DoesNotContain("read-purpose", operations, StringComparison.Ordinal);
        Assert.Contains("read-purpose", administrator, StringComparison.Ordinal);
        Assert.Equal(2, operations.Split("error IH3").Length - 1);
    }

    [Fact]
    public async Task A_record_whose_contents_have_expired_can_only_be_discarded()
    {
        var html = await DrawAsync<RecordWork>(new() { ["Entry"] = Answers.Held("a", FakeHub.Permits) with { ExpiredAt = FakeHub.Began }, ["MayRead"] = true });

        Assert.Contains("Its contents were erased", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Map again", html, StringComparison.Ordinal);
        Assert.Contains("Discard", html, StringComparison.Ordinal);
    }

    async Task<string> DrawAsync<TComponent>(Dictionary<string, object?> parameters) where TComponent : IComponent
    {
        await using var scope = host.Scope();
        scope.ServiceProvider.GetRequiredService<Words>().Use(Language.English);
        ((Microsoft.AspNetCore.Components.Routing.IHostEnvironmentNavigationManager)scope.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize(host.Address.AbsoluteUri, host.Address.AbsoluteUri);
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    static QuarantineGroup Group(string diagnostic) => new()
    {
        Stream = FakeHub.Permits,
        Source = new SourceId("byggr"),
        Code = "IH3102",
        Field = "status",
        Count = 41,
        FirstSeenAt = FakeHub.Began,
        LastSeenAt = FakeHub.Began,
        Diagnostic = diagnostic,
        MappingVersion = "1.0.0",
        Keys = ["a"],
    };
}
