using System.Buffers;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>Decides in which charset an answer is written. The platform writes ISO-8859-1; what stands before it may say, or have made of it, something else.</summary>
/// <remarks>
/// Names lie, bytes hardly do: a text with å, ä or ö in a single-byte charset is next to never valid UTF-8. So bytes that are UTF-8 are read as that whatever
/// is said of them, and bytes that are not never are. Between single-byte charsets the bytes cannot tell; there HTTP's word stands over the document's.
/// </remarks>
static class AnswerCharset
{
    /// <summary>The charset of an answer.</summary>
    /// <param name="content">The answer.</param>
    /// <param name="byHttp">What the header Content-Type says.</param>
    /// <exception cref="UnreadableAnswerException">It is said to be UTF-8, mostly is, and is damaged: whichever way it were read, something would come out wrong.</exception>
    public static Encoding Choose(ReadOnlySpan<byte> content, string? byHttp)
    {
        // UTF-16 is told by its mark, which the reader looks at itself.
        if (content is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]) return Encoding.UTF8;

        var (valid, invalid) = CountUtf8(content);
        if (invalid == 0) return Charsets.Get("utf-8");

        var said = Named(byHttp) ?? Named(Declared(content));
        if (said is { IsSingleByte: true }) return Widened(said);
        if (valid > 0 && said is UTF8Encoding)
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "The answer is said to be UTF-8 and holds bytes that are not. It is not guessed what they were; the platform, or what stands before it, must be looked at.");
        return Charsets.Get("windows-1252");
    }

    // ISO-8859-1 has control characters where Windows puts dashes and quotation marks; who pasted them meant those.
    static Encoding Widened(Encoding said) => said.CodePage == Encoding.Latin1.CodePage ? Charsets.Get("windows-1252") : said;

    static Encoding? Named(string? name) => name is { Length: > 0 } && Charsets.TryGet(name.Trim('"', '\''), out var encoding) ? encoding : null;

    // The declaration is ASCII in every charset that comes into question.
    static string? Declared(ReadOnlySpan<byte> content)
    {
        var start = Encoding.Latin1.GetString(content[..Math.Min(content.Length, 200)]);
        var end = start.IndexOf("?>", StringComparison.Ordinal);
        var at = end < 0 ? -1 : start.IndexOf("encoding", 0, end, StringComparison.Ordinal);
        if (at < 0) return null;

        var opening = start.IndexOfAny(['"', '\''], at);
        var closing = opening < 0 ? -1 : start.IndexOf(start[opening], opening + 1);
        return closing < 0 ? null : start[(opening + 1)..closing];
    }

    // How many characters of several bytes there are, and how many bytes that belong to none.
    static (int Valid, int Invalid) CountUtf8(ReadOnlySpan<byte> content)
    {
        var (valid, invalid) = (0, 0);
        while (content.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) is >= 0 and var next)
        {
            content = content[next..];
            var well = Rune.DecodeFromUtf8(content, out _, out var length) == OperationStatus.Done;
            if (well) valid++;
            else invalid++;
            content = content[length..];
        }

        return (valid, invalid);
    }
}
