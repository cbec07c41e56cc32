using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Identity;

/// <summary>A Swedish organisation number. A sole trader's is a personal number, and is read as one.</summary>
public readonly record struct OrganisationNumber
{
    readonly string? value;

    OrganisationNumber(string value) => this.value = value;

    /// <summary>Ten digits.</summary>
    public string Value => value ?? "";

    /// <summary>Reads ten digits with or without a hyphen, also behind the leading <c>16</c> that registers write. The third digit is at least 2, which no personal number's is.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrganisationNumber result)
    {
        result = default;
        if (text is null) return false;

        Span<char> digits = stackalloc char[12];
        var count = 0;
        var hyphenAt = -1;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || WrittenText.IsInvisible(c)) continue;
            if (char.IsAsciiDigit(c))
            {
                if (count == 12) return false;
                digits[count++] = c;
            }
            else if (hyphenAt < 0 && WrittenText.IsDash(c))
            {
                hyphenAt = count;
            }
            else
            {
                return false;
            }
        }

        if (count is not (10 or 12) || (hyphenAt >= 0 && hyphenAt != count - 4)) return false;
        if (count == 12 && !digits.StartsWith("16")) return false;

        var ten = digits[(count - 10)..count];
        if (ten[0] == '0' || ten[2] < '2' || !WrittenText.HasValidCheckDigit(ten)) return false;

        result = new OrganisationNumber(ten.ToString());
        return true;
    }

    /// <summary>As it is written: <c>559999-9991</c>. It names no person, so nothing is masked.</summary>
    public override string ToString() => Value.Length == 10 ? $"{Value.AsSpan(0, 6)}-{Value.AsSpan(6)}" : "";
}
