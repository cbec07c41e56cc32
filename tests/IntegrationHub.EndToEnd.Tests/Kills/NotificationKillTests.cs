using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.EndToEnd.Tests.Municipality;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.EndToEnd.Tests.Kills;

/// <summary>A real process that has taken a notification in and is killed before it has read the case.</summary>
public sealed partial class NotificationKillTests
{
    const string SecretName = "IHUB_TEST_PERMITS_HOOK";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_answered_with_success_outlives_a_kill_and_is_read_after_the_restart()
    {
        Environment.SetEnvironmentVariable(SecretName, SignedDelivery.Secret);
        using var folder = new TestFolder();
        string[] arguments = ["--cases", "20", "--calm"];
        var (first, demo) = await MunicipalityProcess.StartAsync(folder.Path, arguments);
        await using (first)
        {
            var file = Path.Combine(folder.Path, "mappings", "streams", "building-permits.stream.yaml");
            await File.AppendAllTextAsync(file, $$"""

                notify: { kind: standard-webhooks, secrets: "${secret:{{SecretName}}}", key: data.caseNumber, gather: 0s }

                """.ReplaceLineEndings("\n"), Stop);

            using var http = new HttpClient { BaseAddress = demo.BaseAddress };
            // Its file is taken in within seconds; until then there is nothing at this address.
            await first.WaitAsync(async () => await SendAsync(http, demo, "msg_probe", signed: false) == HttpStatusCode.Unauthorized);
            // The vendor is away, so that nothing reads it before the kill.
            using var down = await http.PostAsync(new Uri(new Uri(SwitchAddress().Match(first.Output).Groups[1].Value), "/stand-in/byggr/trouble?kind=down&for=10m"), content: null, Stop);
            Assert.Equal(HttpStatusCode.OK, down.StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(http, demo, "msg_1", signed: true));
            await first.KillAsync();
        }

        var (second, after) = await MunicipalityProcess.StartAsync(folder.Path, arguments);
        await using (second)
        {
            using var http = new HttpClient { BaseAddress = after.BaseAddress };
            Assert.Equal(HttpStatusCode.Conflict, await SendAsync(http, after, "msg_1", signed: true));
            await second.WaitAsync(async () => (await MetricsAsync(http, after)).Contains("integrationhub_notifications_read_total{outcome=\"read\",source=\"byggr\",stream=\"building-permits\",tenant=\"sundby\"} 1\n", StringComparison.Ordinal));
            Assert.Contains("integrationhub_notifications_waiting{source=\"byggr\",stream=\"building-permits\",tenant=\"sundby\"} 0\n", await MetricsAsync(http, after), StringComparison.Ordinal);
        }
    }

    static readonly DateTimeOffset SentAt = TimeProvider.System.GetUtcNow();

    static async Task<HttpStatusCode> SendAsync(HttpClient http, Demo demo, string id, bool signed)
    {
        var number = demo.Lookups.Select(l => l.Request.GetProperty("value").GetString()!).First(value => value.StartsWith("BYGG", StringComparison.Ordinal));
        var delivery = SignedDelivery.Of($$$"""{"data":{"caseNumber":"{{{number}}}"}}""", SentAt, id);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/building-permits") { Content = new StringContent(Encoding.UTF8.GetString(delivery.Body), Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", delivery.Timestamp);
        request.Headers.Add("webhook-signature", signed ? delivery.SignatureWith() : "v1,AAAA");
        using var answer = await http.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    static async Task<string> MetricsAsync(HttpClient http, Demo demo)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Api-Key", demo.Keys["operations"]);
        using var answer = await http.SendAsync(request, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    // As a visitor finds it: on the screen.
    [GeneratedRegex(@"curl -X DELETE (http://127\.0\.0\.1:\d+)/")]
    private static partial Regex SwitchAddress();
}
