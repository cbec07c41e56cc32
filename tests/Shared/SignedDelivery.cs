using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Tests.Shared;

/// <summary>A vendor's notification with a signature of Standard Webhooks, made from the specification and not with the hub's code.</summary>
sealed record SignedDelivery(string Id, long Seconds, byte[] Body)
{
    /// <summary>A secret that tests sign with.</summary>
    public const string Secret = "whsec_" + "dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHMgb25seSE=";

    /// <summary>Another one.</summary>
    public const string OtherSecret = "whsec_" + "YW5vdGhlciBzZWNyZXQsIG1hZGUgZm9yIHRlc3RzLi4=";

    public static SignedDelivery Of(string json, DateTimeOffset at, string id = "msg_1") => new(id, at.ToUnixTimeSeconds(), Encoding.UTF8.GetBytes(json));

    public string Timestamp => Seconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>The signature with this secret: HMAC-SHA256 over id, time and body with dots between them.</summary>
    public string SignatureWith(string secret = Secret)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{Id}.{Timestamp}."), .. Body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
    }
}
