using Microsoft.Playwright;

namespace IntegrationHub.Browser.Tests;

/// <summary>One town and one browser for all tests; every test has a browser context of its own, and those that do not test the sign-in share one session per role.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    readonly Dictionary<string, string> sessions = [];
    IPlaywright? playwright;
    IBrowser? browser;

    internal RunningTown Town { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var path = await Chromium.FindAsync();
        var town = RunningTown.StartAsync();
        // As long as everything else is waited for: a machine that builds beside it shows things later.
        Assertions.SetDefaultExpectTimeout(15_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Chromium.Flags });
        Town = await town;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (Town is not null) await Town.DisposeAsync();
    }

    /// <summary>A window of its own with nobody signed in, in English, that writes down what goes wrong in it.</summary>
    internal Task<Visit> OpenAsync() => OpenAsync(session: null);

    /// <summary>A window in which somebody of a role is signed in, at the start page of the role.</summary>
    internal async Task<Visit> OpenAsAsync(string role)
    {
        if (!sessions.TryGetValue(role, out var session))
        {
            await using var first = await OpenAsync();
            await first.SignInAsync(role);
            sessions[role] = session = await first.Page.Context.StorageStateAsync();
        }

        var visit = await OpenAsync(session);
        await visit.Page.GotoAsync("/");
        await visit.WaitForStartAsync(role);
        return visit;
    }

    async Task<Visit> OpenAsync(string? session)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Town.Address.ToString(),
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
            StorageState = session,
            ViewportSize = new ViewportSize { Width = 1600, Height = 900 },
        });
        context.SetDefaultTimeout(15_000);
        return new Visit(context, await context.NewPageAsync(), Town);
    }
}
