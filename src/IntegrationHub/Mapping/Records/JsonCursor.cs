using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace IntegrationHub.Mapping.Records;

/// <summary>A text of a JSON record: where it stands between its quotes, and whether it is written with escapes.</summary>
internal readonly record struct JsonText(int Start, int Length, bool IsEscaped);

/// <summary>Goes over a JSON text that is known to be UTF-8, character by character, and takes what JSON allows (RFC 8259) and nothing else.</summary>
/// <remarks>
/// Written by hand because it is on the way of every record: a reader that hands out one token after the other costs twice the time, and cannot be asked whether the name that stood here in the
/// record before stands here again. <c>JsonCursorTests</c> hold it to <see cref="Utf8JsonReader"/>: what the one takes the other takes, and what the one refuses the other refuses.
/// </remarks>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    readonly ReadOnlySpan<byte> json = json;

    /// <summary>Where it stands.</summary>
    public int At { get; private set; }

    /// <summary>The next character that is no white space, and stands there; 0 at the end, which stands nowhere in JSON.</summary>
    public byte Peek()
    {
        var at = At;
        return (uint)at < (uint)json.Length && json[at] > ' ' ? json[at] : PeekBehindWhiteSpace();
    }

    /// <summary>Takes a character of JSON's grammar; false when another stands there.</summary>
    public bool Take(byte character)
    {
        if (Peek() != character) return false;

        At++;
        return true;
    }

    /// <summary>Takes a name, quotes included, if it is this one.</summary>
    public bool TakeName(ReadOnlySpan<byte> quoted)
    {
        if (!json[At..].StartsWith(quoted)) return false;

        At += quoted.Length;
        return true;
    }

    /// <summary>Takes the text whose first quote stands here.</summary>
    public bool TakeText(out JsonText text)
    {
        var start = At + 1;
        var end = EndOfPlain(start);
        text = new JsonText(start, end - start, IsEscaped: false);
        if ((uint)end >= (uint)json.Length || json[end] != '"') return TakeEscaped(start, end, out text);

        At = end + 1;
        return true;
    }

    /// <summary>Takes the number that begins here.</summary>
    public bool TakeNumber(out int start, out int length)
    {
        start = At;
        var at = At;
        if (CharacterAt(at) == '-') at++;

        // No number begins with a zero but zero and what is less than one.
        var digits = CharacterAt(at) == '0' ? 1 : DigitsAt(at);
        at += digits;
        var isNumber = digits > 0;
        if (CharacterAt(at) == '.')
        {
            digits = DigitsAt(at + 1);
            at += 1 + digits;
            isNumber &= digits > 0;
        }

        if (CharacterAt(at) is (byte)'e' or (byte)'E')
        {
            at += CharacterAt(at + 1) is (byte)'+' or (byte)'-' ? 2 : 1;
            digits = DigitsAt(at);
            at += digits;
            isNumber &= digits > 0;
        }

        length = at - start;
        At = at;
        return isNumber;
    }

    /// <summary>Takes <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public bool TakeWord(ReadOnlySpan<byte> word) => TakeName(word);

    /// <summary>The bytes of a text as they are written.</summary>
    public readonly ReadOnlySpan<byte> Written(JsonText text) => json.Slice(text.Start, text.Length);

    /// <summary>What a text with escapes means; -1 for half of a surrogate pair, which is no text.</summary>
    public readonly int Unescape(JsonText text, Span<byte> room)
    {
        var reader = new Utf8JsonReader(json.Slice(text.Start - 1, text.Length + 2));
        reader.Read();
        try
        {
            return reader.CopyString(room);
        }
        catch (InvalidOperationException)
        {
            return -1;
        }
    }

    byte PeekBehindWhiteSpace()
    {
        while (At < json.Length && json[At] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') At++;
        return CharacterAt(At);
    }

    bool TakeEscaped(int start, int end, out JsonText text)
    {
        while (CharacterAt(end) == '\\')
        {
            var length = EscapeAt(end);
            if (length == 0) break;
            end = EndOfPlain(end + length);
        }

        text = new JsonText(start, end - start, IsEscaped: true);
        At = end + 1;
        return CharacterAt(end) == '"';
    }

    // How long the escape is; 0 when it is none.
    readonly int EscapeAt(int at)
    {
        var kind = CharacterAt(at + 1);
        if (kind != 'u') return kind is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' ? 2 : 0;

        for (var i = 2; i < 6; i++)
        {
            if (!char.IsAsciiHexDigit((char)CharacterAt(at + i))) return 0;
        }

        return 6;
    }

    readonly int DigitsAt(int at)
    {
        var end = at;
        while (CharacterAt(end) is >= (byte)'0' and <= (byte)'9') end++;
        return end - at;
    }

    readonly byte CharacterAt(int at) => (uint)at < (uint)json.Length ? json[at] : (byte)0;

    // The first quote, backslash or control character from here on, sixteen characters at a time.
    readonly int EndOfPlain(int at)
    {
        for (; at + Vector128<byte>.Count <= json.Length; at += Vector128<byte>.Count)
        {
            var block = Vector128.Create(json.Slice(at, Vector128<byte>.Count));
            var ends = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\')) | Vector128.LessThan(block, Vector128.Create((byte)' '));
            if (ends != Vector128<byte>.Zero) return at + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
        }

        while (at < json.Length && json[at] is >= (byte)' ' and not ((byte)'"' or (byte)'\\')) at++;
        return at;
    }
}
