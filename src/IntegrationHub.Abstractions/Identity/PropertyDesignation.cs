using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Identity;

/// <summary>A property designation: tract or block, and unit; the municipality's name may stand before it.</summary>
/// <remarks>
/// <c>SUNDBY NORRA BALDER 2:14</c> does not tell where the municipality's name ends, and nobody is asked to guess:
/// <see cref="Shorter"/> has every reading, and two designations are compared by them.
/// </remarks>
public readonly record struct PropertyDesignation
{
    const int MaxLength = 100;
    static readonly string[] Forewords = ["KV ", "KV. ", "KVARTERET ", "FASTIGHET ", "FASTIGHETEN "];

    readonly string? value;

    PropertyDesignation(string value) => this.value = value;

    /// <summary>Upper case, single blanks: <c>BALDER 2:14</c>, with what was written before it.</summary>
    public string Value => value ?? "";

    /// <summary>The readings with fewer leading words, the longest first; the name of the tract stays.</summary>
    public IReadOnlyList<string> Shorter
    {
        get
        {
            var rest = Value;
            var shorter = new List<string>(2);
            while (rest.IndexOf(' ', StringComparison.Ordinal) is var blank and > 0 && blank < rest.LastIndexOf(' '))
            {
                rest = rest[(blank + 1)..];
                shorter.Add(rest);
            }

            return shorter;
        }
    }

    /// <summary>Reads a designation: words, then <c>2</c>, <c>2:14</c>, <c>S:1</c> or <c>GA:3</c>. An area behind <c>&gt;</c> is left out.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PropertyDesignation result)
    {
        result = default;
        if (text is null || text.Length > 2 * MaxLength) return false;

        var written = WrittenText.CollapseUpper(text).Replace(" :", ":", StringComparison.Ordinal).Replace(": ", ":", StringComparison.Ordinal);
        if (written.IndexOf('>', StringComparison.Ordinal) is var area and >= 0) written = written[..area].TrimEnd();
        foreach (var foreword in Forewords)
            if (written.StartsWith(foreword, StringComparison.Ordinal)) written = written[foreword.Length..];

        var blank = written.LastIndexOf(' ');
        if (blank < 1 || written.Length > MaxLength) return false;

        var unit = written.AsSpan(blank + 1);
        if (!IsUnit(unit) || !char.IsLetter(written[0])) return false;
        foreach (var c in written.AsSpan(0, blank))
            if (!char.IsLetterOrDigit(c) && c is not (' ' or '-' or '.' or ':' or '\'')) return false;

        result = new PropertyDesignation(written);
        return true;
    }

    /// <summary>The tract's name only, the unit masked: a unit says where somebody lives.</summary>
    public override string ToString() => Value.Length == 0 ? "****" : $"{Value.AsSpan(0, Value.LastIndexOf(' '))} ***";

    static bool IsUnit(ReadOnlySpan<char> unit)
    {
        var colon = unit.IndexOf(':');
        if (colon < 0) return IsNumber(unit);

        var block = unit[..colon];
        return (IsNumber(block) || block is "S" or "GA" or "FS" or "TS") && IsNumber(unit[(colon + 1)..]);
    }

    static bool IsNumber(ReadOnlySpan<char> text) => text.Length is > 0 and <= 6 && !text.ContainsAnyExceptInRange('0', '9');
}
