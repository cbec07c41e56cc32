using System.Text.RegularExpressions;
using IntegrationHub.AspNetCore;
using IntegrationHub.Console;
using IntegrationHub.Hosting;
using IntegrationHub.Server.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The pages and the API over a fake hub, on a real port of the loopback, without a browser.</summary>
public sealed partial class PagesHost : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-pages-");
    readonly List<HttpClient> browsers = [];
    WebApplication? app;

    internal FakeHub Hub { get; } = new();

    internal LogLines Log { get; } = new();

    internal IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    internal Uri Address { get; private set; } = null!;

    internal IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)app!).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    public async ValueTask InitializeAsync()
    {
        var keyFile = Path.Combine(folder.FullName, "api-keys.json");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHub>(Hub);
        builder.Services.AddIntegrationHubApi(api =>
        {
            api.KeyFile = keyFile;
            api.SpecialistDepartments.Add("byggnadsnamnden");
        });
        builder.Services.AddIntegrationHubPages(pages =>
        {
            pages.Name = "Sundby";
            pages.MapStaticAssets = false;
        });

        app = builder.Build();
        app.MapIntegrationHub();
        app.MapIntegrationHubPages();
        await app.StartAsync();
        Keys = ApiKeyFile.Read(keyFile);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers) browser.Dispose();
        if (app is not null) await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal string KeyOf(string role) => Keys.Single(k => k.Name == role).Secret;

    /// <summary>The services of one circuit.</summary>
    internal AsyncServiceScope Scope() => app!.Services.CreateAsyncScope();

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
