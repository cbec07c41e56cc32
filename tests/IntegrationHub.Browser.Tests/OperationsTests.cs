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
        await visit.OpenStreamAsync("e-service-messages");

        await visit.RunNowAsync("e-service-messages");

        await Expect(visit.Page.Locator(".runs tbody tr").First).ToContainTextAsync("by hand");
        await visit.ResumeAsync("e-service-messages");
    }

    [Fact]
    public async Task A_record_in_quarantine_comes_in_once_its_word_stands_in_the_code_table()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        var group = visit.Page.Locator("[data-group]").Filter(new() { HasText = "Vilande" });
        await browser.Town.DropSocialCaseAsync("S-2026-900001", "Status", "Vilande");
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
    public async Task What_a_rebuild_with_a_wrong_mapping_would_remove_is_held_shown_by_number_and_kept_with_a_reason()
    {
        const string Mapping = "open311/fault-reports.mapping.yaml";
        await using var visit = await browser.OpenAsAsync("operations");
        var held = visit.Page.Locator("[data-held]");
        await visit.PauseAsync("fault-reports");
        await Expect(visit.StateOf("fault-reports")).Not.ToContainTextAsync("running");
        await browser.Town.ChangeMappingAsync(Mapping, "missingKey: quarantine", "missingKey: quarantine\n  outOfScope: true");

        await visit.OpenStreamAsync("fault-reports");
        await visit.Button("Read everything anew: fault-reports").ClickAsync();
        await visit.Button("Yes, read anew").ClickAsync();

        await Expect(held).ToContainTextAsync("fault-reports", new() { Timeout = LongerThanAFewRuns });
        await Expect(visit.StateOf("fault-reports")).ToContainTextAsync("deletes held");
        await Expect(visit.Page.Locator(".runs tbody tr").First).ToContainTextAsync("more than the guard lets go");
        await visit.Page.GotoAsync("/operations");
        await Expect(visit.Page.Locator(".summary")).ToContainTextAsync("cases may be gone and wait for a decision");
        await Expect(visit.Page.Locator(".needs")).ToContainTextAsync("cases that may be gone");
        await held.Locator("summary").ClickAsync();
        await Expect(held.Locator(".group-cases li").First).ToBeVisibleAsync();
        await AccessibilityTests.LookAsync(visit.Page, "operations with held deletes");

        await visit.Button("Keep them: fault-reports").ClickAsync();
        await visit.Page.GetByLabel("Why (stands in the record)").FillAsync("the mapping was wrong");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(held).ToHaveCountAsync(0);
        await Expect(visit.StateOf("fault-reports")).Not.ToContainTextAsync("deletes held");
        await browser.Town.ChangeMappingAsync(Mapping, "missingKey: quarantine\n  outOfScope: true", "missingKey: quarantine");
        await visit.ResumeAsync("fault-reports");
    }

    [Fact]
    public async Task A_stream_is_reset_only_by_its_name()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        await visit.OpenStreamAsync("e-service-messages");

        await visit.Button("Begin from the beginning: e-service-messages").ClickAsync();
        await visit.Page.GetByLabel("Write the name e-service-messages").FillAsync("e-service-message");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The name is not e-service-messages");
    }

    [Fact]
    public async Task A_change_of_a_mapping_that_is_wrong_is_told_at_its_stream_until_it_is_mended_and_the_stream_goes_on()
    {
        const string Mapping = "byggr/byggr-permits.mapping.yaml";
        await using var visit = await browser.OpenAsAsync("operations");
        var note = visit.Page.Locator("[data-refused]");
        await browser.Town.ChangeMappingAsync(Mapping, "target: case@1", "target: case@1\nfeilds: {}");

        await Expect(note).ToContainTextAsync("A change of this stream's files is refused");
        await Expect(note.Locator("code").First).ToContainTextAsync($"mappings/{Mapping}:");
        await Expect(note.Locator("code").First).Not.ToContainTextAsync(Path.GetTempPath());
        await Expect(visit.StateOf("building-permits")).ToContainTextAsync("file change refused");
        await Expect(visit.Page.Locator(".summary")).ToContainTextAsync("building-permits runs on the last good version of its files");
        await AccessibilityTests.LookAsync(visit.Page, "operations with refused files");
        await browser.Town.ChangeMappingAsync(Mapping, "target: case@1\nfeilds: {}", "target: case@1");

        await Expect(note).ToHaveCountAsync(0);
        await Expect(visit.StateOf("building-permits")).Not.ToContainTextAsync("file change refused");
    }

    [Fact]
    public async Task A_period_is_read_again_and_one_that_makes_no_sense_is_not()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        await visit.PauseAsync("e-service-submissions");
        await Expect(visit.StateOf("e-service-submissions")).Not.ToContainTextAsync("running");
        await visit.OpenStreamAsync("e-service-submissions");

        await AskForAsync(visit, "2026-03-08T00:00", "2026-03-01T00:00");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("it must begin before it ends");
        await AskForAsync(visit, "2026-03-01T00:00", "2026-03-08T00:00");

        await Expect(visit.Page.Locator(".runs tbody tr").First).ToContainTextAsync("backfill", new() { Timeout = LongerThanAFewRuns });
        await visit.ResumeAsync("e-service-submissions");

        static async Task AskForAsync(Visit visit, string from, string until)
        {
            await visit.Button("Read a period again: e-service-submissions").ClickAsync();
            await visit.Page.Locator(".confirm").GetByLabel("From").FillAsync(from);
            await visit.Page.Locator(".confirm").GetByLabel("Until").FillAsync(until);
            await visit.Button("Read it again").ClickAsync();
        }
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
