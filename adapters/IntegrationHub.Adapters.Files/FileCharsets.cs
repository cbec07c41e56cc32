using System.Text;

namespace IntegrationHub.Adapters.Files;

/// <summary>Recognises byte order marks, and tells which charsets a row can be cut in without decoding it.</summary>
internal static class FileCharsets
{
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The charset that a byte order mark at the start tells, and the mark's length; null without one.</summary>
    public static (Encoding Encoding, int Length)? FromMark(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true), 4),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true), 4),
        [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2),
        [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2),
        _ => null,
    };

    /// <summary>Whether every ASCII character is its own byte and no other character holds such a byte, so that rows can be cut as bytes.</summary>
    public static bool KeepsAscii(Encoding encoding)
    {
        if (encoding.CodePage == Encoding.UTF8.CodePage) return true;
        if (!encoding.IsSingleByte) return false;

        Span<char> one = stackalloc char[1];
        for (var b = 0; b < 128; b++)
        {
            if (encoding.GetChars([(byte)b], one) != 1 || one[0] != b) return false;
        }

        return true;
    }
}
