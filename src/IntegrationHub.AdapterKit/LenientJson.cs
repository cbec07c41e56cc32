using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Newtonsoft.Json;

namespace IntegrationHub.AdapterKit;

/// <summary>Reads what is nearly JSON, as some systems write it: comments, single quotes, names without quotes, commas behind the last element.</summary>
/// <remarks>
/// By Newtonsoft.Json, set to damage nothing: times stay texts, numbers stay as they are written, every name stays, doubled ones too. What is left has no meaning in JSON and is refused:
/// NaN and infinities, hexadecimal and octal numbers, elements that are left out, and what follows the value. What is JSON already comes out with the same meaning.
/// </remarks>
public static class LenientJson
{
    const int MaxDepth = 128;

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    /// <summary>The same in JSON (RFC 8259), in UTF-8.</summary>
    /// <param name="utf8">What was written, without a byte order mark.</param>
    /// <returns>Null when it cannot be read without guessing.</returns>
    public static ReadOnlyMemory<byte>? Strict(ReadOnlyMemory<byte> utf8)
    {
        using var strict = new MemoryStream(utf8.Length);
        try
        {
            var text = Utf8.GetString(utf8.Span);
            using (var writer = new Utf8JsonWriter(strict, Writing))
            using (var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Double, MaxDepth = MaxDepth })
            {
                var written = new AsWritten(text);
                while (reader.Read())
                    if (!Write(reader, writer, written)) return null;
                // Cut, or nothing at all.
                if (writer.CurrentDepth > 0 || writer.BytesCommitted + writer.BytesPending == 0) return null;
            }

            return strict.ToArray();
        }
        // What they say quotes what was read.
        catch (Exception wrong) when (wrong is JsonReaderException or System.Text.Json.JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    static bool Write(JsonTextReader reader, Utf8JsonWriter writer, AsWritten written)
    {
        switch (reader.TokenType)
        {
            case JsonToken.StartObject:
                writer.WriteStartObject();
                return true;
            case JsonToken.EndObject:
                writer.WriteEndObject();
                return true;
            case JsonToken.StartArray:
                writer.WriteStartArray();
                return true;
            case JsonToken.EndArray:
                writer.WriteEndArray();
                return true;
            case JsonToken.PropertyName:
                writer.WritePropertyName((string)reader.Value!);
                return written.Holds((string)reader.Value!);
            case JsonToken.String:
                writer.WriteStringValue((string)reader.Value!);
                return written.Holds((string)reader.Value!);
            case JsonToken.Boolean:
                writer.WriteBooleanValue((bool)reader.Value!);
                return true;
            case JsonToken.Null:
                writer.WriteNullValue();
                return true;
            case JsonToken.Integer or JsonToken.Float:
                // Checked by the writer: what is no number of JSON is thrown out there.
                writer.WriteRawValue(written.NumberEndingAt(reader.LineNumber, reader.LinePosition));
                return true;
            default:
                return reader.TokenType == JsonToken.Comment;
        }
    }

    // What the reader does not tell.
    sealed class AsWritten(string text)
    {
        const char Replacement = '\uFFFD';

        readonly bool replaces = text.Contains(Replacement, StringComparison.Ordinal) || text.Contains("\\ufffd", StringComparison.OrdinalIgnoreCase);
        int line = 1;
        int lineAt;

        /// <summary>Whether a text is what was written: the reader puts another character in the place of half a one.</summary>
        public bool Holds(string read) => replaces || !read.Contains(Replacement, StringComparison.Ordinal);

        /// <summary>The number that ends there: a value cannot hold all of its digits.</summary>
        public ReadOnlySpan<char> NumberEndingAt(int endLine, int position)
        {
            while (line < endLine)
            {
                var at = text.AsSpan(lineAt).IndexOfAny('\r', '\n') + lineAt;
                lineAt = at + (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1);
                line++;
            }

            var (start, end) = (lineAt + position, lineAt + position);
            while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '+' or '-' or '.')) start--;
            return text.AsSpan(start, end - start);
        }
    }
}
