using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using IntegrationHub.Alerts;
using IntegrationHub.Console.Alerts;
using IntegrationHub.Console.Wording;
using IntegrationHub.Server.Tests.Api;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The page of alerts as it is drawn, without a browser.</summary>
public sealed partial class AlertsViewTests : IAsyncLifetime
{
    readonly PagesHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("en", "Older than its goal", "25 minutes over it", "Told by webhook.", "Taken at attempt 2.", "Send a test")]
    [InlineData("sv", "Äldre än målet", "25 minuter över", "Skickas med webhook.", "Mottaget vid försök 2.", "Skicka ett test")]
    public async Task What_fires_since_when_and_what_was_told_of_it_is_shown(string language, params string[] texts)
    {
        var html = await DrawAsync(language);

        Assert.All(texts, text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.Contains("/operations#stream-byggr-permits", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_channel_says_why_and_what_opens_it()
    {
        host.Hub.FakeAlerts.Book = new AlertBook { Closed = new Dictionary<string, string> { ["webhook"] = "it answers HTTP 410" } };

        Assert.Contains("Nothing more is sent by webhook: it answers HTTP 410. A test that is taken opens it again.", await DrawAsync("en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_tells_nobody_says_so_and_offers_no_test()
    {
        host.Hub.FakeAlerts.Settings = null;

        var html = await DrawAsync("en");

        Assert.Contains("Nobody is told anything", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Send a test", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_languages_say_all_of_alerts_with_the_same_places_in_it()
    {
        foreach (var property in typeof(AlertTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType == typeof(string)))
        {
            var (swedish, english) = ((string)property.GetValue(AlertTexts.Swedish)!, (string)property.GetValue(AlertTexts.English)!);
            Assert.NotEqual("", swedish.Trim());
            Assert.NotEqual(swedish, english);
            Assert.Equal(Place().Matches(swedish).Select(m => m.Value).Order(StringComparer.Ordinal), Place().Matches(english).Select(m => m.Value).Order(StringComparer.Ordinal));
        }

        foreach (var texts in (AlertTexts[])[AlertTexts.Swedish, AlertTexts.English])
            Assert.Equal(Enum.GetValues<AlertRule>().Length, Enum.GetValues<AlertRule>().Select(texts.RuleOf).Distinct().Count());
    }

    async Task<string> DrawAsync(string language)
    {
        await using var view = DrawnView.Begin<AlertsView>(host, "operations", language);
        return WebUtility.HtmlDecode(await view.EndAsync());
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
