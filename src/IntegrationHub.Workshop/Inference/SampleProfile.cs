using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;

namespace IntegrationHub.Workshop.Inference;

/// <summary>What the records of samples hold, field by field, in the order of their first occurrence.</summary>
internal sealed class SampleProfile
{
    const int MostDepth = 12;
    static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    readonly Dictionary<string, FieldProfile> fields = new(StringComparer.Ordinal);
    readonly List<FieldProfile> inOrder = [];
    readonly HashSet<string> lists = new(StringComparer.Ordinal);
    readonly HashSet<string> skipped = new(StringComparer.Ordinal);

    /// <summary>The format of the records.</summary>
    public required RecordFormat Format { get; init; }

    /// <summary>How many records there are.</summary>
    public int Records { get; private set; }

    /// <summary>The fields that hold single values. An object that is null now and then is none.</summary>
    public IReadOnlyList<FieldProfile> Fields => [.. inOrder.Where(f => f.Filled > 0 || !inOrder.Exists(other => other.Path.StartsWith(f.Path + ".", StringComparison.Ordinal)))];

    /// <summary>Names that no path can say, because they hold a dot or a bracket.</summary>
    public IReadOnlyCollection<string> Unsayable => skipped;

    /// <summary>Takes in the records. XML first finds out which elements are lists, so it takes them all at once.</summary>
    public static SampleProfile Of(RecordFormat format, IReadOnlyList<SourceRecord> records)
    {
        var profile = new SampleProfile { Format = format };
        if (format == RecordFormat.Xml)
        {
            var elements = records.Select(Element).ToList();
            foreach (var element in elements) profile.FindLists(element, "", 0);
            foreach (var element in elements) profile.Take(seen => profile.AddXml(element, "", 0, seen));
        }
        else if (format == RecordFormat.Json)
        {
            foreach (var record in records) profile.TakeJson(record);
        }
        else
        {
            foreach (var record in records) profile.Take(seen => profile.AddRow(record, seen));
        }

        return profile;
    }

    void TakeJson(SourceRecord record)
    {
        using var json = JsonDocument.Parse(record.Content);
        Take(seen => AddJson(json.RootElement, "", 0, seen));
    }

    void Take(Action<HashSet<FieldProfile>> add)
    {
        Records++;
        var seen = new HashSet<FieldProfile>();
        add(seen);
        foreach (var field in seen) field.InRecord();
    }

    void AddJson(JsonElement element, string path, int depth, HashSet<FieldProfile> seen)
    {
        if (depth > MostDepth) return;

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    if (Join(path, property.Name) is { } inner) AddJson(property.Value, inner, depth + 1, seen);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) AddJson(item, path + "[]", depth + 1, seen);
                break;
            case JsonValueKind.Null:
                Note(path, null, seen);
                break;
            default:
                var isNumber = element.ValueKind == JsonValueKind.Number;
                Note(path, element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText(), seen, isNumber, element.ValueKind is JsonValueKind.True or JsonValueKind.False);
                break;
        }
    }

    void FindLists(XElement element, string path, int depth)
    {
        if (depth > MostDepth) return;

        foreach (var group in element.Elements().GroupBy(e => e.Name.LocalName))
        {
            var inner = path.Length == 0 ? group.Key : $"{path}.{group.Key}";
            if (group.Skip(1).Any()) lists.Add(inner);
            foreach (var child in group) FindLists(child, inner, depth + 1);
        }
    }

    void AddXml(XElement element, string path, int depth, HashSet<FieldProfile> seen, string? plain = null)
    {
        if (depth > MostDepth) return;

        plain ??= path;
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            var name = attribute.Name == Instance + "type" ? "@type" : attribute.Name.Namespace == Instance ? null : "@" + attribute.Name.LocalName;
            if (name is not null && Join(path, name) is { } inner) Note(inner, attribute.Name == Instance + "type" ? attribute.Value[(attribute.Value.IndexOf(':', StringComparison.Ordinal) + 1)..] : attribute.Value, seen);
        }

        if (!element.HasElements && path.Length > 0) Note(path, element.Value, seen);
        foreach (var child in element.Elements())
        {
            if (Join(path, child.Name.LocalName) is not { } inner) continue;

            var innerPlain = plain.Length == 0 ? child.Name.LocalName : $"{plain}.{child.Name.LocalName}";
            AddXml(child, lists.Contains(innerPlain) ? inner + "[]" : inner, depth + 1, seen, innerPlain);
        }
    }

    void AddRow(SourceRecord record, HashSet<FieldProfile> seen)
    {
        var layout = record.Layout!;
        var values = CsvRows.Values(Charsets.Get(record.Charset).GetString(record.Content.Span), layout.Delimiter, layout.Quote);
        for (var i = 0; i < layout.Columns.Count; i++)
            if (Join("", layout.Columns[i]) is { } path) Note(path, i < values.Count ? values[i] : null, seen);
    }

    void Note(string path, string? value, HashSet<FieldProfile> seen, bool isNumber = false, bool isFlag = false)
    {
        if (!fields.TryGetValue(path, out var field))
        {
            fields[path] = field = new FieldProfile(path);
            inOrder.Add(field);
        }

        seen.Add(field);
        field.Add(value, isNumber, isFlag);
    }

    string? Join(string path, string name)
    {
        if (name.Length == 0 || name.IndexOfAny(['.', '[', ']', '\'', '"']) >= 0)
        {
            skipped.Add(name);
            return null;
        }

        return path.Length == 0 ? name : $"{path}.{name}";
    }

    static XElement Element(SourceRecord record)
    {
        using var reader = XmlReaders.Create(record.Content);
        return XElement.Load(reader);
    }
}
