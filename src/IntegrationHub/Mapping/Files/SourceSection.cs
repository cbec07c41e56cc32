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
    public static SourceSection Read(YamlSection source, DiagnosticBag diagnostics)
    {
        var system = source.Name("system", MappingCodes.WrongValue);
        source.Name("stream", MappingCodes.WrongValue);
        CheckCharset(source.Text("charset"), diagnostics);

        var format = source.Choice("format") switch
        {
            "xml" => RecordFormat.Xml,
            "csv" => RecordFormat.Csv,
            _ => RecordFormat.Json,
        };

        var fields = Paths(source.Texts("fields"), diagnostics);
        var layout = ReadCsv(source, format, diagnostics, fields);
        source.End();
        var known = fields.Count == 0 ? null : new KnownFields([.. fields.Select(f => (KnownFields.Plain(f.Text), f.Place)).DistinctBy(f => f.Item1)]);
        return new SourceSection(new SourceId(system ?? ""), format, layout, known);
    }

    static CsvLayout? ReadCsv(YamlSection source, RecordFormat format, DiagnosticBag diagnostics, List<(string, Place)> fields)
    {
        if (!source.Has("csv"))
        {
            if (format == RecordFormat.Csv) diagnostics.Error(source.Place, MappingCodes.MissingKey, "source.csv is missing: it says how the file is written, with the names of the columns");
            return null;
        }

        if (format != RecordFormat.Csv)
        {
            source.Wrong("csv", " is for format: csv");
            return null;
        }

        var csv = source.Section("csv");
        CheckCharset(csv.Text("encoding"), diagnostics);
        csv.Flag("header");
        var delimiter = csv.Character("delimiter") ?? ';';
        var quote = csv.Character("quote") ?? '"';
        var columns = csv.Texts("columns");
        csv.End();

        foreach (var repeated in columns.GroupBy(c => c.Text, StringComparer.Ordinal).Where(g => g.Count() > 1))
            diagnostics.Error(repeated.Last().Place, MappingCodes.WrongValue, $"the column '{repeated.Key}' stands twice");
        fields.AddRange(Paths(columns, diagnostics));
        return new CsvLayout([.. columns.Select(c => c.Text)], delimiter, quote);
    }

    // Every beginning of a path is a path; of one that is very long there would be very many.
    static List<(string Text, Place Place)> Paths(IReadOnlyList<YamlText> written, DiagnosticBag diagnostics)
    {
        var paths = new List<(string, Place)>();
        foreach (var path in written)
        {
            var steps = path.Text.Count(c => c == '.') + 1;
            if (path.Text.Length <= MaxPath && steps <= ExpressionParser.MaxDepth) paths.Add((path.Text, path.Place));
            else diagnostics.Error(path.Place, MappingCodes.TooLarge, $"the path has {path.Text.Length:N0} characters in {steps:N0} steps; {MaxPath} characters and {ExpressionParser.MaxDepth} steps are the most");
        }

        return paths;
    }

    const int MaxPath = 500;

    static void CheckCharset(YamlText? charset, DiagnosticBag diagnostics)
    {
        if (charset is not null && !Charsets.TryGet(charset.Text, out _))
            diagnostics.Error(charset.Place, MappingCodes.WrongValue, $"there is no charset '{charset.Text}'; use an IANA name such as utf-8 or windows-1252");
    }
}
