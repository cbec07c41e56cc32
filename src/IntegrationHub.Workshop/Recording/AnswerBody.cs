using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Workshop.Recording;

/// <summary>What an answer holds, as text, and how it was written.</summary>
internal sealed partial class AnswerBody
{
    AnswerBody(string text, Encoding encoding, byte[] mark, BodyFormat format, bool isAsTold) => (Text, Encoding, this.mark, Format, IsAsTold) = (text, encoding, mark, format, isAsTold);

    readonly byte[] mark;

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its charset.</summary>
    public Encoding Encoding { get; }

    /// <summary>What it is.</summary>
    public BodyFormat Format { get; }

    /// <summary>Whether its bytes are in the charset that the answer told.</summary>
    public bool IsAsTold { get; }

    /// <summary>Reads a body; null when it is no text.</summary>
    /// <param name="bytes">The body.</param>
    /// <param name="contentType">What the answer said it is.</param>
    public static AnswerBody? Of(ReadOnlyMemory<byte> bytes, string? contentType)
    {
        var type = MediaTypeHeaderValue.TryParse(contentType, out var known) ? known : null;
        var (told, mark) = Charset(bytes.Span, type?.CharSet?.Trim('"'));
        var content = bytes.Span[mark.Length..];
        var isAsTold = TryRead(content, told, out var text);
        if (!isAsTold) text = Encoding.Latin1.GetString(content);
        var encoding = isAsTold ? told : Encoding.Latin1;
        if (text.Take(4000).Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t' or '\f'))) return null;

        var first = text.AsSpan().TrimStart();
        var media = type?.MediaType ?? "";
        var format = first.Length > 0 && first[0] is '{' or '[' || media.EndsWith("json", StringComparison.OrdinalIgnoreCase) ? BodyFormat.Json
            : Html().IsMatch(text) || media.Equals("text/html", StringComparison.OrdinalIgnoreCase) ? BodyFormat.Html
            : first.Length > 0 && first[0] == '<' ? BodyFormat.Xml
            : BodyFormat.Text;
        return new AnswerBody(text, encoding, mark, format, isAsTold);
    }

    /// <summary>Another text as the same bytes would have been written.</summary>
    public byte[] Bytes(string text)
    {
        using var written = new MemoryStream();
        written.Write(mark);
        try
        {
            written.Write(Encoding.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            // What was escaped before may be a letter that the charset does not have; it is escaped again.
            foreach (var rune in text.EnumerateRunes()) written.Write(Letter(rune));
        }

        return written.ToArray();
    }

    byte[] Letter(Rune rune)
    {
        try
        {
            return Encoding.GetBytes(rune.ToString());
        }
        catch (EncoderFallbackException)
        {
            return Encoding.ASCII.GetBytes(Format switch
            {
                BodyFormat.Xml or BodyFormat.Html => $"&#{rune.Value};",
                BodyFormat.Json => string.Concat(rune.ToString().Select(c => $"\\u{(int)c:x4}")),
                _ => "?",
            });
        }
    }

    static bool TryRead(ReadOnlySpan<byte> content, Encoding encoding, out string text)
    {
        text = "";
        try
        {
            text = encoding.GetString(content);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    static (Encoding Encoding, byte[] Mark) Charset(ReadOnlySpan<byte> bytes, string? told)
    {
        foreach (var name in (string[])["utf-8", "utf-16", "utf-16BE"])
            if (Encoding.GetEncoding(name).GetPreamble() is { Length: > 0 } mark && bytes.StartsWith(mark)) return (Charsets.Get(name), mark);
        if (Charsets.TryGet(told, out var known)) return (known, []);

        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 200)]);
        return (Declaration().Match(head) is { Success: true } declared && Charsets.TryGet(declared.Groups[1].Value, out var own) ? own : Charsets.Get("utf-8"), []);
    }

    [GeneratedRegex("^\\s*<\\?xml[^>]*encoding=[\"']([^\"']+)[\"']")]
    private static partial Regex Declaration();

    [GeneratedRegex("^\\s*(<!doctype html|<html)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Html();
}

/// <summary>What a body is.</summary>
internal enum BodyFormat
{
    /// <summary>JSON.</summary>
    Json,

    /// <summary>XML.</summary>
    Xml,

    /// <summary>A page for people.</summary>
    Html,

    /// <summary>Any other text.</summary>
    Text,
}
