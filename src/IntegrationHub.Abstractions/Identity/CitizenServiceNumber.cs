using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Identity;

/// <summary>A Dutch citizen service number (burgerservicenummer, BSN): nine digits that pass the eleven test. It tells nothing of who has it.</summary>
public readonly record struct CitizenServiceNumber
{
    readonly string? value;

    CitizenServiceNumber(string value) => this.value = value;

    /// <summary>The normal form: nine digits.</summary>
    public string Value => value ?? "";

    /// <summary>Reads nine digits; blanks and dots may stand between them. The eleven test must be passed. Eight digits are none: a register that leaves out the zero in front is a mapping's to mend, and numbers of companies have eight.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CitizenServiceNumber result)
    {
        result = default;
        if (text is null) return false;

        Span<char> digits = stackalloc char[9];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || WrittenText.IsInvisible(c) || (c == '.' && count > 0)) continue;
            if (!char.IsAsciiDigit(c) || count == 9) return false;
            digits[count++] = c;
        }

        if (count != 9 || digits.StartsWith("00") || !PassesElevenTest(digits)) return false;

        result = new CitizenServiceNumber(digits.ToString());
        return true;
    }

    /// <summary>All but the last three digits masked: <c>******019</c>.</summary>
    public override string ToString() => Value.Length == 9 ? $"******{Value.AsSpan(6)}" : "****";

    // The digits weigh nine down to two, and the last one takes itself away.
    static bool PassesElevenTest(ReadOnlySpan<char> digits)
    {
        var sum = -(digits[8] - '0');
        for (var i = 0; i < 8; i++) sum += (digits[i] - '0') * (9 - i);
        return sum % 11 == 0;
    }
}
