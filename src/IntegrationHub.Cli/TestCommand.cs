using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.SampleTests;

namespace IntegrationHub.Cli;

/// <summary><c>ihub test</c>: runs the sample tests that lie beside the mappings.</summary>
internal static class TestCommand
{
    static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var paths = CommonOptions.Paths("Folders or single test files. The current folder unless given.");
        var format = CommonOptions.Format();
        var command = new TaughtCommand("test", "Runs the sample tests that lie beside the mappings.",
            """
            Tests are files *.test.yaml in tests/ beside a mapping. Each says which sample goes through the mapping and what is expected of the case.
            Nothing is stored and no department system is called. A failing test tells every difference and what the mapping said of the record.
            No test at all counts as failure.

            Examples:
              ihub test
              ihub test mappings/byggr/tests/status.test.yaml
              ihub test mappings --format json
            """)
        {
            paths, format,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(paths)!, parsed.GetValue(format) == CommonOptions.Json, toolbox, terminal));
        return command;
    }

    static async Task<int> RunAsync(string[] paths, bool json, Toolbox toolbox, Terminal terminal)
    {
        if (PathSelection.Of(paths, out var wrong) is not { } selection)
        {
            await terminal.Error.WriteLineAsync($"ihub: {wrong}");
            return ExitCodes.Usage;
        }

        var files = CatalogFolders.Find(selection.Folders, SampleTestFileReader.Extension).Where(selection.Wants).ToList();
        if (files.Count == 0)
        {
            await terminal.Error.WriteLineAsync($"ihub: there is no *{SampleTestFileReader.Extension} file in {string.Join(", ", paths)}");
            return ExitCodes.Usage;
        }

        var diagnostics = new DiagnosticBag();
        var runner = new SampleTestRunner(toolbox.Compile);
        var results = new List<SampleTestResult>();
        foreach (var file in files)
        {
            if (SampleTestFileReader.Read(file, diagnostics) is { } tests) results.AddRange(await runner.RunAsync(tests));
        }

        if (json) WriteJson(results, diagnostics.All, terminal);
        else WriteText(results, diagnostics.All, terminal);
        return diagnostics.HasErrors || results.Any(r => !r.Passed) ? ExitCodes.Findings : ExitCodes.Good;
    }

    static void WriteText(List<SampleTestResult> results, IReadOnlyList<Diagnostic> diagnostics, Terminal terminal)
    {
        foreach (var diagnostic in diagnostics) DiagnosticPrinter.Text(diagnostic, terminal);
        foreach (var file in results.GroupBy(r => r.Test.Place.File))
        {
            terminal.Line(file.Key, Styles.Quiet);
            foreach (var result in file) WriteText(result, terminal);
        }

        var failed = results.Count(r => !r.Passed);
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{results.Count - failed} passed, {failed} failed"), failed > 0 || diagnostics.Count > 0 ? Styles.Error : Styles.Good);
    }

    static void WriteText(SampleTestResult result, Terminal terminal)
    {
        terminal.Write(result.Passed ? "  passed  " : "  FAILED  ", result.Passed ? Styles.Good : Styles.Error).Line(result.Test.Name);
        if (result.Passed) return;

        foreach (var difference in result.Differences) terminal.Line($"            {difference}");
        if (result.Said.Count > 0) terminal.Line("          the mapping said:", Styles.Quiet);
        foreach (var said in result.Said) terminal.Line($"            {said}");
    }

    static void WriteJson(List<SampleTestResult> results, IReadOnlyList<Diagnostic> diagnostics, Terminal terminal) =>
        terminal.Output.WriteLine(JsonSerializer.Serialize(
            results.Select(r => new
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
            })),
            Plain));
}
