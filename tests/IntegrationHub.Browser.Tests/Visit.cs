using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

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
        await WaitForStartAsync(role);
    }

    /// <summary>The start page of a role is there to be used: what lives on it is shown only once it does.</summary>
    public Task WaitForStartAsync(string role) => Page.Locator(role is "agent" or "specialist" ? "#lookup-field" : ".streams").WaitForAsync();

    /// <summary>Looks up with the keyboard alone, from wherever the reading is.</summary>
    public async Task LookUpAsync(string text)
    {
        await Page.Keyboard.PressAsync("F2");
        await Expect(Page.Locator("#lookup-field")).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync(text);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("[data-answer]")).ToBeFocusedAsync();
    }

    /// <summary>Opens the first matter of an answer with the keyboard alone.</summary>
    public async Task OpenFirstAsync()
    {
        await Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Page.Locator("[data-matter]").First).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("#case-title")).ToBeFocusedAsync();
    }

    /// <summary>The line of a stream on the operations page: its state.</summary>
    public ILocator StateOf(string stream) => Page.Locator($"[data-stream={stream}] .states").First;

    /// <summary>Opens the page of a stream from the overview.</summary>
    public async Task OpenStreamAsync(string stream)
    {
        await Page.Locator($"[data-stream={stream}] a.stream-name").ClickAsync();
        await Page.Locator("#runs-title").WaitForAsync();
    }

    public async Task PauseAsync(string stream)
    {
        await Button($"Pause {stream}").ClickAsync();
        await Button("Yes, pause").ClickAsync();
        await Expect(StateOf(stream)).ToContainTextAsync("paused");
    }

    public async Task ResumeAsync(string stream)
    {
        await Button($"Resume {stream}").ClickAsync();
        await Expect(StateOf(stream)).Not.ToContainTextAsync("paused");
    }

    /// <summary>Runs a stream that is paused: a run that was under way ends first.</summary>
    public async Task RunNowAsync(string stream)
    {
        await Expect(StateOf(stream)).Not.ToContainTextAsync("running");
        await Button($"Run now: {stream}").ClickAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    static void Note(List<string> into, string what)
    {
        lock (into) into.Add(what);
    }
}
