using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Cases;

/// <summary>The public name of a case in the hub: 128 bits, written as 26 lower-case letters and digits (Crockford's base 32).</summary>
/// <remarks>
/// A keyed hash of tenant, source and the source's key, so it is the same after a rebuild, a reset or a copy of the index,
/// and says nothing to somebody who does not hold the key. Row numbers never leave a store; this does.
/// </remarks>
public readonly record struct CaseId(UInt128 Value) : IParsable<CaseId>
{
    const int Length = 26;
    const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>The 26 characters of the id.</summary>
    public override string ToString() => string.Create(Length, Value, static (text, value) =>
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(value & 31)];
            value >>= 5;
        }
    });

    /// <summary>Reads an id as <see cref="ToString"/> writes it; upper case is accepted.</summary>
    /// <exception cref="FormatException">The text is no case id.</exception>
    public static CaseId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("Not a case id: 26 letters and digits were expected.");

    /// <summary>Reads an id as <see cref="ToString"/> writes it; upper case is accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CaseId result)
    {
        result = default;
        // 26 characters hold 130 bits: the first one may use only its lowest three.
        if (s is null || s.Length != Length) return false;

        UInt128 value = 0;
        for (var i = 0; i < Length; i++)
        {
            var digit = Alphabet.IndexOf(char.ToLowerInvariant(s[i]), StringComparison.Ordinal);
            if (digit < 0 || (i == 0 && digit > 7)) return false;
            value = (value << 5) | (uint)digit;
        }

        result = new CaseId(value);
        return true;
    }
}
