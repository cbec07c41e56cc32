using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IntegrationHub.Identity;

/// <summary>An e-mail address, lower-case, its domain in the form that the network uses.</summary>
public readonly record struct EmailAddress
{
    const int MaxLocal = 64;
    const int MaxLength = 254;
    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    readonly string? value;

    EmailAddress(string value) => this.value = value;

    /// <summary>The address in lower case, international domains as <c>xn--…</c>.</summary>
    public string Value => value ?? "";

    /// <summary>Reads one address. Its shape is checked, not whether it exists.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress result)
    {
        result = default;
        if (text is null) return false;

        var written = text.Trim();
        if (written.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) written = written[7..];
        written = written.ToLowerInvariant();
        var at = written.LastIndexOf('@');
        if (at is < 1 or > MaxLocal || written.IndexOf('@', StringComparison.Ordinal) != at || written.Length > MaxLength) return false;

        var local = written.AsSpan(0, at);
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal)) return false;
        foreach (var c in local)
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '(' or ')' or ',' or ';' or ':' or '"' or '[' or ']' or '\\') return false;

        if (!TryDomain(written[(at + 1)..].TrimEnd('.'), out var domain)) return false;
        result = new EmailAddress($"{local}@{domain}");
        return true;
    }

    /// <summary>The first letter only: <c>t***@***</c>; a domain can be a person's name.</summary>
    public override string ToString() => Value.Length == 0 ? "****" : $"{Value[0]}***@***";

    static bool TryDomain(string written, out string domain)
    {
        domain = "";
        if (written.Length == 0) return false;
        try
        {
            domain = Idn.GetAscii(written);
        }
        catch (ArgumentException)
        {
            return false;
        }

        var lastDot = domain.LastIndexOf('.');
        return lastDot > 0 && domain.Length - lastDot > 2 && domain.AsSpan(lastDot + 1).ContainsAnyExceptInRange('0', '9');
    }
}
