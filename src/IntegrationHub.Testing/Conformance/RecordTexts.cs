using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Sources;

namespace IntegrationHub.Testing;

/// <summary>The values of a record as texts: what the vendor wrote, with the format's own escapes taken off. Numbers stay as they were written.</summary>
internal static class RecordTexts
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Of(SourceRecord record) => record.Format switch
    {
        RecordFormat.Json => OfJson(record.Content),
        RecordFormat.Xml => OfXml(record.Content),
        _ => OfRow(record),
    };

    static List<string> OfJson(ReadOnlyMemory<byte> content)
    {
        var texts = new List<string>();
        var reader = new Utf8JsonReader(content.Span, new JsonReaderOptions { MaxDepth = 1000 });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String) texts.Add(reader.GetString()!);
            else if (reader.TokenType == JsonTokenType.Number) texts.Add(Encoding.UTF8.GetString(reader.ValueSpan));
        }

        return texts;
    }

    static List<string> OfXml(ReadOnlyMemory<byte> content)
    {
        using var reader = XmlReaders.Create(content, new XmlLimits(64 * 1024 * 1024, 1000));
        var root = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        return [.. root.DescendantsAndSelf().Where(e => !e.HasElements).Select(e => e.Value), .. root.DescendantsAndSelf().Attributes().Select(a => a.Value)];
    }

    static List<string> OfRow(SourceRecord record)
    {
        var (delimiter, quote) = (record.Layout?.Delimiter ?? ';', record.Layout?.Quote ?? '"');
        var row = Charsets.Get(record.Charset).GetString(record.Content.Span);
        var (values, value, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] == quote && quoted && i + 1 < row.Length && row[i + 1] == quote) value.Append(row[i++]);
            else if (row[i] == quote) quoted = !quoted;
            else if (row[i] == delimiter && !quoted) values.Add(Taken(value));
            else value.Append(row[i]);
        }

        values.Add(Taken(value));
        return values;
    }

    static string Taken(StringBuilder value)
    {
        var text = value.ToString();
        value.Clear();
        return text;
    }
}
