using System.Globalization;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Recognises the numbers that people have in the Netherlands, Norway and Denmark; the Swedish ones the hub knows itself.</summary>
internal static class NationalNumbers
{
    static readonly int[] First = [3, 7, 6, 1, 8, 9, 4, 5, 2];
    static readonly int[] Second = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    /// <summary>Whether nine digits pass the eleven test. One number of nine digits in eleven does, whatever it is.</summary>
    public static bool IsDutch(string digits) =>
        digits.Length == 9 && digits.All(char.IsAsciiDigit) && digits != "000000000" && (digits.Take(8).Select((c, i) => (c - '0') * (9 - i)).Sum() - (digits[8] - '0')) % 11 == 0;

    /// <summary>Whether eleven digits are a date and have both check digits.</summary>
    public static bool IsNorwegian(string digits)
    {
        if (digits.Length != 11 || !digits.All(char.IsAsciiDigit)) return false;

        var day = Number(digits, 0) is var d && d > 40 ? d - 40 : d;
        var month = Number(digits, 2) % 40;
        return day is >= 1 and <= 31 && month is >= 1 and <= 12 && NorwegianChecks(digits[..9]) == digits[9..];
    }

    /// <summary>Whether it is a date, a hyphen and four digits. It has no check digit, so without a hyphen nobody can tell.</summary>
    public static bool IsDanish(string text) =>
        text.Length == 11 && text[6] == '-' && text.Remove(6, 1).All(char.IsAsciiDigit) && Number(text, 0) is >= 1 and <= 31 && Number(text, 2) is >= 1 and <= 12;

    /// <summary>The two check digits of a Norwegian number; null when it can have none.</summary>
    public static string? NorwegianChecks(string nine)
    {
        var first = Check(nine, First);
        var second = first > 9 ? 10 : Check(nine + first.ToString(CultureInfo.InvariantCulture), Second);
        return second > 9 ? null : string.Create(CultureInfo.InvariantCulture, $"{first}{second}");
    }

    static int Check(string digits, int[] weights) => (11 - digits.Select((c, i) => (c - '0') * weights[i]).Sum() % 11) % 11;

    static int Number(string digits, int at) => (digits[at] - '0') * 10 + (digits[at + 1] - '0');
}
