using System.Net;
using System.Text;
using IntegrationHub.Cases;
using IntegrationHub.Client;
using IntegrationHub.Lookup;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Server.Tests.Client;

/// <summary>What stands between the client and the hub, or in its place.</summary>
public sealed class ForeignAnswerTests
{
    const string Secret = "ihub_canary";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "text/html", "<html>nginx</html>")]
    [InlineData(HttpStatusCode.OK, "text/html", "<html>Log in</html>")]
    [InlineData(HttpStatusCode.OK, "application/json", "{\"case\":19121212")]
    [InlineData(HttpStatusCode.OK, "application/json", "null")]
    [InlineData(HttpStatusCode.BadGateway, "application/problem+json", "{")]
    [InlineData(HttpStatusCode.Unauthorized, "application/problem+json", "{\"errors\":null}")]
    public async Task An_answer_that_is_not_the_hubs_never_reads_as_no_such_case(HttpStatusCode status, string type, string content)
    {
        var client = Of(_ => new HttpResponseMessage(status) { Content = new StringContent(content, Encoding.UTF8, type) });

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => client.For("anna").ReadCaseAsync(new CaseId(1), "the citizen calls", Cancel));

        Assert.Equal((int)status, refused.Problem.Status);
        Assert.DoesNotContain("19121212", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_long_the_hub_asks_to_wait_is_told()
    {
        var client = Of(_ =>
        {
            var busy = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("""{"title":"Not ready","code":"IH7001"}""", Encoding.UTF8, "application/problem+json") };
            busy.Headers.RetryAfter = new(TimeSpan.FromSeconds(5));
            return busy;
        });

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => client.For("anna").LookUpAsync(LookupBy.Name, "Ek", "the citizen calls", Cancel));

        Assert.Equal(("IH7001", TimeSpan.FromSeconds(5)), (refused.Problem.Code, refused.RetryAfter));
    }

    [Fact]
    public async Task What_is_personal_stands_in_no_address_and_letters_of_every_language_in_the_headers()
    {
        HttpRequestMessage? sent = null;
        var body = "";
        var client = Of(request =>
        {
            (sent, body) = (request, request.Content!.ReadAsStringAsync(Cancel).Result);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"lookedUp":{"by":"person","value":"…"},"cases":[],"coverage":[],"notices":[]}""", Encoding.UTF8, "application/json") };
        });

        await client.For("åsa").LookUpAsync(LookupBy.Person, "19121212-1212", "medborgaren ringer på", Cancel);

        Assert.Equal("https://hub.example/lund/api/v1/lookups", sent!.RequestUri!.AbsoluteUri);
        Assert.Contains("19121212-1212", body, StringComparison.Ordinal);
        Assert.Equal("UTF-8''%C3%A5sa", sent.Headers.GetValues("X-On-Behalf-Of").Single());
    }

    [Fact]
    public async Task A_redirect_is_not_followed_so_the_key_goes_nowhere_else()
    {
        await using var elsewhere = new LoopbackVendor((_, _) => Task.CompletedTask);
        await using var hub = new LoopbackVendor((call, _) => call.AnswerAsync("307 Elsewhere", $"Location: {elsewhere.Address}\r\n"));
        var services = new ServiceCollection();
        services.AddIntegrationHubClient(options => (options.BaseAddress, options.ApiKey) = (hub.Address, Secret));
        await using var provider = services.BuildServiceProvider();

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => provider.GetRequiredService<HubClient>().For("anna").ReadCaseAsync(new CaseId(1), "the citizen calls", Cancel));

        Assert.Equal(307, refused.Problem.Status);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_told_at_the_start()
    {
        Assert.Contains("BaseAddress is not set", Wrong(new HubClientOptions { ApiKey = Secret }), StringComparison.Ordinal);
        Assert.Contains("absolute", Wrong(new HubClientOptions { ApiKey = Secret, BaseAddress = new Uri("hub", UriKind.Relative) }), StringComparison.Ordinal);
        Assert.Contains("Neither", Wrong(new HubClientOptions { BaseAddress = new Uri("https://hub.example") }), StringComparison.Ordinal);
        Assert.Contains("both", Wrong(new HubClientOptions { BaseAddress = new Uri("https://hub.example"), ApiKey = Secret, AccessToken = _ => new("t") }), StringComparison.Ordinal);

        static string Wrong(HubClientOptions options)
        {
            var services = new ServiceCollection();
            services.AddIntegrationHubClient(set => (set.BaseAddress, set.ApiKey, set.AccessToken) = (options.BaseAddress, options.ApiKey, options.AccessToken));
            using var provider = services.BuildServiceProvider();
            return Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<HubClientOptions>>().Value).Message;
        }
    }

    static HubClient Of(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new(new HttpClient(new Answering(answer)), Options.Create(new HubClientOptions { BaseAddress = new Uri("https://hub.example/lund/"), ApiKey = Secret }));

    sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
