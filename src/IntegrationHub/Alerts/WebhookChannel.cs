using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using IntegrationHub.Configuration;
using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Outbound;

namespace IntegrationHub.Alerts;

/// <summary>Tells a webhook, by the rules of Standard Webhooks: signed, the same id however often it is sent, no redirect followed.</summary>
/// <remarks>The address is the municipality's own, and yet it is called as a vendor's is: only at the addresses that it may have, checked where the connection is made.</remarks>
sealed class WebhookChannel(TenantId tenant, AlertSettings settings, ISettingSource values, ResolveHost resolve, TimeProvider time) : IAlertChannel
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<AlertDelivery> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var texts = new TextFiller(values);
        var webhook = settings.Webhook!;
        var address = texts.Of("alerts.webhook.url", webhook.Url);
        var secrets = webhook.Secrets.Select(secret => texts.Of("alerts.webhook.secrets", secret)).ToList();
        if (texts.Fault is { } missing) return new AlertDelivery(false, missing);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)) return new AlertDelivery(false, "alerts.webhook.url leads to no http or https address");
        if (secrets.Select(StandardWebhook.Secret).ToList() is var keys && keys.Contains(null)) return new AlertDelivery(false, "a secret of alerts.webhook.secrets is none of Standard Webhooks: whsec_ and base64 of 24 to 64 bytes");

        var body = AlertWords.Json(message, tenant, settings.Link);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', keys.Select(key => StandardWebhook.Sign(message.Id, timestamp, body, key!))));
        request.Headers.UserAgent.ParseAdd("IntegrationHub");
        return await SendAsync(request, cancellationToken);
    }

    async Task<AlertDelivery> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var declared = new DeclaredAddresses(new Dictionary<string, Uri> { ["url"] = request.RequestUri! }, settings.Networks);
            using var sockets = new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                ConnectCallback = new GuardedConnection(declared, resolve).ConnectAsync,
                ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            };
            using var http = new HttpClient(sockets) { Timeout = Patience };
            // What is answered beside the status is read by nobody.
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Judge(answer.StatusCode, answer.Headers.RetryAfter, time.GetUtcNow());
        }
        catch (Exception fault) when (fault is SourceException || fault.InnerException is SourceException)
        {
            return new AlertDelivery(false, ((fault as SourceException) ?? (SourceException)fault.InnerException!).Message);
        }
        catch (HttpRequestException fault)
        {
            return new AlertDelivery(false, $"it cannot be reached ({fault.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AlertDelivery(false, $"it did not answer within {Patience.TotalSeconds} s");
        }
    }

    /// <summary>What an answer means.</summary>
    internal static AlertDelivery Judge(HttpStatusCode status, RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        if ((int)status is >= 200 and < 300) return AlertDelivery.Done;
        if (status == HttpStatusCode.Gone) return new AlertDelivery(false, "it answers HTTP 410 and wants nothing of it any more; nothing is sent there until a test is taken") { Gone = true };

        var wait = retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - now : (TimeSpan?)null);
        return new AlertDelivery(false, $"it answers HTTP {(int)status}") { RetryAfter = wait is { } told && told > TimeSpan.Zero && told <= TimeSpan.FromDays(1) ? told : null };
    }
}
