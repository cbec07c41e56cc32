using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Notifications;

namespace IntegrationHub.Testing;

/// <summary>A vendor's notification as the Standard Webhooks specification signs it: HMAC-SHA256 over id, time and body with dots between them.</summary>
internal static class VendorNotification
{
    /// <summary>The secret that vendor and hub share.</summary>
    public const string Secret = "whsec_a2FuYXJpZWhlbWxpZ2hldGVuIGbDtnIgbm90aXNlcg==";

    public static IncomingNotification Of(string key, string id, DateTimeOffset at)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["case"] = key });
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{seconds}."), .. body];
        var signature = HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), signed);
        return new IncomingNotification { Body = body, Id = id, Timestamp = seconds, Signature = $"v1,{Convert.ToBase64String(signature)}" };
    }
}
