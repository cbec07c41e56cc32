using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Cli;

/// <summary>Finds the stream that somebody wants to try out: by the path of its file, or by its name in the hub's folders.</summary>
internal static class StreamSelection
{
    /// <summary>The stream with its mapping; null when there is none, and everything that is wrong is written to the error output.</summary>
    public static LiveStream? Find(string asked, string hubFile, Toolbox toolbox, Terminal terminal)
    {
        var isFile = File.Exists(asked);
        if (Folders(asked, isFile, hubFile, terminal) is not { } folders) return null;

        var snapshot = new HubCatalog(folders, toolbox.Adapters, toolbox.Compile, TimeProvider.System).Reload();
        var found = isFile
            ? snapshot.Streams.FirstOrDefault(s => Path.GetFullPath(s.Definition.File) == Path.GetFullPath(asked))
            : snapshot.Streams.FirstOrDefault(s => s.Definition.Name.Value == asked);
        if (found is not null) return new LiveStream(found.File, found.Adapter, found.Mapping, SettingSources.OfMachine(), TimeProvider.System);

        foreach (var diagnostic in snapshot.Diagnostics.Where(d => d.Severity == Severity.Error)) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
        if (!snapshot.HasErrors)
            terminal.Error.WriteLine($"ihub: there is no stream '{asked}'{DidYouMean.Hint(asked, snapshot.Streams.Select(s => s.Definition.Name.Value))}; there are {string.Join(", ", snapshot.Streams.Select(s => s.Definition.Name))}");
        return null;
    }

    /// <summary>The stream of a file by itself, whatever its mapping; null when it is wrong.</summary>
    public static LiveStream? FindWithoutMapping(string file, Toolbox toolbox, Terminal terminal)
    {
        var diagnostics = new DiagnosticBag();
        StreamFile? read = null;
        if (File.Exists(file)) read = StreamFileReader.Read(file, File.ReadAllText(file), [.. toolbox.Adapters.Select(a => a.Manifest)], diagnostics);
        else terminal.Error.WriteLine($"ihub: there is no file '{file}'");
        foreach (var diagnostic in diagnostics.All.Where(d => d.Severity == Severity.Error)) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
        return read is null || diagnostics.HasErrors ? null : new LiveStream(read, toolbox.Adapters.First(a => a.Manifest.Name == read.Definition.Adapter), null, SettingSources.OfMachine(), TimeProvider.System);
    }

    static IReadOnlyList<string>? Folders(string asked, bool isFile, string hubFile, Terminal terminal)
    {
        if (isFile) return [Path.GetDirectoryName(asked) is { Length: > 0 } folder ? folder : "."];
        if (!File.Exists(hubFile)) return ["."];

        var diagnostics = new DiagnosticBag();
        var hub = HubFileReader.Read(hubFile, diagnostics);
        foreach (var diagnostic in diagnostics.All.Where(d => d.Severity == Severity.Error)) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
        return hub?.StreamFolders;
    }
}
