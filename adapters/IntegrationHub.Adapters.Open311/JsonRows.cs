using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Takes the rows out of a JSON answer: a list, a wrapped list, a list in a list's wrapper, or a single row without its list. A row's bytes are the vendor's own.</summary>
static class JsonRows
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    // Servers differ in how they wrap, so every name counts for every question.
    static readonly HashSet<string> Wrappers = new(StringComparer.OrdinalIgnoreCase)
    {
        "service_requests", "requests", "service_request", "request", "service_request_updates", "request_updates", "request_update", "updates", "services", "service", "service_list",
    };

    /// <summary>Reads an answer.</summary>
    /// <param name="utf8">The answer.</param>
    /// <param name="question">What was asked, for people.</param>
    /// <param name="mended">How many places had to be mended before it was JSON.</param>
    /// <exception cref="UnreadableAnswerException">It is no JSON, or no answer of Open311.</exception>
    public static ReportRows Read(ReadOnlyMemory<byte> utf8, string question, out int mended)
    {
        mended = 0;
        try
        {
            return Read(utf8, question);
        }
        catch (JsonException)
        {
            (utf8, mended) = JsonMending.Mend(utf8.Span);
        }

        try
        {
            return Read(utf8, question);
        }
        catch (JsonException wrong)
        {
            // The exception's own message quotes the answer.
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, string.Create(CultureInfo.InvariantCulture,
                $"The answer to {question} is cut, or no JSON, at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}. It is asked for again by the next run; if it stays so, the vendor must look at it."));
        }
    }

    static ReportRows Read(ReadOnlyMemory<byte> utf8, string question)
    {
        using var document = JsonDocument.Parse(utf8, Options);
        return Read(document.RootElement, question, depth: 0);
    }

    static ReportRows Read(JsonElement element, string question, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                return ReadList(element, question);

            // An empty list, as some servers' writers put it.
            case JsonValueKind.Null when depth > 0:
            case JsonValueKind.String when depth > 0 && Text(element) is null:
                return ReportRows.None;

            case JsonValueKind.Object when ReportRow.IsRow(Names(element)):
                return new ReportRows([Row(element, question, 1)]);

            case JsonValueKind.Object when TryGet(element, "errors", out var errors) || TryGet(element, "error", out errors):
                return ReportRows.Of(Error(errors));

            case JsonValueKind.Object when IsError(element):
                return ReportRows.Of(Error(element));

            case JsonValueKind.Object when depth < 2:
                foreach (var property in element.EnumerateObject())
                    if (Name(property) is { } name && Wrappers.Contains(name)) return Read(property.Value, question, depth + 1);
                break;
        }

        throw GeoReportFaults.NotReports(question, "JSON of another kind");
    }

    static ReportRows ReadList(JsonElement list, string question)
    {
        var rows = new List<ReportRow>(list.GetArrayLength());
        var at = 0;
        foreach (var element in list.EnumerateArray())
        {
            at++;
            if (IsError(element)) return ReportRows.Of(Error(element));
            if (element.ValueKind != JsonValueKind.Null) rows.Add(Row(element, question, at));
        }

        return new ReportRows(rows);
    }

    static ReportRow Row(JsonElement element, string question, int at)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
                if (Name(property) is { } name && ReportRow.Wanted.Contains(name) && Text(property.Value) is { } text) values[name] = text;
        }

        return new ReportRow(
            new SourceRecord
            {
                Content = JsonMarshal.GetRawUtf8Value(element).ToArray(),
                Format = RecordFormat.Json,
                Where = string.Create(CultureInfo.InvariantCulture, $"{question}, item {at}"),
            },
            values);
    }

    static bool IsError(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && TryGet(element, "code", out _) && TryGet(element, "description", out _)
        && !ReportRow.IsRow(Names(element));

    static ReportError Error(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.Array) error = error.GetArrayLength() > 0 ? error[0] : default;
        if (error.ValueKind == JsonValueKind.Object && TryGet(error, "error", out var inner)) return Error(inner);
        if (error.ValueKind == JsonValueKind.String) return new ReportError(null, Text(error) ?? "");
        if (error.ValueKind != JsonValueKind.Object) return new ReportError(null, "");

        var code = TryGet(error, "code", out var told) ? Text(told) : null;
        var description = TryGet(error, "description", out var words) ? Text(words) : null;
        return new ReportError(int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, description ?? "");
    }

    // The document's own search stumbles over a name beside the one that is looked for.
    static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = element.EnumerateObject().LastOrDefault(property => Name(property) == name).Value;
        return value.ValueKind != JsonValueKind.Undefined;
    }

    static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(Name).OfType<string>();

    // Bytes that are no UTF-8, and half characters, are found only when a text is asked for. They are one row's fault, and no reason to lose the others: the mapping holds it.
    static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // A number and a text are one and the same id; null, "" and blanks are none.
    static string? Text(JsonElement value)
    {
        try
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
            return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
