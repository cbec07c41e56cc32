using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace IntegrationHub.AspNetCore;

/// <summary>A text that a person wrote and that goes to the audit: who asks, and why.</summary>
static class CallerText
{
    public const int MaxLength = 200;
    const string ExtendedPrefix = "UTF-8''";

    /// <summary>Reads the header; the text is null when something is wrong, which is then the second value.</summary>
    public static (string? Text, HubProblemPart? Error) Read(IHeaderDictionary headers, string name, string what)
    {
        var values = headers[name];
        if (StringValues.IsNullOrEmpty(values)) return (null, new HubProblemPart(name, $"The header is missing: it must hold {what}."));
        if (values.Count > 1) return (null, new HubProblemPart(name, "The header stands more than once; send it once."));

        var text = Decode(values[0]!.Trim());
        return text switch
        {
            null => (null, new HubProblemPart(name, "What follows UTF-8'' is not percent-encoded UTF-8.")),
            "" => (null, new HubProblemPart(name, $"The header is empty: it must hold {what}.")),
            // It would stand in the audit, in the clear, for as long as the audit is kept.
            _ when text.Contains(ApiKey.Prefix, StringComparison.OrdinalIgnoreCase) => (null, new HubProblemPart(name, "It holds an API key; a key belongs into the header that it is sent by, and nowhere else.")),
            _ => Fault(text) is { } fault ? (null, new HubProblemPart(name, fault)) : (text, null),
        };
    }

    /// <summary>Reads the header that says why; the problem, or null.</summary>
    public static HubProblem? Purpose(HttpContext http, string what, out string purpose)
    {
        var (text, error) = Read(http.Request.Headers, HubGate.PurposeHeader, what);
        purpose = text ?? "";
        return error is null ? null : HubProblems.Headers([error]);
    }

    /// <summary>What is wrong with a text that goes to the audit, or null: too long, or characters that could forge a line of a log.</summary>
    public static string? Fault(string text, int maxLength = MaxLength)
    {
        if (text.Length > maxLength) return $"At most {maxLength} characters are accepted.";

        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate enumerates as U+FFFD.
            if (rune == Rune.ReplacementChar) return "It holds characters that are no text.";
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                return "Control characters and invisible characters are not accepted.";
        }

        return null;
    }

    // RFC 8187's way of writing letters beyond ASCII, for clients whose headers cannot carry them.
    static string? Decode(string written)
    {
        if (!written.StartsWith(ExtendedPrefix, StringComparison.OrdinalIgnoreCase)) return written;

        var decoded = Uri.UnescapeDataString(written[ExtendedPrefix.Length..]);
        // What could not be decoded is left standing as %XX.
        return decoded.Contains('%', StringComparison.Ordinal) ? null : decoded;
    }
}
