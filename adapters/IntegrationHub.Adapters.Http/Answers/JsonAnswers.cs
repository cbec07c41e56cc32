using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>Takes records out of JSON. Their bytes are the vendor's own.</summary>
static class JsonAnswers
{
    /// <summary>How deep answers may be nested.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = 128 };

    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Reads an answer.</summary>
    /// <param name="utf8">The answer.</param>
    /// <param name="question">What is looked for in it.</param>
    /// <param name="lenient">Whether it may be only nearly JSON; what comes out is JSON.</param>
    /// <exception cref="UnreadableAnswerException">It is no JSON, or not what was asked for.</exception>
    public static Answer Read(ReadOnlyMemory<byte> utf8, Question question, bool lenient = false)
    {
        using var document = Parse(utf8, question.Where, lenient);
        var root = document.RootElement;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in question.Values)
            if (JsonValues.Text(JsonValues.Find(root, path)) is { } text) values[path.Text] = text;

        return new Answer(Rows(root, question), values);
    }

    /// <summary>The document.</summary>
    /// <exception cref="UnreadableAnswerException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string where, bool lenient = false)
    {
        var first = utf8.Span.TrimStart(" \t\r\n"u8);
        if (first.IsEmpty) throw AnswerFaults.Empty(where);
        if (first[0] == '<') throw AnswerFaults.Other(where, "a page of HTML or XML");

        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException) when (lenient && LenientJson.Strict(utf8) is { } strict)
        {
            return JsonDocument.Parse(strict, Options);
        }
        catch (JsonException wrong)
        {
            // The exception's own message quotes the answer.
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, string.Create(CultureInfo.InvariantCulture,
                $"The answer to {where} is cut, too deep, or no JSON, at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}. It is asked for again by the next run; if it stays so, the vendor must look at it."));
        }
    }

    static List<ReadOnlyMemory<byte>> Rows(JsonElement root, Question question)
    {
        var found = JsonValues.Find(root, question.Records);
        if (question.Table is { } table) return TableRows(found, table, question);
        if (!question.IsList) return Single(found, question);
        if (found.ValueKind == JsonValueKind.Null && question.Records.Steps.Count > 0) return [];
        if (found.ValueKind != JsonValueKind.Array) throw AnswerFaults.NoRecords(question.Where, question.Records, found.ValueKind == JsonValueKind.Undefined ? "there is nothing" : "what is there is no list");

        var rows = new List<ReadOnlyMemory<byte>>(found.GetArrayLength());
        foreach (var row in found.EnumerateArray())
            if (row.ValueKind != JsonValueKind.Null) rows.Add(JsonValues.Bytes(row));
        return rows;
    }

    // One record may stand in a list of one.
    static List<ReadOnlyMemory<byte>> Single(JsonElement found, Question question)
    {
        if (found.ValueKind == JsonValueKind.Array && found.GetArrayLength() <= 1)
        {
            if (found.GetArrayLength() == 0) return [];

            found = found[0];
        }

        return found.ValueKind switch
        {
            JsonValueKind.Object => [JsonValues.Bytes(found)],
            JsonValueKind.Null => [],
            JsonValueKind.Undefined => throw AnswerFaults.NoRecords(question.Where, question.Records, "there is nothing"),
            _ => throw AnswerFaults.NoRecords(question.Where, question.Records, "what is there is no single record"),
        };
    }

    static List<ReadOnlyMemory<byte>> TableRows(JsonElement tables, TableShape shape, Question question)
    {
        var rows = new List<ReadOnlyMemory<byte>>();
        IEnumerable<JsonElement> each = tables.ValueKind switch
        {
            JsonValueKind.Array => tables.EnumerateArray(),
            JsonValueKind.Object => [tables],
            _ => throw AnswerFaults.NoRecords(question.Where, question.Records, "there is no table"),
        };
        foreach (var table in each)
        {
            var (columns, lists) = (JsonValues.Find(table, shape.Columns), JsonValues.Find(table, shape.Rows));
            if (columns.ValueKind != JsonValueKind.Array || lists.ValueKind != JsonValueKind.Array) throw AnswerFaults.NoRecords(question.Where, question.Records, "what is there has no columns and rows");

            var names = columns.EnumerateArray().Select(JsonValues.Text).ToList();
            foreach (var list in lists.EnumerateArray()) rows.Add(Row(names, list, question));
        }

        return rows;
    }

    static ReadOnlyMemory<byte> Row(List<string?> names, JsonElement list, Question question)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != names.Count || names.Contains(null))
            throw AnswerFaults.NoRecords(question.Where, question.Records, "a row has another number of values than there are columns");

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            var at = 0;
            foreach (var value in list.EnumerateArray())
            {
                writer.WritePropertyName(names[at++]!);
                writer.WriteRawValue(JsonValues.Bytes(value), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
