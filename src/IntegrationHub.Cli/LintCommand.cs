using System.CommandLine;
using IntegrationHub.Authoring;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.SampleTests;
using IntegrationHub.Streams;

namespace IntegrationHub.Cli;

/// <summary><c>ihub lint</c>: finds what is wrong in the files that people write, all of it at once.</summary>
internal static class LintCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var paths = CommonOptions.Paths("Folders, or single stream, mapping, test or hub files. The current folder unless given.");
        var format = CommonOptions.FindingsFormat();
        var strict = new Option<bool>("--warnings-as-errors") { Description = "Answer 1 when there are warnings too, as a build should." };
        var command = new TaughtCommand("lint", "Checks stream files, mappings with their code tables, sample tests and hub.yaml.",
            """
            It reads *.stream.yaml, *.mapping.yaml, *.test.yaml and hub.yaml, and looks at them together: a stream needs its mapping.
            Nothing is run and no department system is called. Settings and secrets are not looked up, so the files can be checked anywhere.
            Every finding has a place and a code: permits.stream.yaml:5:8: error IH5015: ...

            Examples:
              ihub lint
              ihub lint mappings/byggr mappings/social --warnings-as-errors
              ihub lint --format sarif > findings.sarif
            """)
        {
            paths, format, strict,
        };
        command.SetAction(parsed => Run(parsed.GetValue(paths)!, parsed.GetValue(format)!, parsed.GetValue(strict), toolbox, terminal));
        return command;
    }

    static int Run(string[] paths, string format, bool strict, Toolbox toolbox, Terminal terminal)
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
        switch (format)
        {
            case CommonOptions.Json:
                DiagnosticPrinter.Json(found, terminal.Output);
                break;
            case CommonOptions.GitHub:
                DiagnosticPrinter.GitHub(found, terminal.Output);
                break;
            case CommonOptions.Sarif:
                SarifPrinter.Write(found, DiagnosticRegistry.All(toolbox.Adapters.Select(a => a.Manifest)), terminal.Output);
                break;
            default:
                DiagnosticPrinter.Text(found, files, terminal);
                break;
        }

        return found.Any(d => strict || d.Severity == Severity.Error) ? ExitCodes.Findings : ExitCodes.Good;
    }

    static int Check(PathSelection selection, Toolbox toolbox, DiagnosticBag diagnostics)
    {
        diagnostics.AddRange(new HubCatalog(selection.Folders, toolbox.Adapters, toolbox.Compile, TimeProvider.System).Reload().Diagnostics);

        var tests = CatalogFolders.Find(selection.Folders, SampleTestFileReader.Extension);
        foreach (var file in tests) SampleTestFileReader.Read(file, diagnostics);
        var hubs = CatalogFolders.Find(selection.Folders, HubFileReader.FileName).Where(f => Path.GetFileName(f) == HubFileReader.FileName).ToList();
        foreach (var file in hubs) CheckHub(file, toolbox, diagnostics);

        return tests.Concat(hubs)
            .Concat(CatalogFolders.Find(selection.Folders, StreamFileReader.Extension))
            .Concat(CatalogFolders.Find(selection.Folders, HubCatalog.MappingExtension))
            .Count(selection.Wants);
    }

    // Who may know of what is said of sources, and which there are the hub's stream files say. What is wrong with those is told where they are checked.
    static void CheckHub(string file, Toolbox toolbox, DiagnosticBag diagnostics)
    {
        if (HubFileReader.Read(file, diagnostics) is not { Disclosure: { } disclosure } hub) return;

        var streams = new HubCatalog(hub.StreamFolders, toolbox.Adapters, toolbox.Compile, TimeProvider.System).Reload();
        if (!streams.HasErrors) DisclosurePolicyReader.Read(disclosure, [.. streams.Streams.Select(s => s.Definition.Source).Distinct()], diagnostics);
    }
}
