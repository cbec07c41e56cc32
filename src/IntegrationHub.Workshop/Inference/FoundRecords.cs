using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;

namespace IntegrationHub.Workshop.Inference;

/// <summary>Records that were found in samples of which nothing was known, and how they were found.</summary>
/// <param name="Format">The format.</param>
/// <param name="Records">The records.</param>
/// <param name="From">Where they came from, for people.</param>
/// <param name="Each">Where they stand in a sample: a JSON path, or the name of an XML element; null when a sample is one record or a list of them.</param>
/// <param name="Delimiter">What stands between the values of a row.</param>
/// <param name="Charset">The charset of rows.</param>
internal sealed record FoundRecords(RecordFormat Format, IReadOnlyList<SourceRecord> Records, string From, string? Each = null, char? Delimiter = null, string? Charset = null)
{
    /// <summary>Reads the samples. All of them are of one format.</summary>
    /// <exception cref="InferenceException">They cannot be read, or are of several formats.</exception>
    public static async Task<FoundRecords> ReadAsync(IReadOnlyList<string> files, string? each)
    {
        FoundRecords? all = null;
        foreach (var file in files)
        {
            var diagnostics = new DiagnosticBag();
            var bytes = TextFile.TryReadBytes(file, diagnostics) ?? throw new InferenceException(diagnostics.All[0].Message);
            var found = await ReadAsync(file, bytes, each ?? all?.Each);
            if (all is not null && all.Format != found.Format) throw new InferenceException($"'{file}' is {found.Format}, and the samples before it are {all.Format}; infer from those of one stream at a time");

            all = all is null ? found : all with { Records = [.. all.Records, .. found.Records], From = files.Count == 1 ? found.From : $"{files.Count} files" };
        }

        if (all is null || all.Records.Count == 0) throw new InferenceException("there are no records in the samples");
        return all;
    }

    static async Task<FoundRecords> ReadAsync(string file, byte[] bytes, string? each)
    {
        try
        {
            var start = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 200))).TrimStart('\uFEFF').TrimStart();
            if (start.StartsWith('{') || start.StartsWith('[')) return await JsonAsync(file, bytes, each);
            if (start.StartsWith('<')) return await XmlAsync(file, bytes, each);
            return await CsvAsync(file, bytes);
        }
        catch (SampleException e)
        {
            throw new InferenceException($"{file}: {e.Message}");
        }
        catch (Exception e) when (e is XmlException or SourceException or JsonException)
        {
            throw new InferenceException($"{file}: the sample cannot be read as what it begins like: {(e is JsonException ? "JSON" : "XML")}");
        }
    }

    /// <summary>Reads the answer of an API, which is JSON.</summary>
    /// <exception cref="InferenceException">It is none, or holds no records.</exception>
    public static async Task<FoundRecords> InAnswerAsync(string where, byte[] bytes, string? each)
    {
        var start = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 200))).TrimStart('\uFEFF').TrimStart();
        if (!start.StartsWith('{') && !start.StartsWith('['))
            throw new InferenceException($"{where}: the answer is {(start.StartsWith('<') ? "a page of HTML or XML" : start.Length == 0 ? "empty" : "no JSON")}; an address can be inferred from when it answers with JSON. XML: save the answer and give it as --samples without --url");

        var found = await ReadAsync(where, bytes, each);
        // What a stream reads is a list; an object by itself is an answer about one record.
        if (found.Each is null && start.StartsWith('{')) throw new InferenceException($"{where}: the answer holds no list of records at its top or one below it; ask for a list that is not empty, or say with --each where it is");
        return found.Records.Count > 0 ? found : throw new InferenceException($"{where}: the answer holds no records; ask for something that there is");
    }

    static async Task<FoundRecords> JsonAsync(string file, byte[] bytes, string? each)
    {
        using var json = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
        each ??= json.RootElement.ValueKind == JsonValueKind.Object ? ListIn(json.RootElement) : null;
        var records = await SampleRecords.ReadAsync(bytes, RecordFormat.Json, null, each);
        var objects = records.Where(r => r.Content.Span.TrimStart(" \r\n\t"u8).StartsWith("{"u8)).ToList();
        if (objects.Count == 0) throw new SampleException("it holds no JSON objects; name the path to the list of records with --each");
        return new FoundRecords(RecordFormat.Json, objects, file, each);
    }

    // An answer around a list: the longest list of objects that stands at the top or one level below, unless the object itself looks like a record.
    static string? ListIn(JsonElement root)
    {
        var lists = root.EnumerateObject().SelectMany(p => p.Value.ValueKind == JsonValueKind.Object
                ? p.Value.EnumerateObject().Select(inner => (Path: $"{p.Name}.{inner.Name}", inner.Value))
                : [(Path: p.Name, p.Value)])
            .Where(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.GetArrayLength() > 0 && p.Value.EnumerateArray().All(i => i.ValueKind == JsonValueKind.Object))
            .OrderByDescending(p => p.Value.GetArrayLength()).ToList();
        // Addresses beside a list are of its pages, and no fields of a record.
        var scalars = root.EnumerateObject().Count(p => p.Value.ValueKind is JsonValueKind.String && !ApiAnswer.IsAddress(p.Value.GetString()!));
        return lists.Count > 0 && scalars <= 3 ? lists[0].Path : null;
    }

    static async Task<FoundRecords> XmlAsync(string file, byte[] bytes, string? each)
    {
        if (each is null)
        {
            using var reader = XmlReaders.Create((ReadOnlyMemory<byte>)bytes);
            each = ElementIn(XElement.Load(reader));
        }

        return new FoundRecords(RecordFormat.Xml, await SampleRecords.ReadAsync(bytes, RecordFormat.Xml, null, each), file, each);
    }

    // The element that stands most often among the children of one other, near the top.
    static string? ElementIn(XElement root) => root.DescendantsAndSelf().Where(e => e.Ancestors().Take(4).Count() < 4)
        .SelectMany(e => e.Elements().GroupBy(c => c.Name.LocalName).Where(g => g.Any(c => c.HasElements || c.HasAttributes)).Select(g => (g.Key, Count: g.Count(), Depth: e.Ancestors().Count())))
        .Where(g => g.Count > 1).OrderBy(g => g.Depth).ThenByDescending(g => g.Count).Select(g => g.Key).FirstOrDefault();

    static readonly char[] Delimiters = [';', ',', '\t', '|'];

    static async Task<FoundRecords> CsvAsync(string file, byte[] bytes)
    {
        var charset = System.Text.Unicode.Utf8.IsValid(bytes) ? "utf-8" : "windows-1252";
        var first = Charsets.Get(charset).GetString(bytes).TrimStart('\uFEFF').Split('\n')[0];
        var delimiter = Delimiters.MaxBy(c => first.Count(f => f == c));
        if (!first.Contains(delimiter, StringComparison.Ordinal)) throw new SampleException("it is no JSON, no XML, and its first row holds no ; , | or tab: nothing tells what its records are");

        var csv = new YamlMap(new Place(file, 1, 1), [Entry("encoding", charset), Entry("delimiter", delimiter == '\t' ? "tab" : delimiter.ToString())]);
        return new FoundRecords(RecordFormat.Csv, await SampleRecords.ReadAsync(bytes, RecordFormat.Csv, csv, null), file, null, delimiter, charset);

        YamlEntry Entry(string key, string value) => new(Text(key), Text(value));

        YamlText Text(string text) => new(new Place(file, 1, 1), text, YamlTextStyle.Quoted, new Place(file, 1, 1));
    }
}

/// <summary>Nothing can be inferred; the message says why.</summary>
public sealed class InferenceException(string message) : Exception(message);
