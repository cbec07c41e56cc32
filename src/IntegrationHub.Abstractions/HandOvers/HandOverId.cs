using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.HandOvers;

/// <summary>The public name of a hand-over: 128 random bits, written as 26 lower-case letters and digits.</summary>
public readonly record struct HandOverId(UInt128 Value) : IParsable<HandOverId>
{
    /// <summary>The 26 characters of the id.</summary>
    public override string ToString() => PublicIdText.Of(Value);

    /// <summary>Reads an id as <see cref="ToString"/> writes it; upper case is accepted.</summary>
    /// <exception cref="FormatException">The text is no id of a hand-over.</exception>
    public static HandOverId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("Not the id of a hand-over: 26 letters and digits were expected.");

    /// <summary>Reads an id as <see cref="ToString"/> writes it; upper case is accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out HandOverId result)
    {
        var read = PublicIdText.Read(s);
        result = new HandOverId(read ?? default);
        return read is not null;
    }
}
