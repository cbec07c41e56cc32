using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Adapters.Http;

/// <summary>Makes the tokens of ZGW: signed for each call with a secret that both know.</summary>
static class JsonWebToken
{
    public static string Make(string secret, string client, string user, DateTimeOffset issued)
    {
        using var payload = new MemoryStream();
        using (var writer = new Utf8JsonWriter(payload))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", client);
            writer.WriteNumber("iat", issued.ToUnixTimeSeconds());
            writer.WriteString("client_id", client);
            writer.WriteString("user_id", user);
            writer.WriteString("user_representation", user);
            writer.WriteEndObject();
        }

        return Sign(secret, """{"alg":"HS256","typ":"JWT"}"""u8, payload.ToArray());
    }

    /// <summary>A token with this header and payload.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var signed = $"{Url(header)}.{Url(payload)}";
        return $"{signed}.{Url(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    static string Url(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
