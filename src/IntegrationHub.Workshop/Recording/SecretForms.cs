using System.Net;
using System.Security;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Workshop.Recording;

/// <summary>A stream's secrets in every form in which they may be written.</summary>
internal sealed class SecretForms
{
    /// <summary>Shorter ones stand everywhere by chance; they are told instead.</summary>
    public const int Shortest = 4;

    readonly HashSet<string> forms = new(StringComparer.Ordinal);

    /// <summary>The forms, the longest first.</summary>
    public IReadOnlyList<string> All { get; private set; } = [];

    /// <summary>Takes in a secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="users">The names that it may be sent together with.</param>
    public void Add(string secret, IEnumerable<string> users)
    {
        if (secret.Length < Shortest) return;

        foreach (var form in Written(secret)) forms.Add(form);
        foreach (var pair in users.Append("").SelectMany(user => (string[])[$"{user}:{secret}", $"{user}:{Uri.EscapeDataString(secret)}", $"{secret}:{user}"]))
            foreach (var packed in Packed(pair)) forms.Add(packed);
        foreach (var packed in Packed(secret)) forms.Add(packed);
        All = [.. forms.Where(f => f.Length >= Shortest).OrderByDescending(f => f.Length).ThenBy(f => f, StringComparer.Ordinal)];
    }

    /// <summary>Whether one stands in the text.</summary>
    public bool IsIn(string text) => All.Any(form => text.Contains(form, StringComparison.Ordinal));

    static IEnumerable<string> Written(string secret)
    {
        var escaped = Uri.EscapeDataString(secret);
        yield return secret;
        yield return escaped;
        yield return escaped.Replace("%20", "+", StringComparison.Ordinal);
        // Some write the digits of an escape in small letters.
        yield return System.Text.RegularExpressions.Regex.Replace(escaped, "%[0-9A-F]{2}", m => m.Value.ToLowerInvariant());
        yield return WebUtility.UrlEncode(secret);
        yield return JsonSerializer.Serialize(secret)[1..^1];
        yield return secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal);
        yield return SecurityElement.Escape(secret);
        yield return WebUtility.HtmlEncode(secret);
    }

    // The signs at the end say how many bytes are missing and may be left out.
    static IEnumerable<string> Packed(string text)
    {
        foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(text), Encoding.Latin1.GetBytes(text)])
        {
            var packed = Convert.ToBase64String(bytes).TrimEnd('=');
            yield return packed;
            yield return packed.Replace('+', '-').Replace('/', '_');
            yield return Convert.ToHexStringLower(bytes);
        }
    }
}
