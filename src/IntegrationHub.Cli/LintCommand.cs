using System.CommandLine;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.SampleTests;
using IntegrationHub.Streams;

namespace IntegrationHub.Cli;

/// <summary><c>ihub lint</c>: finds what is wrong in the files that people write, all of it at once.</summary>
internal static class LintCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var paths = CommonOptions.Paths("Folders, or single stream, mapping, test or hub files. The current folder unless given.");
        var format = CommonOptions.Format();
        var strict = new Option<bool>("--warnings-as-errors") { Description = "Answer 1 when there are warnings too, as a build should." };
        var command = new TaughtCommand("lint", "Checks stream files, mappings with their code tables, sample tests and hub.yaml.",
            """
            It reads *.stream.yaml, *.mapping.yaml, *.test.yaml and hub.yaml, and looks at them together: a stream needs its mapping.
            Nothing is run and no department system is called. Settings and secrets are not looked up, so the files can be checked anywhere.
            Every finding has a place and a code: permits.stream.yaml:5:8: error IH5015: ...

            Examples:
              ihub lint
              ihub lint mappings/byggr mappings/social --warnings-as-errors
              ihub lint --format json > findings.json
            """)
        {
            paths, format, strict,
        };
        command.SetAction(parsed => Run(parsed.GetValue(paths)!, parsed.GetValue(format) == CommonOptions.Json, parsed.GetValue(strict), toolbox, terminal));
        return command;
    }

    static int Run(string[] paths, bool json, bool strict, Toolbox toolbox, Terminal terminal)
    {
        if (PathSelection.Of(paths, out var wrong) is not { } selection)
        {
            terminal.Error.WriteLine($"ihub: {wrong}");
            return ExitCodes.Usage;
        }

        var diagnostics = new DiagnosticBag();
        var files = Check(selection, toolbox, diagnostics);
        if (files == 0)
        {
            terminal.Error.WriteLine($"ihub: there is no *{StreamFileReader.Extension}, *{HubCatalog.MappingExtension}, *{SampleTestFileReader.Extension} or {HubFileReader.FileName} file in {string.Join(", ", paths)}");
            return ExitCodes.Usage;
        }

        var found = diagnostics.All.Where(d => selection.Wants(d.Place.File)).ToList();
        if (json) DiagnosticPrinter.Json(found, terminal.Output);
        else DiagnosticPrinter.Text(found, files, terminal);
        return found.Any(d => strict || d.Severity == Severity.Error) ? ExitCodes.Findings : ExitCodes.Good;
    }

    static int Check(PathSelection selection, Toolbox toolbox, DiagnosticBag diagnostics)
    {
        diagnostics.AddRange(new HubCatalog(selection.Folders, toolbox.Adapters, toolbox.Compile, TimeProvider.System).Reload().Diagnostics);

        var tests = CatalogFolders.Find(selection.Folders, SampleTestFileReader.Extension);
        foreach (var file in tests) SampleTestFileReader.Read(file, diagnostics);
        var hubs = CatalogFolders.Find(selection.Folders, HubFileReader.FileName).Where(f => Path.GetFileName(f) == HubFileReader.FileName).ToList();
        foreach (var file in hubs) HubFileReader.Read(file, diagnostics);

        return tests.Concat(hubs)
            .Concat(CatalogFolders.Find(selection.Folders, StreamFileReader.Extension))
            .Concat(CatalogFolders.Find(selection.Folders, HubCatalog.MappingExtension))
            .Count(selection.Wants);
    }
}
