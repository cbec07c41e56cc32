using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

[Collection(BrowserTestsCollection.Name)]
public sealed class OutboxTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_note_that_does_not_get_through_is_seen_without_its_words_and_taken_back_with_a_reason()
    {
        const string Words = "Ringer tillbaka på fredag";
        await browser.Town.BringDownAsync("byggr");
        try
        {
            await AskForNoteAsync(Words);
            await using var visit = await browser.OpenAsAsync("operations");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Outbox" }).ClickAsync();
            var command = visit.Page.Locator("[data-command]");

            await Expect(command).ToContainTextAsync("Note");
            await Expect(command).ToContainTextAsync("building-permits");
            await Expect(visit.Page.Locator("[data-queue='building-permits']")).ToBeVisibleAsync();
            Assert.DoesNotContain(Words, await visit.Page.ContentAsync(), StringComparison.Ordinal);
            await AccessibilityTests.LookAsync(visit.Page, "the outbox");

            // With the keyboard alone: the question has the focus, Enter decides.
            await command.GetByRole(AriaRole.Button, new() { Name = "Take back" }).PressAsync("Enter");
            await Expect(command.Locator("input")).ToBeFocusedAsync();
            await visit.Page.Keyboard.TypeAsync("written about the wrong case");
            await AccessibilityTests.LookAsync(visit.Page, "a command that is to be taken back");
            await visit.Page.Keyboard.PressAsync("Enter");

            await Expect(visit.Page.Locator("[data-told]")).ToContainTextAsync("It is not sent any more.");
            await Expect(command).ToHaveCountAsync(0);
            Assert.Empty(visit.Complaints);
        }
        finally
        {
            await browser.Town.EndTroubleAsync("byggr");
        }
    }

    async Task AskForNoteAsync(string text)
    {
        using var client = new HttpClient { BaseAddress = browser.Town.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", browser.Town.KeyOf("agent"));
        client.DefaultRequestHeaders.Add("X-On-Behalf-Of", "anna.ek");
        using var found = await client.PostAsJsonAsync("/api/v1/lookups", new { by = "caseNumber", value = browser.Town.Offered("caseNumber"), purpose = "the citizen asks about the permit" });
        var @case = (await found.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("cases").EnumerateArray().First(one => one.GetProperty("source").GetString() == "byggr").GetProperty("id").GetString();
        using var asked = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{@case}/writes") { Content = JsonContent.Create(new { kind = "note", text }) };
        asked.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        using var answer = await client.SendAsync(asked);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
