using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.Diagnostics;
using IntegrationHub.SampleTests;

namespace IntegrationHub.Cli;

/// <summary>Writes what came of sample tests: for people, for programs, for build servers.</summary>
internal static class TestPrinter
{
    static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string format, IReadOnlyList<SampleTestResult> results, IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<MappingCoverage>? coverage, Terminal terminal)
    {
        switch (format)
        {
            case CommonOptions.Json:
                WriteJson(results, diagnostics, coverage, terminal);
                break;
            case "junit":
                WriteJUnit(results, diagnostics, terminal);
                break;
            default:
                WriteText(results, diagnostics, coverage, terminal);
                break;
        }
    }

    static void WriteText(IReadOnlyList<SampleTestResult> results, IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<MappingCoverage>? coverage, Terminal terminal)
    {
        foreach (var diagnostic in diagnostics) DiagnosticPrinter.Text(diagnostic, terminal);
        foreach (var file in results.GroupBy(r => r.Test.Place.File))
        {
            terminal.Line(file.Key, Styles.Quiet);
            foreach (var result in file) WriteText(result, terminal);
        }

        foreach (var mapping in coverage ?? []) WriteText(mapping, terminal);
        var failed = results.Count(r => !r.Passed);
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{results.Count - failed} passed, {failed} failed"), failed > 0 || diagnostics.Count > 0 ? Styles.Error : Styles.Good);
    }

    static void WriteText(SampleTestResult result, Terminal terminal)
    {
        terminal.Write(result.Passed ? "  passed  " : "  FAILED  ", result.Passed ? Styles.Good : Styles.Error).Line(result.Test.Name);
        if (result.Accepted is { } file) terminal.Write("          wrote ", Styles.Warning).Line(file);
        if (result.Passed) return;

        foreach (var difference in result.Differences) terminal.Line($"            {difference}");
        if (result.Said.Count > 0) terminal.Line("          the mapping said:", Styles.Quiet);
        foreach (var said in result.Said.Distinct()) terminal.Line($"            {said}");
    }

    static void WriteText(MappingCoverage mapping, Terminal terminal)
    {
        terminal.Write("no test exercises in ", Styles.Quiet).Write(mapping.File, Styles.Quiet).Line(mapping.IsWhole ? ": nothing, the tests exercise everything" : "", Styles.Quiet);
        if (mapping.Fields.Count > 0) terminal.Write("  fields    ", Styles.Warning).Line(string.Join(", ", mapping.Fields));
        foreach (var table in mapping.Codes)
            terminal.Write("  codes     ", Styles.Warning).Line(string.Create(CultureInfo.InvariantCulture, $"{table.Table}: {table.Rows.Count} of {table.Of}: {Some(table.Rows)}"));
        foreach (var branch in mapping.Branches)
            terminal.Write("  branches  ", Styles.Warning).Line($"{branch.Place}: '{branch.Condition}' is never {(branch.Never ? "true" : "false")}");
    }

    static string Some(IReadOnlyList<string> codes) =>
        string.Join(", ", codes.Take(12)) + (codes.Count > 12 ? string.Create(CultureInfo.InvariantCulture, $" and {codes.Count - 12} more") : "");

    static void WriteJson(IReadOnlyList<SampleTestResult> results, IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<MappingCoverage>? coverage, Terminal terminal)
    {
        var tests = results.Select(r => new
        {
            r.Test.Place.File,
            r.Test.Place.Line,
            r.Test.Name,
            Outcome = r.Passed ? "passed" : "failed",
            r.Differences,
            Said = (IEnumerable<string>)[.. r.Said.Select(s => s.ToString())],
        }).Concat(diagnostics.Select(d => new
        {
            d.Place.File,
            d.Place.Line,
            Name = "",
            Outcome = "unreadable",
            Differences = (IReadOnlyList<string>)[$"{d.Code}: {d.Message}"],
            Said = Enumerable.Empty<string>(),
        }));
        terminal.Output.WriteLine(coverage is null ? JsonSerializer.Serialize(tests, Plain) : JsonSerializer.Serialize(new { Tests = tests, Coverage = coverage.Select(Json) }, Plain));
    }

    static object Json(MappingCoverage mapping) => new
    {
        mapping.File,
        mapping.Fields,
        mapping.Codes,
        Branches = mapping.Branches.Select(b => new { b.Place.File, b.Place.Line, b.Place.Column, b.Condition, Never = b.Never ? "true" : "false" }),
    };

    // What build servers read: a suite a file, a case a test.
    static void WriteJUnit(IReadOnlyList<SampleTestResult> results, IReadOnlyList<Diagnostic> diagnostics, Terminal terminal)
    {
        var suites = results.GroupBy(r => r.Test.Place.File).Select(file => Suite(file.Key, file.Count(r => !r.Passed), errors: 0, [.. file.Select(Case)]))
            .Concat(diagnostics.GroupBy(d => d.Place.File).Select(file => Suite(file.Key, 0, file.Count(),
                [.. file.Select(d => new XElement("testcase", new XAttribute("classname", file.Key), new XAttribute("name", d.Code), new XElement("error", new XAttribute("message", Clean(d.Message)), Clean(d.ToString()))))])));
        using var writer = XmlWriter.Create(terminal.Output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true });
        new XElement("testsuites", suites).Save(writer);
        writer.Flush();
        terminal.Output.WriteLine();
    }

    static XElement Suite(string name, int failures, int errors, IReadOnlyList<XElement> cases) => new("testsuite",
        new XAttribute("name", name), new XAttribute("tests", cases.Count), new XAttribute("failures", failures), new XAttribute("errors", errors), cases);

    static XElement Case(SampleTestResult result)
    {
        var test = new XElement("testcase", new XAttribute("classname", result.Test.Place.File), new XAttribute("name", Clean(result.Test.Name)));
        if (!result.Passed)
            test.Add(new XElement("failure", new XAttribute("message", Clean(result.Differences[0])), Clean(string.Join('\n', result.Differences.Concat(result.Said.Distinct().Select(s => s.ToString()))))));
        return test;
    }

    // XML 1.0 takes few control characters, and a sample may hold any.
    static string Clean(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '·'));
}
