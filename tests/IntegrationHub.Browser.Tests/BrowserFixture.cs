using Microsoft.Playwright;

namespace IntegrationHub.Browser.Tests;

/// <summary>One town and one browser for all tests; every test has a browser context of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    IPlaywright? playwright;
    IBrowser? browser;

    internal RunningTown Town { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var path = await Chromium.FindAsync();
        var town = RunningTown.StartAsync();
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

    /// <summary>A window of its own, in English, that writes down what goes wrong in it.</summary>
    internal async Task<Visit> OpenAsync(int width = 1600, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Town.Address.ToString(),
            ColorScheme = scheme,
            Locale = "en-GB",
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        context.SetDefaultTimeout(15_000);
        return new Visit(context, await context.NewPageAsync(), Town);
    }
}

/// <summary>Somebody at a browser.</summary>
sealed class Visit : IAsyncDisposable
{
    readonly IBrowserContext context;
    readonly RunningTown town;
    readonly List<string> addresses = [];
    readonly List<string> complaints = [];

    public Visit(IBrowserContext context, IPage page, RunningTown town)
    {
        this.context = context;
        this.town = town;
        Page = page;
        page.Request += (_, request) => Note(addresses, request.Url);
        page.WebSocket += (_, socket) => Note(addresses, socket.Url);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Note(complaints, message.Text); };
    }

    public IPage Page { get; }

    /// <summary>All addresses that were asked for.</summary>
    public IReadOnlyList<string> Addresses
    {
        get { lock (addresses) return [.. addresses]; }
    }

    /// <summary>What the browser complained of; a breach of the policy is among it.</summary>
    public IReadOnlyList<string> Complaints
    {
        get { lock (complaints) return [.. complaints]; }
    }

    public async Task TryToSignInAsync(string key)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Your name or user id").FillAsync("anna.ek");
        await Page.GetByLabel("Key", new() { Exact = true }).FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    public async Task SignInAsync(string role)
    {
        await TryToSignInAsync(town.KeyOf(role));
        await Page.Locator(role is "agent" or "specialist" ? "#lookup-field" : ".streams").WaitForAsync();
    }

    /// <summary>Looks up with the keyboard alone, from wherever the reading is.</summary>
    public async Task LookUpAsync(string text)
    {
        await Page.Keyboard.PressAsync("F2");
        await Page.Keyboard.TypeAsync(text);
        await Page.Keyboard.PressAsync("Enter");
        await Page.Locator("[data-answer]").WaitForAsync();
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    static void Note(List<string> into, string what)
    {
        lock (into) into.Add(what);
    }
}
