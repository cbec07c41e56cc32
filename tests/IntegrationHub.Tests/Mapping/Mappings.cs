using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Mapping;

/// <summary>Compiles mapping texts and makes records for tests.</summary>
static class Mappings
{
    public const string File = "mappings/test/test.mapping.yaml";

    public static (IMapping? Mapping, DiagnosticBag Diagnostics) Compile(string yaml, params (string Path, string Text)[] files)
    {
        var diagnostics = new DiagnosticBag();
        var mapping = MappingCompiler.Compile(new MappingSource(File, yaml, path => files.FirstOrDefault(f => f.Path == path).Text), diagnostics);
        return (mapping, diagnostics);
    }

    /// <summary>Compiles what must compile.</summary>
    public static IMapping Of(string yaml, params (string Path, string Text)[] files)
    {
        var (mapping, diagnostics) = Compile(yaml, files);
        Assert.Empty(diagnostics.All.Where(d => d.Severity == Severity.Error).Select(d => d.ToString()));
        return mapping!;
    }

    /// <summary>A mapping of JSON records with a key and a title, and these lines under <c>fields</c>.</summary>
    public static string Json(string fields, string rest = "") => Header("json") + Fields(fields) + rest;

    public static string Xml(string fields, string rest = "") => Header("xml") + Fields(fields) + rest;

    public static string Header(string format) => $"""
        mapping: test
        version: 1.0.0
        target: case@1
        source:
          system: test
          format: {format}
        timezone: Europe/Stockholm
        identity:
          key: {(format == "xml" ? "'@id'" : "id")}

        """;

    static string Fields(string fields) => "fields:\n  title: const('Ärende')\n" + string.Concat(fields.Split('\n').Where(l => l.Trim().Length > 0).Select(l => $"  {l.TrimEnd()}\n"));

    public static SourceRecord JsonRecord(string text, string charset = "utf-8") => new() { Content = Encodings.GetBytes(text, charset), Format = RecordFormat.Json, Charset = charset };

    public static SourceRecord XmlRecord(string text, string charset = "utf-8") => new() { Content = Encodings.GetBytes(text, charset), Format = RecordFormat.Xml, Charset = charset };

    public static SourceRecord CsvRecord(string row, string charset = "utf-8", params string[] columns) => new()
    {
        Content = Encodings.GetBytes(row, charset),
        Format = RecordFormat.Csv,
        Charset = charset,
        Layout = columns.Length == 0 ? null : new CsvLayout(columns),
    };

    public static MappingResult.MappedCase Case(this IMapping mapping, string json) => Assert.IsType<MappingResult.MappedCase>(mapping.Map(JsonRecord(json)));

    public static RecordFault Fault(this IMapping mapping, SourceRecord record) => Assert.Single(Assert.IsType<MappingResult.Unmappable>(mapping.Map(record)).Faults);

    static class Encodings
    {
        public static byte[] GetBytes(string text, string charset) =>
            (CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset)).GetBytes(text);
    }
}
