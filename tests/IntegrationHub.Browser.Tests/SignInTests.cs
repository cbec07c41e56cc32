using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

[Collection(BrowserTestsCollection.Name)]
public sealed class SignInTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_wrong_key_is_told_in_words_and_the_name_need_not_be_typed_again()
    {
        await using var visit = await browser.OpenAsync();

        await visit.TryToSignInAsync("ihub_wrong");

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The key is not known");
        await Expect(visit.Page.GetByLabel("Your name or user id")).ToHaveValueAsync("anna.ek");
        // A right key from this address begins its count anew, so that the other tests are not locked out.
        await visit.SignInAsync("agent");
    }

    [Fact]
    public async Task Signing_out_ends_the_desk_in_every_window()
    {
        await using var visit = await browser.OpenAsync();
        await visit.SignInAsync("agent");
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync("/desk");
        await other.Locator("#lookup-field").WaitForAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(visit.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await Expect(other.GetByText("Your session has ended.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_window_that_signs_out_goes_where_signing_out_leads_though_its_page_sees_the_end_first()
    {
        await using var visit = await browser.OpenAsync();
        var sentAway = new TaskCompletionSource();
        visit.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (Encoding.UTF8.GetString(frame.Binary ?? []).Contains("/sign-in?ended=1", StringComparison.Ordinal)) sentAway.TrySetResult();
        };
        await visit.SignInAsync("agent");
        await visit.Page.RouteAsync("**/sign-out", async route =>
        {
            var answer = await route.FetchAsync(new RouteFetchOptions { MaxRedirects = 0 });
            await sentAway.Task.WaitAsync(TimeSpan.FromSeconds(15));
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(visit.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_language_is_switched_and_remembered()
    {
        await using var visit = await browser.OpenAsAsync("agent");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Svenska" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Slå upp" })).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Slå upp" })).ToBeVisibleAsync();
        Assert.Equal("sv", await visit.Page.Locator("html").GetAttributeAsync("lang"));
    }
}
