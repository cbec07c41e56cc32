using System.Text;
using System.Text.Json;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Sources;

namespace IntegrationHub.Drift;

/// <summary>Which fields a record has and of which kind they are, without looking at a value.</summary>
/// <remarks>
/// Paths are as in expressions: <c>fees.code</c> for the elements of a list too, and <c>tags[]</c> for plain values in one. A null has no kind. What cannot be read has no fields: that is
/// the mapping's to tell.
/// </remarks>
internal static class RecordFields
{
    // Deeper than records are, and a bound for what a hostile one may cost.
    const int MaxFields = 2000;
    const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    static readonly XmlLimits Limits = new(MaxCharacters: 64 * 1024 * 1024, JsonRecordReader.MaxDepth);

    /// <summary>Reads them; a field that stands more than once is told each time.</summary>
    public static void Read(SourceRecord record, Action<string, FieldKind?> see)
    {
        if (record.Broken is not null) return;

        var left = MaxFields;
        void See(string path, FieldKind? kind)
        {
            if (left-- > 0) see(path, kind);
        }

        switch (record.Format)
        {
            case RecordFormat.Json when RecordText.Read(record.Content, record.Charset, out var utf8) is null:
                ReadJson(utf8, See);
                break;
            case RecordFormat.Xml:
                ReadXml(record, See);
                break;
            case RecordFormat.Csv when record.Layout is { } layout:
                foreach (var column in layout.Columns) See(column, FieldKind.Text);
                break;
            default:
                break;
        }
    }

    static void ReadJson(ArraySegment<byte> utf8, Action<string, FieldKind?> see)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonRecordReader.MaxDepth });
        try
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject) ReadObject(ref reader, "", see);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half of a record says less, and nothing wrong.
        }
    }

    static void ReadObject(ref Utf8JsonReader reader, string path, Action<string, FieldKind?> see)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            ReadValue(ref reader, path.Length == 0 ? name : $"{path}.{name}", see);
        }
    }

    static void ReadValue(ref Utf8JsonReader reader, string path, Action<string, FieldKind?> see)
    {
        see(path, KindOf(reader.TokenType));
        if (reader.TokenType == JsonTokenType.StartObject) ReadObject(ref reader, path, see);
        else if (reader.TokenType == JsonTokenType.StartArray) ReadElements(ref reader, path, see);
    }

    static void ReadElements(ref Utf8JsonReader reader, string path, Action<string, FieldKind?> see)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) ReadObject(ref reader, path, see);
            else if (reader.TokenType == JsonTokenType.StartArray) ReadElements(ref reader, path, see);
            else see($"{path}[]", KindOf(reader.TokenType));
        }
    }

    static FieldKind? KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => FieldKind.Structure,
        JsonTokenType.StartArray => FieldKind.List,
        JsonTokenType.String => FieldKind.Text,
        JsonTokenType.Number => FieldKind.Number,
        JsonTokenType.True or JsonTokenType.False => FieldKind.Boolean,
        _ => null,
    };

    static void ReadXml(SourceRecord record, Action<string, FieldKind?> see)
    {
        Encoding? encoding = null;
        if (!RecordText.IsUtf8(record.Charset) && !Charsets.TryGet(record.Charset, out encoding)) return;

        try
        {
            using var reader = XmlReaders.Create(record.Content, Limits, encoding);
            reader.MoveToContent();
            ReadElement(reader, "", see);
        }
        catch (Exception e) when (e is UnreadableAnswerException or DecoderFallbackException)
        {
            // As above.
        }
    }

    // An element without elements in it is text, an empty one too; whether it stands once or many times says nothing in XML.
    static void ReadElement(XmlReader reader, string path, Action<string, FieldKind?> see)
    {
        var isNil = ReadAttributes(reader, path, see);
        var hasElements = false;
        if (!reader.IsEmptyElement)
        {
            while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType != XmlNodeType.Element) continue;

                hasElements = true;
                ReadElement(reader, path.Length == 0 ? reader.LocalName : $"{path}.{reader.LocalName}", see);
            }
        }

        if (path.Length > 0) see(path, isNil ? null : hasElements ? FieldKind.Structure : FieldKind.Text);
    }

    static bool ReadAttributes(XmlReader reader, string path, Action<string, FieldKind?> see)
    {
        var isNil = false;
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns" || reader.Name == "xmlns") continue;
            if (reader.NamespaceURI == SchemaInstance && reader.LocalName != "type")
            {
                isNil |= reader.LocalName == "nil" && reader.Value is "true" or "1";
                continue;
            }

            see(path.Length == 0 ? $"@{reader.LocalName}" : $"{path}.@{reader.LocalName}", FieldKind.Text);
        }

        reader.MoveToElement();
        return isNil;
    }
}
