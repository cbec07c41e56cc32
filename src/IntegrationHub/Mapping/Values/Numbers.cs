using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IntegrationHub.Mapping.Values;

/// <summary>Reads numbers without losing a digit: what does not fit is a failure, never rounded.</summary>
internal static class Numbers
{
    /// <summary>So many digits are kept exactly.</summary>
    public const int MaxDigits = 28;

    public static Failure OutOfRange { get; } = new("IH3110", $"the number has more than {MaxDigits} digits or is too large");

    /// <summary>A number with a decimal point; with <paramref name="exponent"/> also as JSON may write it.</summary>
    public static bool Read(ReadOnlySpan<byte> text, bool exponent, out decimal number)
    {
        if (ReadShort(text, out number)) return true;

        var style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | (exponent ? NumberStyles.AllowExponent : NumberStyles.None);
        return decimal.TryParse(text, style, CultureInfo.InvariantCulture, out number) && SignificantDigits(text) <= MaxDigits;
    }

    /// <summary>A whole number.</summary>
    public static bool ReadInt(ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out var read) && read == text.Length && text[0] != '+';

    /// <summary>A number with a decimal comma and spaces between thousands, as Swedish exports write it.</summary>
    public static bool ReadSwedish(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        if (text.Length > 100) return false;

        Span<char> chars = stackalloc char[100];
        if (!Encoding.UTF8.TryGetChars(text, chars, out var length)) return false;

        Span<byte> plain = stackalloc byte[100];
        var used = 0;
        var comma = false;
        foreach (var c in chars[..length])
        {
            switch (c)
            {
                // The thousands stand apart by a space, a no-break space or a narrow one; a minus may be the typographic one.
                case ' ' or '\u00A0' or '\u202F' when !comma && used > 0:
                    continue;
                case ',' when !comma:
                    comma = true;
                    plain[used++] = (byte)'.';
                    continue;
                case '\u2212' when used == 0:
                    plain[used++] = (byte)'-';
                    continue;
                case (>= '0' and <= '9') or '-':
                    plain[used++] = (byte)c;
                    continue;
                default:
                    return false;
            }
        }

        return Read(plain[..used], exponent: false, out number);
    }

    // What most numbers look like: a sign, at most 18 digits, a point. The framework's parser takes several times as long for it.
    static bool ReadShort(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        var isNegative = !text.IsEmpty && text[0] == '-';
        if (isNegative) text = text[1..];
        if (text.Length is 0 or > 19 || text[0] == '.' || text[^1] == '.') return false;

        var digits = 0L;
        var count = 0;
        var point = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= (byte)'0' and <= (byte)'9')
            {
                digits = (digits * 10) + (text[i] - '0');
                count++;
            }
            else if (text[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        if (count > 18) return false;
        number = new decimal((int)digits, (int)(digits >> 32), 0, isNegative, (byte)(point < 0 ? 0 : text.Length - 1 - point));
        return true;
    }

    static int SignificantDigits(ReadOnlySpan<byte> text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (c is (byte)'e' or (byte)'E') break;
            if (c is >= (byte)'0' and <= (byte)'9' && (c != '0' || digits > 0)) digits++;
        }

        return digits;
    }
}
