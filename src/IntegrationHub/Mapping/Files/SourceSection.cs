using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Sources;

namespace IntegrationHub.Mapping.Files;

/// <summary>What a mapping file says of the records it reads.</summary>
internal sealed record SourceSection(SourceId System, RecordFormat Format, CsvLayout? Layout, KnownFields? Known)
{
    public static SourceSection? Read(YamlNode? node, DiagnosticBag diagnostics, Place file)
    {
        if (node is null)
        {
            diagnostics.Error(file, MappingCodes.MissingKey, "the key 'source' is missing");
            return null;
        }

        if (Section.Of(node, "source", diagnostics, "system", "stream", "format", "csv", "fields", "charset") is not { } source) return null;

        var system = source.Text("system", isRequired: true);
        if (system is not null && !HubName.IsValid(system.Text))
            diagnostics.Error(system.Place, MappingCodes.WrongValue, $"'{system.Text}' is no name of a system: lower-case letters a–z, digits and single hyphens, at most {HubName.MaxLength}");
        var stream = source.Text("stream");
        if (stream is not null && !HubName.IsValid(stream.Text))
            diagnostics.Error(stream.Place, MappingCodes.WrongValue, $"'{stream.Text}' is no name of a stream: lower-case letters a–z, digits and single hyphens, at most {HubName.MaxLength}");
        CheckCharset(source.Text("charset"), diagnostics);

        source.Text("format", isRequired: true);
        var format = source.Choice("format", "json", "xml", "csv") switch
        {
            "xml" => RecordFormat.Xml,
            "csv" => RecordFormat.Csv,
            _ => RecordFormat.Json,
        };

        var fields = source.Texts("fields").Select(f => (f.Text, f.Place)).ToList();
        var layout = ReadCsv(source, format, diagnostics, fields);
        var known = fields.Count == 0 ? null : new KnownFields([.. fields.Select(f => (KnownFields.Plain(f.Text), f.Place)).DistinctBy(f => f.Item1)]);
        return new SourceSection(new SourceId(system?.Text ?? ""), format, layout, known);
    }

    static CsvLayout? ReadCsv(Section source, RecordFormat format, DiagnosticBag diagnostics, List<(string, Place)> fields)
    {
        if (source.Node("csv") is not { } node)
        {
            if (format == RecordFormat.Csv) diagnostics.Error(source.Place, MappingCodes.MissingKey, "the key 'csv' with the columns is missing in 'source'");
            return null;
        }

        if (format != RecordFormat.Csv)
        {
            diagnostics.Error(node.Place, MappingCodes.WrongValue, "'csv' is for format: csv");
            return null;
        }

        if (Section.Of(node, "csv", diagnostics, "delimiter", "quote", "encoding", "header", "columns") is not { } csv) return null;

        CheckCharset(csv.Text("encoding"), diagnostics);
        csv.Flag("header");
        var delimiter = csv.Character("delimiter", ';');
        var quote = csv.Character("quote", '"');
        var columns = csv.Texts("columns");
        if (columns.Count == 0) diagnostics.Error(csv.Place, MappingCodes.MissingKey, "the key 'columns' is missing in 'csv': the names of the columns, in order");

        foreach (var repeated in columns.GroupBy(c => c.Text, StringComparer.Ordinal).Where(g => g.Count() > 1))
            diagnostics.Error(repeated.Last().Place, MappingCodes.WrongValue, $"the column '{repeated.Key}' stands twice");
        fields.AddRange(columns.Select(c => (c.Text, c.Place)));
        return new CsvLayout([.. columns.Select(c => c.Text)], delimiter, quote);
    }

    static void CheckCharset(YamlText? charset, DiagnosticBag diagnostics)
    {
        if (charset is not null && !Charsets.TryGet(charset.Text, out _))
            diagnostics.Error(charset.Place, MappingCodes.WrongValue, $"there is no charset '{charset.Text}'; use an IANA name such as utf-8 or windows-1252");
    }
}
