using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

[Collection(BrowserTestsCollection.Name)]
public sealed class OperationsTests(BrowserFixture browser)
{
    const float LongerThanAFewRuns = 30_000;

    [Fact]
    public async Task A_stream_is_run_now_and_its_run_stands_in_the_history()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        await visit.PauseAsync("e-service-messages");
        await visit.Button("History of e-service-messages").ClickAsync();

        await visit.RunNowAsync("e-service-messages");

        await Expect(visit.Page.Locator(".runs tbody tr").First).ToContainTextAsync("by hand");
        await visit.ResumeAsync("e-service-messages");
    }

    [Fact]
    public async Task A_record_in_quarantine_comes_in_once_its_word_stands_in_the_code_table()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        var group = visit.Page.Locator("[data-group]").Filter(new() { HasText = "Vilande" });
        await browser.Town.DropSocialCaseAsync("S-2026-900001", "Vilande");
        await Expect(group).ToContainTextAsync("not in table 'status'", new() { Timeout = LongerThanAFewRuns });

        // Paused, so that it comes in by the run that is asked for and by no other.
        await visit.PauseAsync("social-support");
        await browser.Town.AddSocialCodeAsync("status.csv", "Vilande,inProgress");
        await visit.RunNowAsync("social-support");

        await Expect(group).ToHaveCountAsync(0, new() { Timeout = LongerThanAFewRuns });
        await visit.ResumeAsync("social-support");
    }

    [Fact]
    public async Task A_stream_is_paused_after_a_question_and_resumed()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        var state = visit.StateOf("social-support");

        await visit.Button("Pause social-support").ClickAsync();
        await Expect(visit.Page.Locator(".confirm")).ToBeVisibleAsync();
        await Expect(state).Not.ToContainTextAsync("paused");
        await visit.Button("Yes, pause").ClickAsync();
        await Expect(state).ToContainTextAsync("paused");
        await Expect(visit.Page.Locator(".summary")).ToContainTextAsync("social-support has been paused since");

        await visit.ResumeAsync("social-support");
    }

    [Fact]
    public async Task An_agent_is_told_that_the_page_is_not_for_the_desk()
    {
        await using var visit = await browser.OpenAsAsync("agent");

        var answer = await visit.Page.GotoAsync("/operations");

        Assert.Equal(403, answer!.Status);
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is not for your role");
    }
}
