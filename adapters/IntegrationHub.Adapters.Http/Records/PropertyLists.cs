using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Adapters.Http;

/// <summary>Makes an object of a list of names and values: <c>[{"name":"Status","content":"Open"}]</c> becomes <c>{"Status":"Open"}</c>. The rest of the record stays as it is.</summary>
static class PropertyLists
{
    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The record with its list as an object; null when it has no such list.</summary>
    public static ReadOnlyMemory<byte>? TryShape(ReadOnlyMemory<byte> record, PropertyShape shape)
    {
        using var document = JsonDocument.Parse(record, JsonAnswers.Options);
        var root = document.RootElement;
        var list = JsonValues.Member(root, shape.List);
        if (list.ValueKind == JsonValueKind.Undefined || (list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))) return null;

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                if (JsonValues.Name(member) is not { } name) return null;

                writer.WritePropertyName(name);
                if (name == shape.List) Write(writer, list, shape);
                else writer.WriteRawValue(JsonValues.Bytes(member.Value), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    static void Write(Utf8JsonWriter writer, JsonElement list, PropertyShape shape)
    {
        var order = new List<string>();
        var values = new Dictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        foreach (var item in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
        {
            if (JsonValues.Text(JsonValues.Member(item, shape.Name)) is not { } name) continue;
            if (!values.TryGetValue(name, out var all))
            {
                values[name] = all = [];
                order.Add(name);
            }

            all.Add(shape.Values.Select(v => JsonValues.Member(item, v)).FirstOrDefault(v => v.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)));
        }

        writer.WriteStartObject();
        foreach (var name in order)
        {
            writer.WritePropertyName(name);
            if (shape.Repeated == Repeated.List)
            {
                writer.WriteStartArray();
                foreach (var value in values[name]) Write(writer, value);
                writer.WriteEndArray();
            }
            else
            {
                Write(writer, shape.Repeated == Repeated.First ? values[name][0] : values[name][^1]);
            }
        }

        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) writer.WriteNullValue();
        else writer.WriteRawValue(JsonValues.Bytes(value), skipInputValidation: true);
    }
}
