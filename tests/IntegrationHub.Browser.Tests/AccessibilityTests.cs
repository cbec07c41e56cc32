using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace IntegrationHub.Browser.Tests;

/// <summary>Every page in both themes at three widths, looked at by axe after the rules of WCAG 2.2 AA, and never wider than the window.</summary>
[Collection(BrowserTestsCollection.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    static readonly AxeRunOptions Rules = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } };

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(900, ColorScheme.Light)]
    [InlineData(900, ColorScheme.Dark)]
    [InlineData(1600, ColorScheme.Light)]
    [InlineData(1600, ColorScheme.Dark)]
    public async Task Every_page_can_be_used_by_everybody(int width, ColorScheme scheme)
    {
        await using var visit = await browser.OpenAsync(width, scheme);
        var page = visit.Page;
        await page.GotoAsync("/sign-in");
        await LookAsync(page, "sign-in");

        await visit.SignInAsync("agent");
        await LookAsync(page, "the empty desk");
        await visit.LookUpAsync(browser.Town.Offered("person"));
        await LookAsync(page, "an answer");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".timeline").WaitForAsync();
        await LookAsync(page, "a case");
        await page.GotoAsync("/operations");
        await LookAsync(page, "a page of another role");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.SignInAsync("operations");
        await page.GetByRole(AriaRole.Button, new() { Name = "History of building-permits" }).ClickAsync();
        await page.Locator(".runs").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause building-permits" }).ClickAsync();
        await page.Locator(".confirm").WaitForAsync();
        await LookAsync(page, "operations");
    }

    static async Task LookAsync(IPage page, string what)
    {
        var found = await page.RunAxe(Rules);
        var violations = found.Violations.Select(v => $"{what}: {v.Id} ({v.Help}) at {string.Join(", ", v.Nodes.Select(n => n.Html).Take(3))}");
        Assert.Empty(violations);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{what} is wider than the window.");
    }
}
