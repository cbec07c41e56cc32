using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Identity;

/// <summary>A street and a house number. Flat, floor, postal code and town are read and left out: they are written too differently to be compared.</summary>
public readonly record struct StreetAddress
{
    const int MaxLength = 300;

    readonly string? value;

    StreetAddress(string value) => this.value = value;

    /// <summary>Upper case: <c>STORGATAN 1A</c>.</summary>
    public string Value => value ?? "";

    /// <summary>Reads <c>Storgatan 1 A</c>, <c>storgatan 1a lgh 1101</c>, <c>c/o Ek, Storgatan 1A, 854 60 SUNDBY</c>. Refuses a street without a number.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StreetAddress result)
    {
        result = default;
        if (text is null || text.Length > MaxLength) return false;

        foreach (var line in text.Split([',', '\n', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var written = WrittenText.CollapseUpper(line);
            if (written.StartsWith("C/O ", StringComparison.Ordinal) || !TryLine(written, out var address)) continue;
            result = new StreetAddress(address);
            return true;
        }

        return false;
    }

    /// <summary>The street, the number masked.</summary>
    public override string ToString() => Value.Length == 0 ? "****" : $"{Value.AsSpan(0, Value.LastIndexOf(' '))} ***";

    static bool TryLine(string written, out string address)
    {
        address = "";
        var words = written.Split(' ');
        // The first word may begin with a digit: "3:E TVÄRGATAN 5".
        for (var i = 1; i < words.Length; i++)
        {
            if (!char.IsAsciiDigit(words[i][0])) continue;

            var street = string.Join(' ', words, 0, i);
            if (!street.Any(char.IsLetter) || !IsHouseNumber(words[i])) return false;

            var letter = i + 1 < words.Length && words[i + 1].Length == 1 && char.IsLetter(words[i + 1][0]) && char.IsAsciiDigit(words[i][^1]) ? words[i + 1] : "";
            address = $"{street} {words[i]}{letter}";
            return true;
        }

        return false;
    }

    static bool IsHouseNumber(string word)
    {
        if (word.Length > 9) return false;
        foreach (var c in word)
            if (!char.IsAsciiDigit(c) && !char.IsLetter(c) && c is not ('-' or '/' or ':')) return false;
        return true;
    }
}
