using System.Text;

namespace IntegrationHub.Mapping.Values;

/// <summary>The UTF-8 bytes of a text, without making a string of a slice or garbage of a short string.</summary>
internal static class TextBytes
{
    /// <summary>How large a room short strings are written to.</summary>
    public const int Room = 128;

    /// <summary>The bytes of a text or of a number as it is written.</summary>
    public static ReadOnlySpan<byte> Of(in Value value, Span<byte> room)
    {
        if (value.Kind != ValueKind.Text) return value.Bytes;
        return Encoding.UTF8.TryGetBytes(value.Text, room, out var length) ? room[..length] : Encoding.UTF8.GetBytes(value.Text);
    }

    /// <summary>The string of a text's bytes. Nearly all are ASCII, whose characters are the bytes: they are counted and written in one go, where the general way takes two.</summary>
    public static string ToText(ReadOnlySpan<byte> text) => (Ascii.IsValid(text) ? Encoding.Latin1 : Encoding.UTF8).GetString(text);

    /// <summary>Without white space at both ends, as dates and numbers are read.</summary>
    public static ReadOnlySpan<byte> Trimmed(in Value value, Span<byte> room) => Trimmed(Of(value, room));

    /// <inheritdoc cref="Trimmed(in Value, Span{byte})"/>
    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] > ' ' && text[^1] > ' ') ? text : text.Trim(" \t\r\n"u8);
}
