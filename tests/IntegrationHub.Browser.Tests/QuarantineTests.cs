using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

/// <summary>Quarantine as a workplace: from a group over its records to one record, and what is done about it.</summary>
[Collection(BrowserTestsCollection.Name)]
public sealed class QuarantineTests(BrowserFixture browser)
{
    const float LongerThanAFewRuns = 30_000;

    [Fact]
    public async Task A_mended_code_table_brings_a_group_in_from_the_page_without_a_run()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        var page = visit.Page;
        await browser.Town.WriteSocialCodesAsync("secrecy.csv", "source,target\nJ,secret\nN,restricted\n");
        await browser.Town.ChangeMappingAsync("social-support/social-cases.mapping.yaml", "    map:\n      J: secret\n      N: restricted\n    unknown: secret\n", "    file: codes/secrecy.csv\n    unknown: quarantine\n");
        await browser.Town.DropSocialCaseAsync("S-2026-910001", "Sekretess", "Parkerad");
        await browser.Town.DropSocialCaseAsync("S-2026-910002", "Sekretess", "Parkerad");
        await OpenGroupAsync(visit, "confidentiality", 2);

        await Expect(page.Locator("[data-entry]")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open record S-2026-910001" }).ClickAsync();
        await Expect(page.Locator("#record-title")).ToBeFocusedAsync();
        await Expect(page.Locator(".faults").First).ToContainTextAsync("'Parkerad' is not in table 'secrecy'");
        await Expect(page.GetByText("An administrator can see and edit it, with a reason.")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await browser.Town.AddSocialCodeAsync("secrecy.csv", "Parkerad,secret");
        await page.GetByRole(AriaRole.Button, new() { Name = "Map all 2 again" }).ClickAsync();

        // A run that has the stream is waited for.
        await Expect(page.Locator("[data-replayed]")).ToContainTextAsync("Came in: 2.", new() { Timeout = LongerThanAFewRuns });
        await Expect(page.Locator("[data-group]").Filter(new() { HasText = "confidentiality" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_administrator_sees_a_record_with_a_reason_mends_it_and_is_told_what_still_is_wrong()
    {
        await using var visit = await browser.OpenAsAsync("administrator");
        var page = visit.Page;
        await browser.Town.DropSocialCaseAsync("S-2026-920001", "Inkom", "Bortglömd");
        await OpenGroupAsync(visit, "openedAt", 1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open record S-2026-920001" }).ClickAsync();

        await page.GetByLabel("Why you look at it").FillAsync("the date is a word");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("pre.contents")).ToContainTextAsync("Bortglömd");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        var text = page.GetByLabel("The record, letter by letter");
        await Expect(text).ToBeFocusedAsync();
        var row = await text.InputValueAsync();
        await text.FillAsync(row.Replace("Bortglömd", "Mycket bortglömd", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and map" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("It still cannot be mapped", new() { Timeout = LongerThanAFewRuns });
        await Expect(page.Locator(".edit .faults")).ToContainTextAsync("openedAt", new() { Timeout = LongerThanAFewRuns });
        await text.FillAsync(row.Replace("Bortglömd", "2026-03-01", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and map" }).ClickAsync();

        await Expect(page.Locator("p.notice")).ToContainTextAsync("The edited record is in the index.", new() { Timeout = LongerThanAFewRuns });
        await Expect(page.Locator("[data-group]").Filter(new() { HasText = "openedAt" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_nobody_misses_is_discarded_with_a_reason_by_the_keyboard_alone()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        var page = visit.Page;
        await browser.Town.DropSocialCaseAsync("S-2026-930001", "Beslutsdatum", "Övning");
        await OpenGroupAsync(visit, "timeline", 1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Discard all 1" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Why nobody misses them")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("an exercise of the department");
        // Escape leaves nothing that somebody writes.
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByLabel("Why nobody misses them")).ToHaveValueAsync("an exercise of the department");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("p.notice")).ToContainTextAsync("Discarded: 1.", new() { Timeout = LongerThanAFewRuns });
        await Expect(page.Locator("[data-group]").Filter(new() { HasText = "timeline" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task From_a_stream_on_the_operations_page_one_gets_to_what_is_in_quarantine_of_it_alone()
    {
        await using var visit = await browser.OpenAsAsync("operations");
        var page = visit.Page;
        await browser.Town.DropSocialCaseAsync("S-2026-950001", "Status", "Undangömd");
        var link = page.Locator("[data-stream=social-support]").GetByRole(AriaRole.Link, new() { NameRegex = new("in quarantine of social-support") });
        await Expect(link).ToHaveCountAsync(1, new() { Timeout = LongerThanAFewRuns });

        await link.ClickAsync();

        await Expect(page.Locator("[data-only=social-support]")).ToContainTextAsync("Only what belongs to social-support is shown.");
        await Expect(page.Locator("[data-group]").First).ToContainTextAsync("social-support");
        await page.GotoAsync("/quarantine?stream=building-permits");
        await Expect(page.Locator("[data-only=building-permits]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-group]").Filter(new() { HasText = "social-support" })).ToHaveCountAsync(0);
        await browser.Town.AddSocialCodeAsync("status.csv", "Undangömd,inProgress");
        await page.GotoAsync("/operations");
        await Expect(link).ToHaveCountAsync(0, new() { Timeout = LongerThanAFewRuns });
    }

    // Each test has a group of its own, by the column that it spoils: what one leaves behind is none of the others' business.
    static async Task OpenGroupAsync(Visit visit, string word, int count)
    {
        await visit.Page.GotoAsync("/quarantine");
        var group = visit.Page.Locator("[data-group]").Filter(new() { HasText = word }).Filter(new() { HasText = count == 1 ? "1 record" : $"{count} records" });
        await Expect(group).ToBeVisibleAsync(new() { Timeout = LongerThanAFewRuns });
        await group.GetByRole(AriaRole.Button).ClickAsync();
        var head = visit.Page.GetByRole(AriaRole.Heading, new() { Level = 2 });
        await Expect(head).ToContainTextAsync("social-support");
        // The page puts the focus there when it has drawn the group: whoever goes on before loses it.
        await Expect(head).ToBeFocusedAsync();
    }
}
