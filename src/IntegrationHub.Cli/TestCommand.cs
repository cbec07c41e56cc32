using System.CommandLine;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.SampleTests;
using IntegrationHub.Sqlite;

namespace IntegrationHub.Cli;

/// <summary><c>ihub test</c>: runs the sample tests that lie beside the mappings.</summary>
internal static class TestCommand
{
    const string JUnit = "junit";

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var paths = CommonOptions.Paths("Folders or single test files. The current folder unless given.");
        var format = CommonOptions.Format("How results are written: text for people, json for programs, junit for build servers.", JUnit);
        var coverage = new Option<bool>("--coverage") { Description = "Tell also which fields, codes and branches of the mappings no test exercises." };
        var accept = new Option<bool>("--accept") { Description = "Write snapshots that are new or changed, instead of comparing them. Look at what was written before you keep it." };
        var command = new TaughtCommand("test", "Runs the sample tests that lie beside the mappings.",
            """
            Tests are files *.test.yaml in tests/ beside a mapping. Each says which samples go through the mapping and what is expected:
            one record (expect, exactly, quarantine, skipped, deleted, snapshot), several after each other in an index (apply, index), or a condition
            that is true of all of them (forEach, check). No department system is called; the index of a test is gone when the test ends.
            A failing test tells every difference and what the mapping said of the record. No test at all counts as failure.

            Examples:
              ihub test
              ihub test mappings/byggr/tests/status.test.yaml
              ihub test mappings --coverage
              ihub test mappings --accept && git diff
              ihub test mappings --format junit > results.xml
            """)
        {
            paths, format, coverage, accept,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(paths)!, parsed.GetValue(format)!, parsed.GetValue(coverage), parsed.GetValue(accept), toolbox, terminal));
        return command;
    }

    static async Task<int> RunAsync(string[] paths, string format, bool withCoverage, bool accept, Toolbox toolbox, Terminal terminal)
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
        var coverage = withCoverage ? new TestCoverage(toolbox.Functions) : null;
        await using var runner = new SampleTestRunner(toolbox.Compile) { OpenStore = SqliteHubStore.Temporary, Accept = accept, Coverage = coverage };
        var results = new List<SampleTestResult>();
        foreach (var file in files)
        {
            if (SampleTestFileReader.Read(file, diagnostics) is { } tests) results.AddRange(await runner.RunAsync(tests));
        }

        TestPrinter.Write(format, results, diagnostics.All, coverage?.Report(), terminal);
        return diagnostics.HasErrors || results.Any(r => !r.Passed) ? ExitCodes.Findings : ExitCodes.Good;
    }
}
