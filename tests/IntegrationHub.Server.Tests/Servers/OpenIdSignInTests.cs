using System.Net;
using System.Web;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Server.Tests.Servers;

/// <summary>Signing in through an identity provider: who gets in, and what never gets anybody in.</summary>
public sealed class OpenIdSignInTests : IAsyncLifetime
{
    readonly TwoTowns towns = new();
    SmallProvider provider = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await SmallProvider.StartAsync();
        towns.Write("secrets/CLIENT", SmallProvider.Secret + "\n");
        foreach (var town in new[] { TwoTowns.Sundby, TwoTowns.Norrby })
        {
            towns.Settings[$"Hubs:{town}:Secrets"] = "secrets";
            Set(town, "OpenIdConnect:Authority", provider.Issuer);
            Set(town, "OpenIdConnect:ClientId", SmallProvider.Client);
            Set(town, "OpenIdConnect:ClientSecret", "${secret:CLIENT}");
            Set(town, "OpenIdConnect:DisplayName", "the town's account");
            Set(town, "BearerTokens:Audiences", SmallProvider.Audience);
            Set(town, "Roles:0:Claim", "groups");
            Set(town, "Roles:0:Value", "ihub-operations");
            Set(town, "Roles:0:Role", "operations");
            Set(town, "Roles:1:Claim", "groups");
            Set(town, "Roles:1:Value", "ihub-desk");
            Set(town, "Roles:1:Role", "agent");
        }

