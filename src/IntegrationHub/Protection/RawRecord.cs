using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using IntegrationHub.Sources;

namespace IntegrationHub.Protection;

/// <summary>A record with how it is to be read, as bytes: the length of a JSON head, the head, the vendor's bytes.</summary>
static class RawRecord
{
    public static byte[] Write(SourceRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + record.Content.Length);
        buffer.GetSpan(sizeof(int))[..sizeof(int)].Clear();
        buffer.Advance(sizeof(int));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("format", (int)record.Format);
            json.WriteString("charset", record.Charset);
            PrivatePart.WriteText(json, "where", record.Where);
            PrivatePart.WriteText(json, "broken", record.Broken);
            PrivatePart.WriteText(json, "brokenKey", record.BrokenKey);
            if (record.Layout is { } layout)
            {
                json.WriteString("delimiter", layout.Delimiter.ToString());
                json.WriteString("quote", layout.Quote.ToString());
                json.WriteStartArray("columns");
                foreach (var column in layout.Columns) json.WriteStringValue(column);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        var head = buffer.WrittenCount - sizeof(int);
        buffer.Write(record.Content.Span);
        var bytes = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, head);
        return bytes;
    }

    public static SourceRecord Read(byte[] bytes)
    {
        var head = BinaryPrimitives.ReadInt32BigEndian(bytes);
        using var document = JsonDocument.Parse(bytes.AsMemory(sizeof(int), head));
        var root = document.RootElement;
        return new SourceRecord
        {
            Content = bytes.AsMemory(sizeof(int) + head),
            Format = (RecordFormat)root.GetProperty("format").GetInt32(),
            Charset = root.GetProperty("charset").GetString()!,
            Where = root.TryGetProperty("where", out var where) ? where.GetString() : null,
            Broken = root.TryGetProperty("broken", out var broken) ? broken.GetString() : null,
            BrokenKey = root.TryGetProperty("brokenKey", out var brokenKey) ? brokenKey.GetString() : null,
            Layout = root.TryGetProperty("columns", out var columns)
                ? new CsvLayout([.. columns.EnumerateArray().Select(column => column.GetString()!)], root.GetProperty("delimiter").GetString()![0], root.GetProperty("quote").GetString()![0])
                : null,
        };
    }
}
