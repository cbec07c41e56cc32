namespace IntegrationHub;

/// <summary>128 bits as 26 lower-case letters and digits (Crockford's base 32).</summary>
static class PublicIdText
{
    const int Length = 26;
    const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string Of(UInt128 id) => string.Create(Length, id, static (text, value) =>
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(value & 31)];
            value >>= 5;
        }
    });

    /// <summary>Null for what is no id; upper case is accepted.</summary>
    public static UInt128? Read(string? text)
    {
        // 26 characters hold 130 bits: the first one may use only its lowest three.
        if (text is null || text.Length != Length) return null;

        UInt128 value = 0;
        for (var i = 0; i < Length; i++)
        {
            var digit = Alphabet.IndexOf(char.ToLowerInvariant(text[i]), StringComparison.Ordinal);
            if (digit < 0 || (i == 0 && digit > 7)) return null;
            value = (value << 5) | (uint)digit;
        }

        return value;
    }
}
