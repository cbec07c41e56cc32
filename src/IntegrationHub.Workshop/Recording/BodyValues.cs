using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Gives the value that is written in the place of another.</summary>
/// <param name="path">The value's path in the body, without the marks of lists.</param>
/// <param name="value">The value.</param>
/// <param name="isText">Whether it is a text and not a number.</param>
internal delegate string Rewrite(string path, string value, bool isText);

/// <summary>Writes other values into a body, and leaves every other byte of it as the vendor wrote it.</summary>
internal static class BodyValues
{
    const int MostDepth = 256;
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON; null when it is none.</summary>
    public static string? Json(string text, Rewrite rewrite, Func<string, string> name)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var written = new ArrayBufferWriter<byte>(bytes.Length + 1);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MostDepth });
        var path = new List<string>();
        var at = 0;
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        path.Add("");
                        break;
                    case JsonTokenType.EndObject:
                        path.RemoveAt(path.Count - 1);
                        break;
                    case JsonTokenType.PropertyName:
                        var called = reader.GetString()!;
                        path[^1] = called;
                        if (name(called) is var renamed && renamed != called) Put(start, start + reader.ValueSpan.Length + 2, JsonSerializer.Serialize(renamed, Plain));
                        break;
                    case JsonTokenType.String:
                        var value = reader.GetString()!;
                        if (rewrite(PathOf(path), value, true) is var made && made != value) Put(start, start + reader.ValueSpan.Length + 2, JsonSerializer.Serialize(made, Plain));
                        break;
                    case JsonTokenType.Number:
                        var number = Encoding.UTF8.GetString(reader.ValueSpan);
                        if (rewrite(PathOf(path), number, false) is var other && other != number) Put(start, start + number.Length, Number(other, number));
                        break;
                }
            }
        }
        // A text may hold half of a letter, which nobody can write down again.
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }

        written.Write(bytes.AsSpan(at));
        return Encoding.UTF8.GetString(written.WrittenSpan);

        void Put(int from, int to, string with)
        {
            written.Write(bytes.AsSpan(at, from - at));
            written.Write(Encoding.UTF8.GetBytes(with));
            at = to;
        }
    }

    /// <summary>XML; null when it is none, or has what no reader of the hub reads.</summary>
    public static string? Xml(AnswerBody body, Rewrite rewrite)
    {
        try
        {
            using var reader = XmlReaders.Create(Encoding.UTF8.GetBytes(body.Text), encoding: Encoding.UTF8);
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            Visit(document.Root!, document.Root!.Name.LocalName, rewrite, 0);
            var written = new StringBuilder();
            using (var writer = XmlWriter.Create(written, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None, CheckCharacters = false })) document.WriteTo(writer);
            var root = body.Text.IndexOf("?>", StringComparison.Ordinal);
            return (body.Text.TrimStart().StartsWith("<?xml", StringComparison.Ordinal) && root > 0 ? body.Text[..(root + 2)] : "") + written;
        }
        catch (Exception unreadable) when (unreadable is XmlException or SourceException)
        {
            return null;
        }
    }

    static void Visit(XElement element, string path, Rewrite rewrite, int depth)
    {
        if (depth > MostDepth) return;

        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
            if (rewrite($"{path}.@{attribute.Name.LocalName}", attribute.Value, true) is var made && made != attribute.Value) attribute.Value = made;
        foreach (var node in element.Nodes().ToList())
        {
            if (node is XElement child) Visit(child, $"{path}.{child.Name.LocalName}", rewrite, depth + 1);
            else if (node is XText text && !string.IsNullOrWhiteSpace(text.Value) && rewrite(path, text.Value, true) is var other && other != text.Value) text.Value = other;
        }
    }

    static string PathOf(List<string> path) => string.Join('.', path);

    // What was a number stays one.
    static string Number(string made, string was)
    {
        var digits = made.TrimStart('0') is { Length: > 0 } trimmed && trimmed.Length < made.Length && !made.StartsWith("0.", StringComparison.Ordinal) ? "1" + made[1..] : made;
        return decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? digits : was.Any(char.IsAsciiDigit) ? string.Concat(was.Select((c, i) => char.IsAsciiDigit(c) ? (i == 0 ? '1' : '0') : c)) : was;
    }
}