        Set(TwoTowns.Norrby, "Keys", "false");
        await towns.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await towns.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_the_provider_names_is_in_with_the_role_of_their_group_and_stands_in_the_audit()
    {
        var session = await InAsync(TwoTowns.Sundby);

        using var page = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/operations", more: r => r.Headers.Add("Cookie", session));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Anna Ek", await BodyAsync(page), StringComparison.Ordinal);
        var line = Assert.Single(await towns.ReadAuditAsync(TwoTowns.Sundby));
        Assert.Equal(("7f3a", "operations", "Anna Ek", "sign-in", "signed-in"), (line.Caller, line.Role, line.OnBehalfOf, line.Action, line.Result));
    }

    [Fact]
    public async Task The_code_is_exchanged_once_with_the_verifier_and_the_client_s_secret()
    {
        await InAsync(TwoTowns.Sundby);

        var form = Assert.Single(provider.Exchanges);
        Assert.Equal("authorization_code", form["grant_type"]);
        Assert.Equal("http://sundby.example/sign-in/openid/return", form["redirect_uri"]);
        Assert.True(form["code_verifier"].Length >= 43);
        Assert.DoesNotContain("client_secret", form.Keys);
    }

    [Fact]
    public async Task A_session_of_one_hub_is_nobody_at_another_with_the_same_provider()
    {
        var session = await InAsync(TwoTowns.Sundby);

        using var page = await towns.SendAsync(TwoTowns.Norrby, HttpMethod.Get, "/operations", more: r => r.Headers.Add("Cookie", session));

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task An_answer_of_the_provider_for_one_hub_lets_nobody_in_at_another()
    {
        var (cookie, answer) = await AuthorizeAsync(TwoTowns.Sundby);

        await AssertRefusedAsync(TwoTowns.Norrby, answer, cookie);
    }

    [Fact]
    public async Task Without_a_group_of_the_table_nobody_gets_in_and_the_audit_says_who_tried()
    {
        provider.Claims["groups"] = new[] { "everybody" };
        var (cookie, answer) = await AuthorizeAsync(TwoTowns.Sundby);

        await AssertRefusedAsync(TwoTowns.Sundby, answer, cookie, "failed=role");
        Assert.Equal(("unknown", "Anna Ek (7f3a)", "refused"), ((await towns.ReadAuditAsync(TwoTowns.Sundby)).Single() is var line ? (line.Caller, line.OnBehalfOf, line.Result) : default));
    }

    [Fact]
    public async Task Claims_that_the_id_token_lacks_are_asked_for_at_the_provider()
    {
        provider.Change = token => { token.Claims.Remove("groups"); token.Claims.Remove("name"); };
        provider.UserInfo = new() { ["sub"] = "7f3a", ["name"] = "Anna Ek", ["groups"] = new[] { "ihub-operations" }, ["nonce"] = "of another sign-in" };

        await InAsync(TwoTowns.Sundby);

        Assert.Equal(1, provider.UserInfoAsked);
    }

    [Fact]
    public async Task A_provider_whose_id_token_says_all_is_asked_for_nothing_more()
    {
        await InAsync(TwoTowns.Sundby);

        Assert.Equal(0, provider.UserInfoAsked);
    }

    [Theory]
    [InlineData("another", "failed=1")]
    [InlineData(null, "failed=1")]
    [InlineData("7f3a", "failed=role")] // it tells of the person, and nothing that gives a role
    public async Task What_the_provider_tells_of_another_person_lets_nobody_in(string? subject, string reason)
    {
        provider.Change = token => token.Claims.Remove("groups");
        provider.UserInfo = new() { ["groups"] = subject == "7f3a" ? ["everybody"] : new[] { "ihub-operations" } };
        if (subject is not null) provider.UserInfo["sub"] = subject;

        var (cookie, answer) = await AuthorizeAsync(TwoTowns.Sundby);

        await AssertRefusedAsync(TwoTowns.Sundby, answer, cookie, reason);
    }

    [Fact]
    public async Task A_provider_that_tells_nothing_more_leaves_it_at_the_id_token()
    {
        provider.Change = token => token.Claims.Remove("groups");

        var (cookie, answer) = await AuthorizeAsync(TwoTowns.Sundby);

        await AssertRefusedAsync(TwoTowns.Sundby, answer, cookie, "failed=role");
    }

    [Fact]
    public void Why_a_sign_in_was_refused_is_told_whole() =>
        Assert.Equal("the id token cannot be accepted: it is of another issuer", OpenIdDoor.Reason(OpenIdHandler.Failed(new TokenRefusedException("the id token cannot be accepted: it is of another issuer")).Failure));

    [Fact]
    public async Task A_token_signed_with_a_key_that_is_not_listed_is_told_as_that_also_beside_keys_of_another_kind()
    {
        using var known = new IdentityProvider(provider.Address, IdentityProvider.Network(), TimeProvider.System);
        await known.KeysAsync(null, TestContext.Current.CancellationToken);
        provider.Rotate();

        var (token, fault) = await new SignedToken(known, TimeProvider.System).ReadAsync(provider.Token(SmallProvider.Audience), [SmallProvider.Audience], TestContext.Current.CancellationToken);

        Assert.Null(token);
        Assert.Equal("it is signed with a key that the provider does not list", fault);
    }

    [Fact]
    public async Task An_id_token_with_another_nonce_is_refused()
    {
        provider.Change = token => token.Claims["nonce"] = "another";

        await AssertNobodyGetsInAsync();
    }

    [Fact]
    public async Task An_id_token_without_a_nonce_is_refused()
    {
        provider.Change = token => token.Claims.Remove("nonce");

        await AssertNobodyGetsInAsync();
    }

    [Fact]
    public async Task An_id_token_for_another_audience_is_refused()
    {
        provider.Change = token => token.Audience = "another-application";

        await AssertNobodyGetsInAsync();
    }

    [Fact]
    public async Task An_id_token_of_another_issuer_is_refused()
    {
        provider.Change = token => token.Issuer = "https://idp.evil.example";

        await AssertNobodyGetsInAsync();
    }

    [Fact]
    public async Task An_expired_id_token_is_refused()
    {
        provider.Change = token => (token.IssuedAt, token.NotBefore, token.Expires) = (new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 1, 1, 1, 0, 0, DateTimeKind.Utc));

        await AssertNobodyGetsInAsync();
    }

    [Fact]
    public async Task An_id_token_that_is_not_signed_is_refused()
    {
        provider.Forge = token => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

        await AssertNobodyGetsInAsync();
    }

    [Fact]
    public async Task An_id_token_signed_with_the_client_s_secret_is_refused()
    {
        provider.Change = token => token.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[32]), SecurityAlgorithms.HmacSha256);

        await AssertNobodyGetsInAsync();
    }

    [Fact]
    public async Task An_id_token_whose_claims_were_changed_is_refused()
    {
        provider.Forge = token => $"{token.Split('.')[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(token.Split('.')[1]).Replace("7f3a", "7f3b", StringComparison.Ordinal))}.{token.Split('.')[2]}";

        await AssertNobodyGetsInAsync();
    }

    [Fact]
    public async Task The_same_answer_lets_nobody_in_twice()
    {
        var (cookie, answer) = await AuthorizeAsync(TwoTowns.Sundby);
        using (var first = await ReturnAsync(TwoTowns.Sundby, answer, cookie)) Assert.Contains(first.Headers.GetValues("Set-Cookie"), c => c.StartsWith("ih-session=", StringComparison.Ordinal));

        await AssertRefusedAsync(TwoTowns.Sundby, answer, cookie);
    }

    [Fact]
    public async Task An_answer_in_another_browser_lets_nobody_in()
    {
        var (_, answer) = await AuthorizeAsync(TwoTowns.Sundby);

        await AssertRefusedAsync(TwoTowns.Sundby, answer, cookie: "");
    }

    [Theory]
    [InlineData("/sign-in/openid?returnUrl=https://evil.example")]
    [InlineData("/sign-in/openid?ReturnUrl=//evil.example&redirect_uri=https://evil.example")]
    public async Task No_address_from_outside_decides_where_somebody_ends_up(string start)
    {
        var (cookie, answer) = await AuthorizeAsync(TwoTowns.Sundby, start);

        using var page = await ReturnAsync(TwoTowns.Sundby, answer, cookie);
        var body = await BodyAsync(page);

        Assert.Contains("0;url=/operations", body, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", body, StringComparison.Ordinal);
        Assert.Equal("http://sundby.example/sign-in/openid/return", provider.Exchanges[^1]["redirect_uri"]);
    }

    [Fact]
    public async Task What_the_address_says_of_an_error_is_shown_to_nobody()
    {
        using var page = await ReturnAsync(TwoTowns.Sundby, "/sign-in/openid/return?error=%3Cscript%3E&state=x", "");

        Assert.DoesNotContain("script>", await BodyAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_told_on_the_sign_in_page()
    {
        provider.Down = true;

        using var start = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/sign-in/openid");

        Assert.EndsWith("/sign-in?failed=1", start.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sign_in_page_offers_what_the_hub_takes()
    {
        using var both = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/sign-in");
        using var one = await towns.SendAsync(TwoTowns.Norrby, HttpMethod.Get, "/sign-in");

        var (sundby, norrby) = (await BodyAsync(both), await BodyAsync(one));
        Assert.Contains("sign-in-elsewhere", sundby, StringComparison.Ordinal);
        Assert.Contains("type=\"password\"", sundby, StringComparison.Ordinal);
        Assert.Contains("sign-in-elsewhere", norrby, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", norrby, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_keys_are_turned_off_a_right_key_opens_no_page_and_the_API_all_the_same()
    {
        Assert.Null(await towns.TrySignInAsync(TwoTowns.Norrby, "operations"));
        Assert.NotNull(await towns.TrySignInAsync(TwoTowns.Sundby, "operations"));

        using var api = await towns.SendAsync(TwoTowns.Norrby, HttpMethod.Get, "/api/v1/streams", towns.KeyOf(TwoTowns.Norrby, "operations"));
        Assert.Equal(HttpStatusCode.OK, api.StatusCode);
    }

    [Fact]
    public async Task Signing_out_goes_on_to_the_provider_without_a_name_in_the_address()
    {
        var session = await InAsync(TwoTowns.Sundby);
        using var page = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/operations", more: r => r.Headers.Add("Cookie", session));
        var form = page.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ih-form=", StringComparison.Ordinal)).Split(';')[0];
        var token = (await BodyAsync(page)).Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];

        using var signedOut = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Post, "/sign-out", more: r =>
        {
            r.Headers.Add("Cookie", $"{session}; {form}");
            r.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        });
        var body = HttpUtility.HtmlDecode(await BodyAsync(signedOut));
        using var after = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/operations", more: r => r.Headers.Add("Cookie", session));

        Assert.Contains($"0;url={provider.Issuer}/end?client_id=ihub&post_logout_redirect_uri=http", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Anna", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task A_system_calls_with_a_token_and_has_the_role_of_its_group()
    {
        provider.Claims["azp"] = "desk-application";
        provider.Claims["groups"] = "ihub-desk";

        Assert.Equal(HttpStatusCode.OK, await CallAsync(provider.Token(SmallProvider.Audience)));
        Assert.Equal("desk-application", (await towns.ReadAuditAsync(TwoTowns.Sundby))[^1].Caller);
    }

    [Theory]
    [InlineData("the id token's audience")]
    [InlineData("no role")]
    [InlineData("nonsense")]
    [InlineData("expired")]
    [InlineData("another key")]
    [InlineData("beside a key")]
    public async Task A_token_that_is_not_good_calls_nothing(string why)
    {
        provider.Claims["groups"] = why == "no role" ? "everybody" : "ihub-desk";
        if (why == "expired") provider.Change = token => (token.NotBefore, token.Expires) = (new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        // The provider is asked for its keys, and has others by then.
        var token = why == "nonsense" ? "abc" : provider.Token(why == "the id token's audience" ? SmallProvider.Client : SmallProvider.Audience);
        if (why == "another key") provider.Rotate();

        var status = await CallAsync(token, why == "beside a key" ? towns.KeyOf(TwoTowns.Sundby, "agent") : null);

        Assert.Equal(why == "no role" ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task Tokens_with_keys_that_nobody_has_do_not_become_calls_to_the_provider()
    {
        await CallAsync(provider.Token(SmallProvider.Audience));
        var before = provider.KeysRead;
        provider.Rotate("made-up");
        var forged = provider.Token(SmallProvider.Audience);

        for (var i = 0; i < 20; i++) await CallAsync(forged);

        Assert.Equal(before, provider.KeysRead);
    }

    async Task<HttpStatusCode> CallAsync(string token, string? key = null)
    {
        using var answer = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Post, "/api/v1/lookups", key, new { by = "caseNumber", value = "P 2026-1", purpose = "the citizen calls" }, r => r.Headers.Add("Authorization", "Bearer " + token));
        return answer.StatusCode;
    }

    async Task AssertNobodyGetsInAsync()
    {
        var (cookie, answer) = await AuthorizeAsync(TwoTowns.Sundby);
        await AssertRefusedAsync(TwoTowns.Sundby, answer, cookie);
    }

    async Task AssertRefusedAsync(string town, string answer, string cookie, string reason = "failed=1")
    {
        using var page = await ReturnAsync(town, answer, cookie);

        Assert.DoesNotContain(page.Headers.TryGetValues("Set-Cookie", out var set) ? set : [], c => c.StartsWith("ih-session=", StringComparison.Ordinal));
        Assert.Contains($"/sign-in?{reason}", await BodyAsync(page), StringComparison.Ordinal);
    }

    async Task<string> InAsync(string town)
    {
        var (cookie, answer) = await AuthorizeAsync(town);
        using var page = await ReturnAsync(town, answer, cookie);
        return page.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ih-session=", StringComparison.Ordinal)).Split(';')[0];
    }

    /// <summary>As a browser: to the provider, and with its answer on the way back.</summary>
    async Task<(string Cookie, string Answer)> AuthorizeAsync(string town, string start = "/sign-in/openid")
    {
        using var begun = await towns.SendAsync(town, HttpMethod.Get, start);
        var cookie = string.Join("; ", begun.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        using var authorized = await towns.Http.GetAsync(begun.Headers.Location, TestContext.Current.CancellationToken);
        return (cookie, authorized.Headers.Location!.PathAndQuery);
    }

    Task<HttpResponseMessage> ReturnAsync(string town, string answer, string cookie) =>
        towns.SendAsync(town, HttpMethod.Get, answer, more: request => request.Headers.TryAddWithoutValidation("Cookie", cookie));

    static Task<string> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    void Set(string town, string key, string value) => towns.Settings[$"Hubs:{town}:SignIn:{key}"] = value;
}
