using System.Globalization;
using System.Text;

namespace IntegrationHub.Audit;

/// <summary>Makes text from outside harmless in a log: control and direction signs become visible, and nothing is endless.</summary>
static class AuditText
{
    const int MaxLength = 500;

    public static string Clean(string text)
    {
        if (text.Length <= MaxLength && !text.Any(IsHarmful)) return text;

        var clean = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            // A cleaned text never grows past the limit, so that cleaning it again changes nothing.
            if (clean.Length + (IsHarmful(c) ? 6 : 1) > MaxLength - 1)
            {
                clean.Append('…');
                break;
            }

            if (IsHarmful(c)) clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else clean.Append(c);
        }

        return clean.ToString();
    }

    // Control characters carry line breaks and terminal sequences, format characters turn the direction of text, and lone surrogates are written differently by every store.
    static bool IsHarmful(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
