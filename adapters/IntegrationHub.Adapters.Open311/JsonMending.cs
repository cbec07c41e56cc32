using System.Globalization;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Mends JSON that servers are known to write wrongly, by the fewest bytes that make it valid, so that no value changes.</summary>
/// <remarks>
/// <c>"service_code":001</c>, copied from the specification's own samples, becomes <c>"001"</c>: the code as it was meant. Lenient JSON readers take such a number
/// for octal, and 010 for 8. Raw line breaks in a text become their escapes; a comma after the last element goes. Whatever else is wrong stays wrong and is told.
/// </remarks>
static class JsonMending
{
    /// <summary>Mends.</summary>
    /// <returns>The bytes, and in how many places they differ from those that came.</returns>
    public static (byte[] Json, int Places) Mend(ReadOnlySpan<byte> json)
    {
        using var mended = new MemoryStream(json.Length + 64);
        var places = 0;
        var at = 0;
        while (at < json.Length)
        {
            if (json[at] == '"')
            {
                at += MendText(json[at..], mended, ref places);
            }
            else if (IsOfNumber(json[at]))
            {
                at += MendNumber(json[at..], mended, ref places);
            }
            else if (json[at] == ',' && json[(at + 1)..].TrimStart(" \t\r\n"u8) is [(byte)']' or (byte)'}', ..])
            {
                places++;
                at++;
            }
            else
            {
                // Words such as true and null come whole: an e in them begins no number.
                var length = WordLength(json[at..]);
                mended.Write(json.Slice(at, length));
                at += length;
            }
        }

        return (mended.ToArray(), places);
    }

    static int MendText(ReadOnlySpan<byte> json, MemoryStream mended, ref int places)
    {
        mended.WriteByte(json[0]);
        var at = 1;
        while (at < json.Length)
        {
            var one = json[at++];
            if (one < 0x20)
            {
                places++;
                mended.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}")));
                continue;
            }

            mended.WriteByte(one);
            if (one == '"') break;
            if (one == '\\' && at < json.Length) mended.WriteByte(json[at++]);
        }

        return at;
    }

    static int MendNumber(ReadOnlySpan<byte> json, MemoryStream mended, ref int places)
    {
        var length = 1;
        while (length < json.Length && IsOfNumber(json[length])) length++;

        var number = json[..length];
        var digits = number[0] == '-' ? number[1..] : number;
        if (digits is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..])
        {
            places++;
            mended.WriteByte((byte)'"');
            mended.Write(number);
            mended.WriteByte((byte)'"');
        }
        else
        {
            mended.Write(number);
        }

        return length;
    }

    static int WordLength(ReadOnlySpan<byte> json)
    {
        if (!IsLetter(json[0])) return 1;

        var length = 1;
        while (length < json.Length && IsLetter(json[length])) length++;
        return length;
    }

    static bool IsLetter(byte one) => one is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z';

    static bool IsOfNumber(byte one) => one is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E';
}
