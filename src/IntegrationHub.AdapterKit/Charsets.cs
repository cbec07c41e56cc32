using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace IntegrationHub.AdapterKit;

/// <summary>The charsets that vendors' systems write, by their IANA names.</summary>
public static class Charsets
{
    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Names worth suggesting to a person; <see cref="TryGet"/> knows more.</summary>
    public static IReadOnlyList<string> Common { get; } =
        ["utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15", "windows-1250", "ibm850", "ibm865", "us-ascii"];

    /// <summary>Finds the encoding with this IANA name, in any case. What its bytes cannot be is an error when read, never a question mark.</summary>
    public static bool TryGet(string? name, [NotNullWhen(true)] out Encoding? encoding)
    {
        encoding = null;
        if (string.IsNullOrWhiteSpace(name)) return false;

        try
        {
            encoding = Encoding.GetEncoding(name.Trim(), EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return true;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The encoding with this IANA name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists names worth trying.</exception>
    public static Encoding Get(string name) => TryGet(name, out var encoding)
        ? encoding
        : throw new ArgumentException($"There is no charset '{name}'. Names that are: {string.Join(", ", Common)}.", nameof(name));
}
