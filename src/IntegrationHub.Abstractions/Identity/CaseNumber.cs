using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Identity;

/// <summary>A case number as it stands on a letter, whatever blanks, dashes and case somebody types it with.</summary>
public readonly record struct CaseNumber
{
    /// <summary>The longest number, in characters of its normal form.</summary>
    public const int MaxLength = 200;

    readonly string? value;

    CaseNumber(string value) => this.value = value;

    /// <summary>Upper case, single blanks, plain hyphens: <c>BYGG 2026-000200</c>.</summary>
    public string Value => value ?? "";

    /// <summary>The same without blanks, so that <c>bygg2026-000200</c> finds it too.</summary>
    public string Compact => Value.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Reads a number with at least one digit or letter, at most <see cref="MaxLength"/> long, without control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CaseNumber result)
    {
        result = default;
        if (text is null || text.Length > 4 * MaxLength) return false;

        var written = WrittenText.CollapseUpper(text);
        if (written.Length is 0 or > MaxLength) return false;

        var meaningful = false;
        foreach (var c in written)
        {
            if (char.IsControl(c)) return false;
            meaningful |= char.IsLetterOrDigit(c);
        }

        if (!meaningful) return false;
        result = new CaseNumber(written);
        return true;
    }

    /// <summary>The normal form; masked when it is somebody's personal number.</summary>
    public override string ToString() => PersonalNumber.TryParse(Value, out var person) ? person.ToString() : Value;
}
