using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.SampleTests;
using IntegrationHub.Streams;

namespace IntegrationHub.Cli;

/// <summary>The folders and files that a command line names.</summary>
/// <param name="Folders">The folders to read.</param>
/// <param name="Only">The files that findings are wanted of; null wants all.</param>
internal sealed record PathSelection(IReadOnlyList<string> Folders, IReadOnlySet<string>? Only)
{
    static readonly string[] Options = ["--format", "--warnings-as-errors", "--help"];
    static readonly string[] Endings = [StreamFileReader.Extension, HubCatalog.MappingExtension, SampleTestFileReader.Extension];

    /// <summary>Sorts the paths; null, with the reason, when one is nothing that can be read.</summary>
    public static PathSelection? Of(IReadOnlyList<string> paths, out string? wrong)
    {
        var folders = new List<string>();
        var files = new HashSet<string>(StringComparer.Ordinal);
        wrong = null;
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                folders.Add(path);
                continue;
            }

            wrong = path.StartsWith('-') ? $"there is no option '{path}'{DidYouMean.Hint(path, Options)}"
                : !File.Exists(path)
                ? $"there is no file or folder '{path}'"
                : Endings.Any(e => path.EndsWith(e, StringComparison.Ordinal)) || Path.GetFileName(path) == HubFileReader.FileName
                    ? null
                    : $"'{path}' is no stream, mapping, test or hub file; name its folder";
            if (wrong is not null) return null;

            files.Add(Path.GetFullPath(path));
        }

        // A file is checked together with what lies beside it: a stream needs its mapping.
        var beside = files.Select(f => Path.GetDirectoryName(f)!).Select(Shown);
        return new PathSelection([.. folders, .. beside.Distinct(StringComparer.Ordinal)], folders.Count == 0 && files.Count > 0 ? files : null);
    }

    /// <summary>Whether findings in this file are wanted.</summary>
    public bool Wants(string file) => Only is null || Only.Contains(Path.GetFullPath(file));

    static string Shown(string folder) => Path.GetRelativePath(Directory.GetCurrentDirectory(), folder) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? folder : relative;
}
