using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

/// <summary>Answers that an adapter knows better than the hub what they mean.</summary>
public sealed class RecognisedAnswerTests
{
    readonly ManualClock clock = new();

    [Theory]
    [InlineData(401, "application/json")]
    [InlineData(403, "application/json")]
    [InlineData(500, "text/plain")]
    [InlineData(502, "text/html")]
    public async Task What_the_adapter_knows_comes_to_it_at_once(int status, string type)
    {
        var vendor = new ScriptedVendor(clock, () => Answer(status, type, "there is no such case"));
        using var client = vendor.Http().Create(vendor.Options());

        using var response = await client.SendAsync(ScriptedVendor.Read().Recognising((_, content) => Encoding.UTF8.GetString(content.Span).Contains("no such case", StringComparison.Ordinal)), TestContext.Current.CancellationToken).Through(clock);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Single(vendor.Calls);
    }

    [Theory]
    [InlineData(403, typeof(MisconfiguredException), 1)]
    [InlineData(500, typeof(SourceUnavailableException), 5)]
    public async Task What_it_does_not_know_is_what_it_was(int status, Type fault, int calls)
    {
        var vendor = new ScriptedVendor(clock, () => Answer(status, "text/plain", "something else"));
        using var client = vendor.Http().Create(vendor.Options());

        Assert.IsType(fault, await Record.ExceptionAsync(() => client.SendAsync(ScriptedVendor.Read().Recognising((_, _) => false), TestContext.Current.CancellationToken).Through(clock)));
        Assert.Equal(calls, vendor.Calls.Count);
    }

    [Fact]
    public async Task What_asks_to_be_left_alone_is_never_looked_at()
    {
        var vendor = new ScriptedVendor(clock, () => ScriptedVendor.Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(3))), ScriptedVendor.Ok);
        using var client = vendor.Http().Create(vendor.Options());

        using var response = await client.SendAsync(ScriptedVendor.Read().Recognising((_, _) => throw new InvalidOperationException("It was looked at.")), TestContext.Current.CancellationToken).Through(clock);

        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, vendor.Calls.Count));
    }

    static HttpResponseMessage Answer(int status, string type, string text) => new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, type) };
}
