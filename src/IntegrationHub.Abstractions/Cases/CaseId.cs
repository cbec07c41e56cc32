using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Cases;

/// <summary>The public name of a case in the hub: 128 bits, written as 26 lower-case letters and digits (Crockford's base 32).</summary>
/// <remarks>
/// A keyed hash of tenant, source and the source's key, so it is the same after a rebuild, a reset or a copy of the index,
/// and says nothing to somebody who does not hold the key. Row numbers never leave a store; this does.
/// </remarks>
public readonly record struct CaseId(UInt128 Value) : IParsable<CaseId>
{
    /// <summary>The 26 characters of the id.</summary>
    public override string ToString() => PublicIdText.Of(Value);

    /// <summary>Reads an id as <see cref="ToString"/> writes it; upper case is accepted.</summary>
    /// <exception cref="FormatException">The text is no case id.</exception>
    public static CaseId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("Not a case id: 26 letters and digits were expected.");

    /// <summary>Reads an id as <see cref="ToString"/> writes it; upper case is accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CaseId result)
    {
        var read = PublicIdText.Read(s);
        result = new CaseId(read ?? default);
        return read is not null;
    }
}
