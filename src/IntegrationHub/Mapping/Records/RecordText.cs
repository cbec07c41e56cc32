using System.Text;
using System.Text.Unicode;
using IntegrationHub.AdapterKit;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Records;

/// <summary>A record's bytes as UTF-8, its byte order mark dropped.</summary>
internal static class RecordText
{
    public static Failure UnknownCharset { get; } = new("IH3003", "the record's charset is not known here");
    public static Failure NotInCharset { get; } = new("IH3004", "the record's bytes are not text in its charset; check the charset of the stream");

    /// <summary>The bytes as UTF-8: the record's own array where that is possible.</summary>
    public static Failure? Read(ReadOnlyMemory<byte> content, string charset, out ArraySegment<byte> utf8)
    {
        utf8 = default;
        if (IsUtf8(charset))
        {
            if (!Utf8.IsValid(content.Span)) return NotInCharset;
            utf8 = ArrayOf(content);
            if (utf8.AsSpan().StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
            return null;
        }

        try
        {
            if (!Charsets.TryGet(charset, out var encoding)) return UnknownCharset;

            var text = encoding.GetString(content.Span).AsSpan();
            if (text.StartsWith('\uFEFF')) text = text[1..];
            var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
            Encoding.UTF8.GetBytes(text, bytes);
            utf8 = bytes;
            return null;
        }
        catch (DecoderFallbackException)
        {
            return NotInCharset;
        }
    }

    public static bool IsUtf8(string charset) => charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase);

    public static ArraySegment<byte> ArrayOf(ReadOnlyMemory<byte> memory) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is not null ? segment : memory.ToArray();
}
