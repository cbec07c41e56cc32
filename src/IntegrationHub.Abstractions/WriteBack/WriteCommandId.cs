using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.WriteBack;

/// <summary>The public name of a command to a vendor: 128 bits, written as 26 lower-case letters and digits.</summary>
public readonly record struct WriteCommandId(UInt128 Value) : IParsable<WriteCommandId>
{
    /// <summary>The 26 characters of the id.</summary>
    public override string ToString() => PublicIdText.Of(Value);

    /// <summary>Reads an id as <see cref="ToString"/> writes it; upper case is accepted.</summary>
    /// <exception cref="FormatException">The text is no id of a command.</exception>
    public static WriteCommandId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("Not the id of a command: 26 letters and digits were expected.");

    /// <summary>Reads an id as <see cref="ToString"/> writes it; upper case is accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out WriteCommandId result)
    {
        var read = PublicIdText.Read(s);
        result = new WriteCommandId(read ?? default);
        return read is not null;
    }
}
