using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.SampleTests;

/// <summary>A sample cannot be used; the message says why.</summary>
internal sealed class SampleException(string message) : Exception(message);

/// <summary>Takes a sample file apart into records, as the adapter would hand them over.</summary>
internal static class SampleRecords
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The records of a sample.</summary>
    /// <param name="bytes">The sample file.</param>
    /// <param name="format">The format that the mapping reads.</param>
    /// <param name="csv">The section <c>source.csv</c> of the mapping, if any.</param>
    /// <param name="records">JSON: the path to the list of records. XML: the local name of the records' element. Null: the whole sample, or each item of a JSON list.</param>
    /// <exception cref="SampleException">The sample makes no sense.</exception>
    public static async ValueTask<IReadOnlyList<SourceRecord>> ReadAsync(byte[] bytes, RecordFormat format, YamlMap? csv, string? records)
    {
        try
        {
            return format switch
            {
                RecordFormat.Json => Json(bytes, records),
                RecordFormat.Xml => await XmlAsync(bytes, records),
                _ => Csv(bytes, csv),
            };
        }
        catch (JsonException e)
        {
            throw new SampleException(string.Create(CultureInfo.InvariantCulture, $"the sample is no JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})"));
        }
        catch (SourceException e)
        {
            throw new SampleException($"the sample is no XML: {e.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw new SampleException("the sample is not in the charset that source.csv.encoding of the mapping names");
        }
    }

    static List<SourceRecord> Json(byte[] bytes, string? path)
    {
        var content = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        using var document = JsonDocument.Parse(content);
        var at = document.RootElement;
        foreach (var name in path?.Split('.') ?? [])
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) throw new SampleException($"the sample has no '{path}'");
        }

        IEnumerable<JsonElement> items = at.ValueKind == JsonValueKind.Array ? at.EnumerateArray() : [at];
        return [.. items.Select(i => new SourceRecord { Content = Utf8.GetBytes(i.GetRawText()), Format = RecordFormat.Json })];
    }

    static async ValueTask<List<SourceRecord>> XmlAsync(byte[] bytes, string? name)
    {
        var records = new List<SourceRecord>();
        using var reader = XmlReaders.Create((ReadOnlyMemory<byte>)bytes);
        while (await reader.MoveToElementAsync())
        {
            if (name is null || reader.LocalName == name)
                records.Add(new SourceRecord { Content = await reader.CopyElementAsync(), Format = RecordFormat.Xml });
            else
                await reader.ReadAsync();
        }

        if (records.Count == 0) throw new SampleException($"the sample has no element '{name}'");
        return records;
    }

    static List<SourceRecord> Csv(byte[] bytes, YamlMap? csv)
    {
        var encoding = Charset(bytes, Setting(csv, "encoding"));
        var delimiter = Setting(csv, "delimiter") switch { null => ';', "tab" or "\t" => '\t', var other => other[0] };
        var quote = Setting(csv, "quote") is { } mark ? mark[0] : '"';
        var text = encoding.GetString(bytes);
        var rows = CsvRows.Split(text.StartsWith('\uFEFF') ? text[1..] : text, quote);
        var hasHeader = Setting(csv, "header") != "false";
        if (hasHeader && rows.Count == 0) throw new SampleException("the sample is empty; its first row must name the columns");

        var columns = hasHeader
            ? CsvRows.Values(rows[0], delimiter, quote)
            : [.. (csv?["columns"]?.Value as YamlList)?.Items.OfType<YamlText>().Select(c => c.Text) ?? []];
        if (columns.Count == 0) throw new SampleException("the sample has no header and source.csv.columns of the mapping names no columns");

        var layout = new CsvLayout(columns, delimiter, quote);
        return [.. rows.Skip(hasHeader ? 1 : 0).Select(row => new SourceRecord
        {
            Content = encoding.GetBytes(row),
            Format = RecordFormat.Csv,
            Charset = encoding.WebName,
            Layout = layout,
        })];
    }

    static string? Setting(YamlMap? csv, string name) => csv?[name]?.Value is YamlText { Text.Length: > 0 } text ? text.Text : null;

    // As the files adapter finds out: UTF-8 if the whole file is, else the charset of older Windows systems.
    static Encoding Charset(byte[] bytes, string? name)
    {
        if (name is null or "auto") return System.Text.Unicode.Utf8.IsValid(bytes) ? Utf8 : Charsets.Get("windows-1252");

        return Charsets.TryGet(name, out var encoding) ? encoding : throw new SampleException($"there is no charset '{name}', which source.csv.encoding of the mapping names");
    }
}

/// <summary>Rows and values of delimited text, quotes respected.</summary>
internal static class CsvRows
{
    /// <summary>The rows as they stand, without their line ends; empty rows are left out.</summary>
    public static IReadOnlyList<string> Split(string text, char quote)
    {
        var rows = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == quote) quoted = !quoted;
            if (i < text.Length && (quoted || text[i] is not ('\n' or '\r'))) continue;

            if (i > start) rows.Add(text[start..i]);
            start = i + 1;
        }

        return rows;
    }

    /// <summary>The values of a row, quotes taken off.</summary>
    public static IReadOnlyList<string> Values(string row, char delimiter, char quote)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] == quote)
            {
                if (quoted && i + 1 < row.Length && row[i + 1] == quote) value.Append(row[i++]);
                else quoted = !quoted;
            }
            else if (row[i] == delimiter && !quoted)
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else
            {
                value.Append(row[i]);
            }
        }

        values.Add(value.ToString());
        return values;
    }
}
