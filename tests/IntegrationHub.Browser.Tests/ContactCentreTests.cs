using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

/// <summary>The desk of the contact centre, on the town's hub, in a real browser.</summary>
[Collection(BrowserTestsCollection.Name)]
public sealed class ContactCentreTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_call_is_answered_written_down_and_found_again_by_keyboard_alone()
    {
        await using var desk = await RunningDesk.StartAsync(browser.Town);
        await using var visit = await SignInAsync(desk);
        var page = visit.Page;
        Assert.Equal(401, await desk.RingAsync(browser.Town.Offered("phone"), shown: "guessed"));
        Assert.Equal(400, await desk.RingAsync("nobody"));

        Assert.Equal(204, await desk.RingAsync(browser.Town.Offered("phone")));
        await page.Locator("[data-call]").WaitForAsync();
        await page.Keyboard.PressAsync("F4");
        await Expect(page.Locator(".matter").First).ToBeVisibleAsync();
        await Expect(page.Locator(".coverage")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("F8");
        await Expect(page.Locator("[data-notes]")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Asks when the street light is mended.\nNot before ten.");
        await page.Locator(".about input").First.PressAsync("Space");
        await Expect(page.Locator(".saved")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^Saved "));
        await page.Keyboard.PressAsync("F9");
        await Expect(page.GetByText("The contact is ended and saved.").First).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("F2");
        await page.Keyboard.TypeAsync(browser.Town.Offered("phone"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".earlier")).ToContainTextAsync("Not before ten.");
        await Expect(page.Locator(".earlier")).ToContainTextAsync("anna.ek");

        Assert.Empty(visit.Complaints);
        Assert.All(visit.Addresses, address => Assert.Equal(desk.Address.Authority, new Uri(address).Authority));
        Assert.DoesNotContain(visit.Addresses, address => address.Contains("0701", StringComparison.Ordinal) || address.Contains("1740605", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_desk_of_the_contact_centre_can_be_used_by_everybody()
    {
        await using var desk = await RunningDesk.StartAsync(browser.Town);
        await using var visit = await browser.OpenAsync();
        var page = visit.Page;
        await page.GotoAsync(new Uri(desk.Address, "sign-in").ToString());
        await AccessibilityTests.LookAsync(page, "the sign-in of the desk");

        await SignInAsync(page, desk);
        await AccessibilityTests.LookAsync(page, "the empty desk of the contact centre");

        await desk.RingAsync(browser.Town.Offered("phone"));
        await page.Locator("[data-call]").ClickAsync();
        await page.Locator("[data-matter]").First.ClickAsync();
        await Expect(page.Locator("[data-timeline]")).ToBeFocusedAsync();
        await AccessibilityTests.LookAsync(page, "a call at the desk");
    }

    [Fact]
    public async Task What_was_promised_is_taken_and_answered_by_the_unit_and_the_desk_is_told()
    {
        await using var desk = await RunningDesk.StartAsync(browser.Town);
        await using var unit = await RunningDesk.StartAsync(browser.Town, "specialist");
        await using var agent = await SignInAsync(desk);
        await agent.Page.Locator("[data-lookup]").FillAsync(browser.Town.Offered("person"));
        await agent.Page.Keyboard.PressAsync("Enter");
        await agent.Page.Locator(".matter").First.WaitForAsync();
        await agent.Page.Locator("#subject-0").FillAsync("What is missing in the permit");
        await agent.Page.Locator("#person-phone").FillAsync("070-174 06 05");
        await agent.Page.Keyboard.PressAsync("F7");
        await agent.Page.Locator("#promise-unit").SelectOptionAsync("byggnadsnamnden");
        await agent.Page.Locator("#promise-due").SelectOptionAsync("tomorrow");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Promise", Exact = true }).ClickAsync();
        await Expect(agent.Page.Locator(".promise").First).ToContainTextAsync("What is missing in the permit");

        await using var specialist = await SignInAsync(unit, "/unit");
        var promise = specialist.Page.Locator("[data-promise]").Filter(new() { HasText = "What is missing in the permit" });
        await AccessibilityTests.LookAsync(specialist.Page, "the unit's list");
        await promise.Locator("[data-step=Accepted]").ClickAsync();
        await promise.Locator("[data-step=Done]").ClickAsync();
        await promise.Locator("#why").FillAsync("A site plan is missing.");
        await promise.GetByRole(AriaRole.Button, new() { Name = "Do it" }).ClickAsync();
        await Expect(promise).ToHaveCountAsync(0);

        await agent.Page.Keyboard.PressAsync("F2");
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(agent.Page.Locator(".promise .told").First).ToContainTextAsync("A site plan is missing.");
        Assert.Empty(agent.Complaints);
        Assert.Empty(specialist.Complaints);
    }

    [Fact]
    public async Task What_is_written_to_a_department_stands_in_the_timeline_and_is_taken_by_its_system()
    {
        await using var desk = await RunningDesk.StartAsync(browser.Town);
        await using var visit = await SignInAsync(desk);
        var page = visit.Page;
        await WriteAboutPermitAsync(page, "Rang i dag: ritningen kommer på fredag.");

        var line = page.Locator(".timeline li").Filter(new() { HasText = "Rang i dag" });
        await Expect(line).ToHaveCountAsync(1);
        await Expect(line).ToContainTextAsync("taken", new() { Timeout = 30_000 });
        await AccessibilityTests.LookAsync(page, "a note to the department");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task What_a_system_refuses_is_told_in_its_own_words_and_written_anew()
    {
        await using var desk = await RunningDesk.StartAsync(browser.Town);
        await using var visit = await SignInAsync(desk);
        var page = visit.Page;
        await browser.Town.LetRefuseAsync("byggr");
        try
        {
            await WriteAboutPermitAsync(page, "Ritning på fredag.");
            var trouble = page.Locator("[data-write]");
            await Expect(trouble).ToContainTextAsync("låst av en annan handläggare", new() { Timeout = 30_000 });
            await AccessibilityTests.LookAsync(page, "a note that was refused");

            await browser.Town.EndTroubleAsync("byggr");
            await trouble.Locator("textarea").FillAsync("Ritningen kommer på fredag, säger sökanden.");
            await trouble.GetByRole(AriaRole.Button, new() { Name = "Send again" }).PressAsync("Enter");

            var line = page.Locator(".timeline li").Filter(new() { HasText = "säger sökanden" });
            await Expect(line).ToContainTextAsync("taken", new() { Timeout = 30_000 });
            await Expect(trouble).ToHaveCountAsync(0);
            Assert.Empty(visit.Complaints);
        }
        finally
        {
            await browser.Town.EndTroubleAsync("byggr");
        }
    }

    // A note to the department about the permit of the person who is shown to visitors.
    async Task WriteAboutPermitAsync(IPage page, string text)
    {
        await page.Locator("[data-lookup]").FillAsync(browser.Town.Offered("person"));
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".matter").Filter(new() { HasText = "BYGG 20" }).Locator("[data-matter]").First.ClickAsync();
        await page.Locator(".write summary").ClickAsync();
        await page.Locator("#write-text").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    async Task<Visit> SignInAsync(RunningDesk desk, string page = "/")
    {
        var visit = await browser.OpenAsync();
        await SignInAsync(visit.Page, desk, page);
        return visit;
    }

    static async Task SignInAsync(IPage page, RunningDesk desk, string asked = "/")
    {
        // Whoever is not signed in is sent to the sign-in, and from there to what they asked for.
        await page.GotoAsync(new Uri(desk.Address, asked).ToString());
        await page.Locator("#name").FillAsync("anna.ek");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator(asked == "/" ? ".talk" : "[data-promise]").First.WaitForAsync();
    }
}
