using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>The letters of an answer: what its byte order mark says, or else its header, or else the stream file.</summary>
static class AnswerText
{
    /// <summary>The charset that something outside the answer tells; null when nothing does, or nobody knows it.</summary>
    public static Encoding? Charset(MediaTypeHeaderValue? type, Encoding? otherwise) =>
        type?.CharSet is { Length: > 0 } name && Charsets.TryGet(name.Trim('"', '\''), out var told) ? told : otherwise;

    /// <summary>The answer in UTF-8, without a byte order mark.</summary>
    /// <exception cref="UnreadableAnswerException">Its bytes are none of its charset.</exception>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> content, Encoding? charset, string where)
    {
        var bytes = content.Span;
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return content[Encoding.UTF8.Preamble.Length..];

        if (bytes.StartsWith(Encoding.Unicode.Preamble)) (charset, content) = (Charsets.Get("utf-16"), content[2..]);
        else if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)) (charset, content) = (Charsets.Get("utf-16BE"), content[2..]);
        if (charset is null or UTF8Encoding || charset.CodePage == Encoding.UTF8.CodePage) return content;

        try
        {
            return Encoding.UTF8.GetBytes(charset.GetString(content.Span));
        }
        catch (Exception wrong) when (wrong is DecoderFallbackException or EncoderFallbackException or ArgumentException)
        {
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"The answer to {where} says that it is written in {charset.WebName}, and its bytes are not.");
        }
    }

    /// <summary>The answer as text to look for words in, whatever its bytes are.</summary>
    public static string ToText(ReadOnlyMemory<byte> content, Encoding? charset) =>
        // Of an answer that says no, the beginning tells; a megabyte of it would tell no more.
        Encoding.GetEncoding((charset ?? Encoding.UTF8).CodePage).GetString(content.Span[..Math.Min(content.Length, 64 * 1024)]);
}
