using System.Text;

namespace IntegrationHub.Identity;

/// <summary>What all normal forms share: the signs that people and systems write for the same thing.</summary>
static class WrittenText
{
    /// <summary>Trims, makes every run of white space one blank and every kind of dash a hyphen, drops invisible signs, and upper-cases.</summary>
    public static string CollapseUpper(string text)
    {
        var result = new StringBuilder(text.Length);
        var blank = false;
        foreach (var c in text)
        {
            if (IsInvisible(c)) continue;
            if (char.IsWhiteSpace(c))
            {
                blank = result.Length > 0;
                continue;
            }

            if (TryCompose(result, c)) continue;
            if (blank) result.Append(' ');
            blank = false;
            result.Append(IsDash(c) ? '-' : char.ToUpperInvariant(c));
        }

        return result.ToString();
    }

    /// <summary>Hyphen, dashes and the minus sign.</summary>
    public static bool IsDash(char c) => c is '-' or (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D';

    /// <summary>Soft hyphen, zero-width signs, direction marks and the byte order mark: they come along with copied text.</summary>
    public static bool IsInvisible(char c) => c is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';

    /// <summary>The check digit of personal and organisation numbers over all ten digits: the weighted sum ends in zero.</summary>
    public static bool HasValidCheckDigit(ReadOnlySpan<char> tenDigits)
    {
        var sum = 0;
        for (var i = 0; i < tenDigits.Length; i++)
        {
            var digit = (tenDigits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += digit / 10 + digit % 10;
        }

        return sum % 10 == 0;
    }

    // The hub runs without the platform's Unicode tables, so the letters that Swedish and its neighbours write in two parts are joined here.
    static bool TryCompose(StringBuilder result, char mark)
    {
        if (result.Length == 0 || mark is not ('\u0300' or '\u0301' or '\u0308' or '\u030A')) return false;

        var joined = (result[^1], mark) switch
        {
            ('A', '\u030A') => 'Å',
            ('A', '\u0308') => 'Ä',
            ('O', '\u0308') => 'Ö',
            ('U', '\u0308') => 'Ü',
            ('E', '\u0301') => 'É',
            ('E', '\u0300') => 'È',
            ('A', '\u0301') => 'Á',
            ('A', '\u0300') => 'À',
            _ => '\0',
        };
        if (joined == '\0') return false;
        result[^1] = joined;
        return true;
    }
}
