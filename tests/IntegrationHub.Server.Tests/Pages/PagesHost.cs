using System.Text.RegularExpressions;
using IntegrationHub.Console;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The pages and the API over a fake hub, without a browser.</summary>
public partial class PagesHost : FakeHubServer
{
    readonly List<HttpClient> browsers = [];

    protected override void Add(IServiceCollection services) => services.AddIntegrationHubPages(pages =>
    {
        pages.Name = "Sundby";
        pages.MapStaticAssets = false;
    });

    protected override void Map(WebApplication server) => server.MapIntegrationHubPages();

    public override async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers) browser.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A browser of its own, which follows no redirects.</summary>
    internal HttpClient Browser()
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address };
        browser.DefaultRequestHeaders.Add("Accept-Language", "en");
        browsers.Add(browser);
        return browser;
    }

    /// <summary>Fills in the form of the sign-in page.</summary>
    internal static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string key, string person = "anna.ek")
    {
        var page = await browser.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        return await browser.PostAsync("/sign-in", Form(("_handler", "sign-in"), ("__RequestVerificationToken", TokenIn(page)), ("Person", person), ("Key", key)), TestContext.Current.CancellationToken);
    }

    /// <summary>A browser that is signed in with the key of a role.</summary>
    internal async Task<HttpClient> SignedInAsync(string role)
    {
        var browser = Browser();
        using var answer = await SignInAsync(browser, KeyOf(role));
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    internal static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    internal static string TokenIn(string page) => Token().Match(page) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException("The page has no form token.");

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
