using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Notifications;

/// <summary>The signatures of Standard Webhooks, <c>v1</c>: HMAC-SHA256 over id, time and body. Asymmetric signatures (<c>v1a</c>) are not known here and count as none.</summary>
internal static class StandardWebhook
{
    const string SecretPrefix = "whsec_";
    const string Version = "v1,";
    // Base64 of 32 bytes, without what a lenient reader would skip.
    const int SignatureLength = 44;

    const int MaxIdLength = 256;
    const int MaxSignatures = 16;
    const int MinSecretBytes = 24;
    const int MaxSecretBytes = 64;

    /// <summary>The bytes of a secret; null when it is none: base64 of 24 to 64 bytes, with or without <c>whsec_</c> before it.</summary>
    public static byte[]? Secret(string text)
    {
        var written = text.StartsWith(SecretPrefix, StringComparison.Ordinal) ? text.AsSpan(SecretPrefix.Length) : text;
        var bytes = new byte[MaxSecretBytes];
        return Convert.TryFromBase64Chars(written, bytes, out var length) && length is >= MinSecretBytes ? bytes[..length] : null;
    }

    /// <summary>The signature of what goes out.</summary>
    public static string Sign(string id, string timestamp, ReadOnlySpan<byte> body, byte[] secret)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return Version + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>Whether one of the secrets has signed what came. It takes the same time whichever did, or none.</summary>
    public static bool IsSigned(IncomingNotification came, IReadOnlyList<byte[]> secrets)
    {
        if (came is not { Id: { Length: > 0 and <= MaxIdLength } id, Timestamp: { } timestamp, Signature: { } signature }) return false;
        if (Seconds(timestamp) is null || !id.All(c => c is > ' ' and < '\x7f')) return false;

        var signatures = signature.Split(' ', MaxSignatures + 1);
        if (signatures.Length > MaxSignatures) return false;

        var signed = Encoding.ASCII.GetBytes($"{id}.{timestamp}.");
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[SHA256.HashSizeInBytes];
        var genuine = false;
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
            hmac.AppendData(signed);
            hmac.AppendData(came.Body.Span);
            hmac.GetHashAndReset(right);
            foreach (var one in signatures)
            {
                if (one.Length != Version.Length + SignatureLength || !one.StartsWith(Version, StringComparison.Ordinal) || !Convert.TryFromBase64Chars(one.AsSpan(Version.Length), given, out var length)) continue;

                genuine |= CryptographicOperations.FixedTimeEquals(given[..length], right);
            }
        }

        return genuine;
    }

    /// <summary>The time of a delivery in whole seconds; null when it is none.</summary>
    public static long? Seconds(string timestamp) =>
        timestamp.Length <= 12 && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>Whether a delivery of that time may be taken now.</summary>
    public static bool IsFresh(long seconds, DateTimeOffset now, TimeSpan tolerance) => Math.Abs(now.ToUnixTimeSeconds() - seconds) <= (long)tolerance.TotalSeconds;
}
