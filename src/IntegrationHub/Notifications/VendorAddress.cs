namespace IntegrationHub.Notifications;

/// <summary>Whether an address that a notification holds lies under the vendor's own, and which case it names. Nothing is ever sent to an address out of a notification: only the key in it is used.</summary>
internal static class VendorAddress
{
    const string KeyMark = "{key}";
    const int MaxLength = 2000;

    /// <summary>What is wrong with a base; null when it will do.</summary>
    public static string? Fault(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            && text.EndsWith('/') && IsPlain(text)
            ? null
            : "must be an absolute address that begins with https:// or http:// and ends with '/', without user name, query and '..'";

    /// <summary>What is wrong with a template of what follows the base; null when it will do.</summary>
    public static string? TemplateFault(string text)
    {
        var at = text.IndexOf(KeyMark, StringComparison.Ordinal);
        return at >= 0 && text.IndexOf(KeyMark, at + 1, StringComparison.Ordinal) < 0 && (at == 0 || text[at - 1] == '/') && !text.StartsWith('/')
            && IsPlain(text.Remove(at, KeyMark.Length))
            ? null
            : "must hold '{key}' once, as a whole step of the address, for instance zaken/{key}";
    }

    /// <summary>Whether the address lies under the base: same scheme, host and port, a path that begins with the base's, and nothing in it that another reader could take for something else.</summary>
    public static bool IsUnder(string text, Uri root) => After(text, root) is not null;

    /// <summary>The key of the case that the address names; null when it does not lie under the base or is no case's.</summary>
    public static string? KeyOf(string text, Uri root, string template)
    {
        if (After(text, root) is not { } after) return null;

        var at = template.IndexOf(KeyMark, StringComparison.Ordinal);
        var (before, behind) = (template[..at], template[(at + KeyMark.Length)..]);
        if (after.Length <= before.Length + behind.Length || !after.StartsWith(before, StringComparison.Ordinal) || !after.EndsWith(behind, StringComparison.Ordinal)) return null;

        var key = after[before.Length..^behind.Length];
        return key.Contains('/', StringComparison.Ordinal) ? null : key;
    }

    // What an address may hold beyond letters and digits is little, so that no two readers of it disagree: no escapes, no dots that lead upwards, no second authority.
    static string? After(string text, Uri root)
    {
        if (text.Length > MaxLength || !IsPlain(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri)) return null;
        if (uri.Scheme != root.Scheme || !string.Equals(uri.IdnHost, root.IdnHost, StringComparison.OrdinalIgnoreCase) || uri.Port != root.Port) return null;
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0) return null;

        return uri.AbsolutePath.StartsWith(root.AbsolutePath, StringComparison.Ordinal) ? uri.AbsolutePath[root.AbsolutePath.Length..] : null;
    }

    static bool IsPlain(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.' or '-' or '_' or '~' or '[' or ']') && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("/./", StringComparison.Ordinal);
}
