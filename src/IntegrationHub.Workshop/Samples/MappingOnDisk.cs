using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Traces;

namespace IntegrationHub.Workshop.Samples;

/// <summary>A mapping file that an author works on, compiled.</summary>
public sealed class MappingOnDisk
{
    MappingOnDisk(string file, string text, MappingHeader header, CompiledMapping mapping) => (File, Text, Header, Compiled) = (file, text, header, mapping);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>What stands in it.</summary>
    public string Text { get; }

    /// <summary>The mapping.</summary>
    public IMapping Mapping => Compiled;

    internal MappingHeader Header { get; }

    internal CompiledMapping Compiled { get; }

    /// <summary>The mapping file that a path means: the file itself, or the only one in the folder; null, with the reason, when there is not exactly one.</summary>
    public static string? Find(string path, out string? wrong)
    {
        wrong = null;
        if (System.IO.File.Exists(path)) return path;
        if (!Directory.Exists(path))
        {
            wrong = $"there is no file or folder '{path}'";
            return null;
        }

        var found = Directory.EnumerateFiles(path, $"*{HubCatalog.MappingExtension}").Order(StringComparer.Ordinal).ToList();
        if (found.Count == 1) return found[0];

        wrong = found.Count == 0
            ? $"there is no *{HubCatalog.MappingExtension} in '{path}'"
            : $"there are several mappings in '{path}'; name one: {string.Join(", ", found.Select(Path.GetFileName))}";
        return null;
    }

    /// <summary>Reads and compiles; null when there are errors, which are reported.</summary>
    /// <param name="file">The file.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <param name="orBeside">Where a code table is looked for that is not beside the file: for an old version that was written somewhere by itself.</param>
    /// <param name="functions">The functions that it may call; those of the language unless given.</param>
    public static MappingOnDisk? Read(string file, DiagnosticBag diagnostics, string? orBeside = null, MappingFunctions? functions = null) => Read(file, diagnostics, orBeside, functions, null);

    internal static MappingOnDisk? Read(string file, DiagnosticBag diagnostics, string? orBeside, MappingFunctions? functions, IMappingTrace? trace)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);

        var own = new CatalogReading(file, file, DateTimeOffset.UnixEpoch);
        var other = orBeside is null ? null : new CatalogReading(orBeside, orBeside, DateTimeOffset.UnixEpoch);
        var text = own.ReadText();
        var compiled = text is null ? null : (functions ?? MappingFunctions.BuiltIn).CompileTraced(new MappingSource(file, text, name => own.ReadBeside(name) ?? other?.ReadBeside(name)), own.Diagnostics, trace);
        diagnostics.AddRange(own.Diagnostics.All);
        return compiled is null || own.Diagnostics.HasErrors ? null : new MappingOnDisk(file, text!, MappingHeader.Read(file, text!), compiled);
    }
}
