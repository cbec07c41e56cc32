using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

[Collection(BrowserTestsCollection.Name)]
public sealed class OperationsTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_stream_is_run_now_and_its_run_stands_in_the_history()
    {
        await using var visit = await browser.OpenAsync();
        await visit.SignInAsync("operations");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "History of building-permits" }).ClickAsync();
        var byHand = visit.Page.Locator(".runs tbody tr").First.GetByText("by hand");

        // The stream may be running by its schedule at this very moment; then a person presses again.
        for (var i = 0; i < 20 && !await byHand.IsVisibleAsync(); i++)
        {
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run now: building-permits" }).ClickAsync();
            try
            {
                await byHand.WaitForAsync(new() { Timeout = 1_000 });
            }
            catch (TimeoutException)
            {
                // Pressed again.
            }
        }

        await Expect(visit.Page.Locator(".runs").GetByText("by hand").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_stream_is_paused_after_a_question_and_resumed()
    {
        await using var visit = await browser.OpenAsync();
        await visit.SignInAsync("operations");
        var row = visit.Page.Locator("[data-stream=social-support]");

        await row.GetByRole(AriaRole.Button, new() { Name = "Pause social-support" }).ClickAsync();
        await Expect(row.Locator("td").First).Not.ToContainTextAsync("paused");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, pause" }).ClickAsync();
        await Expect(row.Locator("td").First).ToContainTextAsync("paused");
        await Expect(visit.Page.Locator(".summary")).ToContainTextAsync("social-support has been paused since");

        await row.GetByRole(AriaRole.Button, new() { Name = "Resume social-support" }).ClickAsync();
        await Expect(row.Locator("td").First).Not.ToContainTextAsync("paused");
    }

    [Fact]
    public async Task An_agent_is_told_that_the_page_is_not_for_the_desk()
    {
        await using var visit = await browser.OpenAsync();
        await visit.SignInAsync("agent");

        var answer = await visit.Page.GotoAsync("/operations");

        Assert.Equal(403, answer!.Status);
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is not for your role");
    }
}
