using System.Net;
using System.Text;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>How requests are signed in.</summary>
public sealed class SignInTests
{
    const string List = "  list: { get: '/cases?a={since}', paging: { by: link } }\n";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bearer", "token", "Authorization", "Bearer s3cret")]
    [InlineData("{ by: key, name: X-API-Key }", "key", "X-API-Key", "s3cret")]
    [InlineData("{ by: key, in: authorization }", "key", "Authorization", "s3cret")]
    [InlineData("{ by: key, in: basic }", "key", "Authorization", "Basic czNjcmV0Og==")]
    public async Task A_key_goes_where_the_vendor_wants_it(string auth, string setting, string header, string value)
    {
        var system = new DescribedSystem($"http:\n  auth: {auth}\n{List}");

        await system.Source((setting, "s3cret")).ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal(value, Assert.Single(system.Calls).Headers[header]);
    }

    [Fact]
    public async Task A_user_and_a_password_are_Basic_in_UTF8()
    {
        var system = new DescribedSystem($"http:\n  auth: basic\n{List}");

        await system.Source(("username", "läsaren"), ("password", "å:ä")).ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("läsaren:å:ä"))}", Assert.Single(system.Calls).Headers["Authorization"]);
    }

    [Fact]
    public async Task A_key_in_the_query_goes_with_every_page_and_is_never_kept_in_a_place()
    {
        var system = new DescribedSystem("http:\n  auth: { by: key, in: query, name: apiKey }\n  list: { get: '/cases?a={since}&domain={setting.domain}&licence={secret.licence}', records: c, paging: { by: next, at: next } }\n")
        {
            // Vendors repeat what they were asked with.
            Answer = call => DescribedSystem.Json(call.Target.Contains("page=2", StringComparison.Ordinal) ? """{"c":[]}""" : $$"""{"c":[],"next":"{{call.Address}}&page=2"}"""),
        };
        var source = system.Source(("key", "s3cret"), ("domain", "sundby"), ("licence", "l1cence"));

        var first = await source.ReadPageAsync(DescribedSystem.Changes, Token);
        await source.ReadPageAsync(DescribedSystem.Changes with { Position = first.Next }, Token);

        Assert.DoesNotContain("s3cret", first.Next, StringComparison.Ordinal);
        Assert.DoesNotContain("l1cence", first.Next, StringComparison.Ordinal);
        Assert.Equal("/api/cases?a=2026-03-09T07%3A30%3A15Z&domain=sundby&licence=l1cence&apiKey=s3cret", system.Calls[0].Target);
        Assert.Equal("/api/cases?a=2026-03-09T07%3A30%3A15Z&domain=sundby&page=2&licence=l1cence&apiKey=s3cret", system.Calls[1].Target);
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_kept_until_it_ends()
    {
        var system = OAuth("http:\n  auth: { by: oauth2, scope: 'cases.read' }\n", out var source);

        await source.ReadPageAsync(DescribedSystem.Changes, Token);
        await source.ReadPageAsync(DescribedSystem.Changes, Token);
        system.Clock.Advance(TimeSpan.FromMinutes(59));
        await source.ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal(["token", "t1", "t1", "token", "t2"], system.Calls.Select(Told));
        Assert.Equal("grant_type=client_credentials&scope=cases.read", system.Calls[0].Body);
        Assert.Equal($"Basic {Convert.ToBase64String("ihub%3A1:s%2F3"u8)}", system.Calls[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task The_clients_secret_goes_into_the_body_where_the_vendor_wants_it()
    {
        var system = OAuth("http:\n  auth: { by: oauth2, credentials: body }\n", out var source);

        await source.ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal("grant_type=client_credentials&client_id=ihub%3A1&client_secret=s%2F3", system.Calls[0].Body);
        Assert.False(system.Calls[0].Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_token_that_is_not_accepted_any_more_is_renewed_once(int status)
    {
        var system = OAuth("http:\n  auth: oauth2\n", out var source, refused: "t1", status: status);

        await source.ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal(["token", "t1", "token", "t2"], system.Calls.Select(Told));
    }

    [Fact]
    public async Task A_client_that_is_not_accepted_is_told_and_not_tried_for_ever()
    {
        var system = OAuth("http:\n  auth: oauth2\n", out var source, refused: "t");

        await Assert.ThrowsAsync<MisconfiguredException>(async () => await source.ReadPageAsync(DescribedSystem.Changes, Token));

        Assert.Equal(["token", "t1", "token", "t2"], system.Calls.Select(Told));
    }

    [Fact]
    public async Task A_refused_client_is_a_wrong_setting_and_its_words_are_not_repeated()
    {
        var system = OAuth("http:\n  auth: oauth2\n", out var source);
        system.Answer = _ => DescribedSystem.Json("""{"error":"invalid_client","error_description":"s/3 of ihub is wrong"}""", HttpStatusCode.BadRequest);

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(async () => await source.ReadPageAsync(DescribedSystem.Changes, Token));

        Assert.Equal(("connection.clientSecret", FaultCodes.NotAuthorised), (fault.Setting, fault.Code));
        Assert.DoesNotContain("s/3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_a_rule_calls_unauthorised_renews_the_token_too()
    {
        var system = OAuth("http:\n  auth: oauth2\n  faults: [ { status: 400, text: token expired, is: unauthorised } ]\n", out var source);
        var good = system.Answer;
        system.Answer = call => Told(call) == "t1" ? DescribedSystem.Json("""{"message":"Token Expired"}""", HttpStatusCode.BadRequest) : good(call);

        await source.ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal(["token", "t1", "token", "t2"], system.Calls.Select(Told));
    }

    [Fact]
    public void A_token_of_ZGW_is_that_of_the_documentation()
    {
        // docs/client-development/authentication.rst of Open Zaak.
        var token = JsonWebToken.Sign(
            "example-secret", """{"typ":"JWT","alg":"HS256"}"""u8,
            """{"iss":"docs","iat":1602857301,"client_id":"docs","user_id":"docs@example.com","user_representation":"Documentation Example"}"""u8);

        Assert.EndsWith(".DZu7E780xG4zqRiT8ZhrBeMudz45301wNVDT0ra-Iyw", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_ZGW_is_made_for_each_call_and_dated_a_minute_back()
    {
        var system = new DescribedSystem($"http:\n  auth: {{ by: zgw, user: Kontaktcenter }}\n{List}");
        var source = system.Source(("clientId", "ihub"), ("clientSecret", "a secret of more than thirty-two letters"));

        await source.ReadPageAsync(DescribedSystem.Changes, Token);
        system.Clock.Advance(TimeSpan.FromHours(2));
        await source.ReadPageAsync(DescribedSystem.Changes, Token);

        var payloads = system.Calls.Select(c => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(c.Headers["Authorization"]["Bearer ".Length..].Split('.')[1]))).ToList();
        var first = new DateTimeOffset(2026, 3, 10, 7, 59, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal($$"""{"iss":"ihub","iat":{{first}},"client_id":"ihub","user_id":"Kontaktcenter","user_representation":"Kontaktcenter"}""", payloads[0]);
        Assert.Contains($"\"iat\":{first + 7200}", payloads[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bearer", "token")]
    [InlineData("{ by: key, name: X-Key }", "key")]
    public async Task A_secret_with_a_line_break_is_told_by_its_setting_and_not_sent(string auth, string setting)
    {
        var system = new DescribedSystem($"http:\n  auth: {auth}\n{List}");

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(async () => await system.Source((setting, "s3cret\n")).ReadPageAsync(DescribedSystem.Changes, Token));

        Assert.Equal($"connection.{setting}", fault.Setting);
        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
        Assert.Empty(system.Calls);
    }

    static DescribedSystem OAuth(string auth, out ISource source, string? refused = null, int status = 401)
    {
        var given = 0;
        var system = new DescribedSystem(auth + List);
        system.Answer = call => Told(call) switch
        {
            "token" => DescribedSystem.Json($$"""{"access_token":"t{{++given}}","token_type":"Bearer","expires_in":3600}"""),
            var token when refused is not null && token.StartsWith(refused, StringComparison.Ordinal) => DescribedSystem.Json("{}", (HttpStatusCode)status),
            _ => DescribedSystem.Json("[]"),
        };
        source = system.Source(("tokenUrl", "https://login.example/token"), ("clientId", "ihub:1"), ("clientSecret", "s/3"));
        return system;
    }

    static string Told(DescribedSystem.Called call) => call.Address.Host == "login.example" ? "token" : call.Headers["Authorization"]["Bearer ".Length..];
}
