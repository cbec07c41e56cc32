using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

[Collection(BrowserTestsCollection.Name)]
public sealed partial class DeskTests(BrowserFixture browser)
{
    static readonly LocatorAssertionsToContainTextOptions LongerThanAFewRuns = new() { Timeout = 40_000 };

    [Fact]
    public async Task A_person_is_looked_up_and_a_timeline_read_by_keyboard_alone()
    {
        await using var visit = await browser.OpenAsAsync("agent");
        var page = visit.Page;
        await Expect(page.Locator("#lookup-field")).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync(browser.Town.Offered("person"));
        await Expect(page.Locator("#guess")).ToContainTextAsync("Read as personal number");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-answer]")).ToBeFocusedAsync();
        await Expect(page.Locator(".coverage")).ToContainTextAsync("fresh");

        await page.Keyboard.PressAsync("ArrowDown");
        var first = page.Locator("[data-matter]").First;
        await Expect(first).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#case-title")).ToBeFocusedAsync();
        await Expect(page.Locator(".timeline li").Filter(new() { HasText = "E-services" }).First).ToBeVisibleAsync();
        var times = await page.Locator(".timeline time.dim").EvaluateAllAsync<string[]>("all => all.map(time => time.title)");
        Assert.NotEmpty(times);
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);

        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-answer]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("F2");
        await Expect(page.Locator("#lookup-field")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Of_the_social_services_no_more_is_said_than_that_there_is_a_matter_and_whom_to_call()
    {
        await using var visit = await browser.OpenAsAsync("agent");

        await visit.LookUpAsync(browser.Town.Offered("person"));

        await Expect(visit.Page.Locator(".existence")).ToHaveTextAsync(ThereIsAMatter());
    }

    [Fact]
    public async Task Another_reading_of_what_was_typed_is_one_key_away()
    {
        await using var visit = await browser.OpenAsAsync("agent");
        await visit.Page.Keyboard.TypeAsync("0701740605");
        await Expect(visit.Page.Locator("#guess")).ToContainTextAsync("Read as phone");

        await visit.Page.Keyboard.PressAsync("ArrowDown");

        await Expect(visit.Page.Locator("#guess > span").First).Not.ToContainTextAsync("phone");
        await Expect(visit.Page.Locator("#lookup-field")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_was_looked_up_stands_in_no_address()
    {
        var number = browser.Town.Offered("person");
        await using var visit = await browser.OpenAsAsync("agent");
        await visit.LookUpAsync(number);
        await visit.OpenFirstAsync();
        await visit.Page.Locator(".timeline").WaitForAsync();

        Assert.All(visit.Addresses.Append(visit.Page.Url), address => Assert.DoesNotContain(number, Uri.UnescapeDataString(address), StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_request_leaves_the_host_and_the_policy_is_never_broken()
    {
        await using var visit = await browser.OpenAsync();
        await visit.SignInAsync("agent");
        await visit.LookUpAsync(browser.Town.Offered("person"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.SignInAsync("operations");

        var host = browser.Town.Address.Authority;
        Assert.Contains(visit.Addresses, address => address.StartsWith("ws://", StringComparison.Ordinal));
        Assert.All(visit.Addresses, address => Assert.Equal(host, new Uri(address).Authority));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task While_a_system_is_down_the_open_desk_says_so_and_answers_from_the_index_and_says_when_it_is_well_again()
    {
        var permit = browser.Town.OfferedFor("waits for the applicant");
        await using var visit = await browser.OpenAsAsync("agent");
        await visit.LookUpAsync(permit);
        var coverage = visit.Page.Locator(".coverage");
        await Expect(coverage).Not.ToContainTextAsync("not answered");

        await browser.Town.BringDownAsync("byggr");
        try
        {
            await Expect(coverage).ToContainTextAsync("Building permits: not answered since", LongerThanAFewRuns);

            await visit.LookUpAsync(permit);
            await Expect(coverage).ToContainTextAsync("Building permits: not answered since");
            await Expect(visit.Page.Locator("[data-matter]")).ToHaveCountAsync(1);
        }
        finally
        {
            await browser.Town.EndTroubleAsync("byggr");
        }

        await Expect(coverage).Not.ToContainTextAsync("not answered", new() { Timeout = LongerThanAFewRuns.Timeout });
        await Expect(coverage).ToContainTextAsync(PermitsAreFresh());
    }

    [GeneratedRegex(@"uilding permits[^.:]*: fresh")]
    private static partial Regex PermitsAreFresh();

    [GeneratedRegex(@"There is a matter at Social services\. Call .+\. [0-9 -]+\s*$")]
    private static partial Regex ThereIsAMatter();
}
