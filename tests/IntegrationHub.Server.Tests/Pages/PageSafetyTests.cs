using System.Net;
using IntegrationHub.Console.Access;

namespace IntegrationHub.Server.Tests.Pages;

public sealed class PageSafetyTests(PagesHost host) : IClassFixture<PagesHost>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/desk")]
    public async Task Every_answer_carries_the_policy_and_is_kept_nowhere(string path)
    {
        using var answer = await host.Browser().GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(PageHeaders.ContentSecurityPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public void The_policy_allows_inline_styles_and_nothing_else()
    {
        var directives = PageHeaders.ContentSecurityPolicy.Split("; ");

        Assert.Equal(["style-src 'self' 'unsafe-inline'"], directives.Where(d => d.Contains("unsafe", StringComparison.Ordinal)));
        Assert.All(["default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'"], d => Assert.Contains(d, directives));
    }

    [Fact]
    public async Task The_session_s_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var answer = await PagesHost.SignInAsync(host.Browser(), host.KeyOf("agent"));

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("ih-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(host.KeyOf("agent"), cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/language/en")]
    public async Task A_form_without_its_token_does_nothing_and_says_what_to_do(string path)
    {
        var browser = await host.SignedInAsync("agent");

        using var answer = await browser.PostAsync(path, PagesHost.Form(("_handler", "sign-in"), ("Person", "anna.ek"), ("Key", host.KeyOf("operations"))), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Load the page and try again", text, StringComparison.Ordinal);
        using var still = await browser.GetAsync("/desk", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_also_for_a_copy_of_its_cookie()
    {
        var browser = host.Browser();
        using var answer = await PagesHost.SignInAsync(browser, host.KeyOf("agent"));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ih-session=", StringComparison.Ordinal)).Split(';')[0];
        var page = await browser.GetStringAsync("/desk", TestContext.Current.CancellationToken);

        using var signedOut = await browser.PostAsync("/sign-out", PagesHost.Form(("__RequestVerificationToken", PagesHost.TokenIn(page))), TestContext.Current.CancellationToken);

        using var copy = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };
        copy.DefaultRequestHeaders.Add("Cookie", cookie);
        using var again = await copy.GetAsync("/desk", TestContext.Current.CancellationToken);
        Assert.Equal("/sign-in?out=1", signedOut.Headers.Location!.ToString());
        Assert.Equal("/sign-in", again.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    public async Task A_circuit_is_opened_from_our_own_pages_only(string? origin)
    {
        var browser = await host.SignedInAsync("agent");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null) request.Headers.Add("Origin", origin);

        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_circuit_needs_a_session()
    {
        using var without = await Negotiate(host.Browser());
        using var with = await Negotiate(await host.SignedInAsync("agent"));

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    [Fact]
    public async Task The_log_names_neither_the_person_nor_the_key()
    {
        using var answer = await PagesHost.SignInAsync(host.Browser(), host.KeyOf("agent"), "Karin Canary");

        Assert.Contains("Somebody signed in with the key agent", host.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", host.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(host.KeyOf("agent"), host.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_in_is_in_the_audit_before_they_are_let_in_and_a_wrong_key_too_and_never_the_key()
    {
        using var right = await PagesHost.SignInAsync(host.Browser(), host.KeyOf("agent"), "anna.audit");
        using var wrong = await PagesHost.SignInAsync(host.Browser(), "ihub_not-the-key", "erik.audit");

        Assert.Contains(("agent", "anna.audit", "signed-in"), host.Hub.SignInBook.Lines);
        Assert.Contains((null, "erik.audit", "refused"), host.Hub.SignInBook.Lines);
        Assert.All(host.Hub.SignInBook.Lines, line => Assert.DoesNotContain("ihub_", $"{line}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_typed_as_a_name_stands_nowhere_and_lets_nobody_in()
    {
        var before = host.Hub.SignInBook.Lines.Count;

        using var answer = await PagesHost.SignInAsync(host.Browser(), host.KeyOf("agent"), host.KeyOf("agent"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(before, host.Hub.SignInBook.Lines.Count);
        Assert.False(answer.Headers.Contains("Set-Cookie") && answer.Headers.GetValues("Set-Cookie").Any(c => c.StartsWith("ih-session=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task While_the_audit_cannot_be_written_nobody_is_let_in()
    {
        await using var full = new PagesHost();
        await full.InitializeAsync();
        full.Hub.SignInBook.IsFull = true;

        using var right = await PagesHost.SignInAsync(full.Browser(), full.KeyOf("agent"));
        using var wrong = await PagesHost.SignInAsync(full.Browser(), "not the key");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (right.StatusCode, wrong.StatusCode));
        Assert.Contains("Nobody can sign in now", await right.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    async Task<HttpResponseMessage> Negotiate(HttpClient browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

/// <summary>A host of its own: a lock would keep the other tests out.</summary>
public sealed class SignInLockTests(PagesHost host) : IClassFixture<PagesHost>
{
    [Fact]
    public async Task After_five_wrong_keys_the_right_one_waits_too_and_the_page_says_how_long()
    {
        var browser = host.Browser();
        for (var i = 0; i < 4; i++)
        {
            using var wrong = await PagesHost.SignInAsync(browser, "ihub_wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var locked = await PagesHost.SignInAsync(browser, "ihub_wrong");
        using var right = await PagesHost.SignInAsync(browser, host.KeyOf("agent"));
        var text = await right.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Too many wrong keys. Try again in", text, StringComparison.Ordinal);
        Assert.Contains("anna.ek", text, StringComparison.Ordinal);
        Assert.DoesNotContain(host.KeyOf("agent"), text, StringComparison.Ordinal);
    }
}
