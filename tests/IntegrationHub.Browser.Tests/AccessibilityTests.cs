using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace IntegrationHub.Browser.Tests;

/// <summary>Every page in both themes at three widths, looked at by axe after the rules of WCAG 2.2 AA, and never wider than the window.</summary>
[Collection(BrowserTestsCollection.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // In the page itself: its own binding opens a second page for every look, which takes a browser longer than the look. None of the pages has frames.
    const string Look = """
        async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] }))
            .violations.map(v => `${v.id} (${v.help}) at ${v.nodes.slice(0, 3).map(n => n.html).join(", ")}`)
        """;

    [Fact]
    public async Task A_page_with_a_fault_is_found_at_each_look()
    {
        await using var visit = await browser.OpenAsync();
        await visit.Page.SetContentAsync("<!doctype html><html lang=en><title>t</title><main><p style='color:#eee;background:#fff'>Too pale to be read</p></main>");

        var fault = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => LookAsync(visit.Page, "the pale page"));

        Assert.Contains("the pale page, 360 pixels, Light: color-contrast", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sign_in_can_be_used_by_everybody()
    {
        await using var visit = await browser.OpenAsync();
        await visit.Page.GotoAsync("/sign-in");

        await LookAsync(visit.Page, "the sign-in");
    }

    [Fact]
    public async Task The_desk_can_be_used_by_everybody()
    {
        await using var visit = await browser.OpenAsAsync("agent");
        var page = visit.Page;
        await LookAsync(page, "the empty desk");

        await visit.LookUpAsync(browser.Town.Offered("person"));
        await LookAsync(page, "an answer");

        await visit.OpenFirstAsync();
        await page.Locator(".timeline").WaitForAsync();
        await LookAsync(page, "a case");

        await page.GotoAsync("/operations");
        await LookAsync(page, "a page of another role");
    }

    [Fact]
    public async Task The_operations_page_can_be_used_by_everybody()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        await visit.Button("Pause building-permits").ClickAsync();
        await visit.Page.Locator(".confirm").WaitForAsync();

        await LookAsync(visit.Page, "operations");
    }

    [Fact]
    public async Task The_pages_of_a_stream_and_of_a_run_can_be_used_by_everybody()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        await visit.OpenStreamAsync("building-permits");
        await visit.Page.Locator(".runs tbody tr").First.WaitForAsync();
        await visit.Page.GetByText("The same as a table").ClickAsync();
        await visit.Button("Pause building-permits").ClickAsync();
        await visit.Page.Locator(".confirm").WaitForAsync();
        await LookAsync(visit.Page, "a stream");

        await visit.Page.Locator(".runs tbody tr a").Last.ClickAsync();
        await visit.Page.Locator("[data-run]").WaitForAsync();
        await LookAsync(visit.Page, "a run");
    }

    [Fact]
    public async Task Vendors_and_the_search_can_be_used_by_everybody()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        await visit.Page.GotoAsync("/operations/vendors");
        await visit.Page.Locator("[data-vendor]").First.WaitForAsync();
        await LookAsync(visit.Page, "vendors");

        await visit.Page.Keyboard.PressAsync("F2");
        await visit.Page.Locator("#search-field").WaitForAsync();
        await LookAsync(visit.Page, "the empty search");
        await visit.Page.Locator("#search-field").FillAsync("permits");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("[data-hit]").First.WaitForAsync();
        await LookAsync(visit.Page, "what was found");
    }

    [Fact]
    public async Task Nodes_and_alerts_can_be_used_by_everybody()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        await visit.Page.GotoAsync("/operations/nodes");
        await visit.Page.Locator("[data-node]").First.WaitForAsync();
        await LookAsync(visit.Page, "nodes");

        await visit.Page.GotoAsync("/alerts");
        await visit.Page.Locator("h1").WaitForAsync();
        await LookAsync(visit.Page, "alerts");
    }

    [Fact]
    public async Task The_audit_can_be_used_by_everybody()
    {
        await using var visit = await browser.OpenAsAsync("administrator");
        await visit.Page.GotoAsync("/operations/audit");
        await visit.Page.Locator("[data-line]").First.WaitForAsync();

        await LookAsync(visit.Page, "the audit");
    }

    [Fact]
    public async Task The_quarantine_can_be_used_by_everybody()
    {
        await using var visit = await browser.OpenAsAsync("administrator");
        var page = visit.Page;
        await page.GotoAsync("/quarantine");
        await browser.Town.DropSocialCaseAsync("S-2026-940001", "Ändrad", "nyligen");
        var group = page.Locator("[data-group]").Filter(new() { HasText = "identity.order" });
        await Assertions.Expect(group).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await LookAsync(page, "the groups");

        await group.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard all" }).ClickAsync();
        await page.Locator("#discard-reason").WaitForAsync();
        await LookAsync(page, "a group that is to be discarded");

        await page.GetByRole(AriaRole.Button, new() { Name = "Open record S-2026-940001" }).ClickAsync();
        await page.Locator("#read-purpose").FillAsync("to see how it is shown");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("pre.contents").WaitForAsync();
        await LookAsync(page, "a record with what it holds");

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.Locator("#edit-text").FillAsync("nothing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and map" }).ClickAsync();
        await page.Locator(".edit .faults").WaitForAsync();
        await LookAsync(page, "an edit that cannot be mapped");

        await page.GetByRole(AriaRole.Button, new() { Name = "Map again" }).ClickAsync();
        await page.Locator("[data-replayed]").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await page.Locator("#discard-reason").FillAsync("made by a test");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(group).ToHaveCountAsync(0);
    }

    internal static async Task LookAsync(IPage page, string what)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Axe);
        foreach (var width in new[] { 360, 900, 1600 })
        {
            await page.SetViewportSizeAsync(width, 900);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{what} is wider than a window of {width} pixels.");
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                var found = await page.EvaluateAsync<string[]>(Look);
                Assert.True(found.Length == 0, string.Join('\n', found.Select(violation => $"{what}, {width} pixels, {scheme}: {violation}")));
            }
        }
    }
}
