using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>Finds the hub's files below folders.</summary>
/// <remarks>Hidden folders, links to folders and what builds leave behind (<c>bin</c>, <c>obj</c>, <c>node_modules</c>) are left out: container platforms and tools keep copies there.</remarks>
public static class CatalogFolders
{
    // Folders that builds and tools fill with copies.
    static readonly string[] Skipped = ["bin", "obj", "node_modules"];

    /// <summary>The files below the folders whose names end so, each once, in a fixed order, named as the folders were. Folders that are not there hold none.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="extension">How the names end, for instance <c>.stream.yaml</c>.</param>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders, string extension) => Find(folders, extension, path => path, new DiagnosticBag());

    /// <summary>As the other; a folder that is not there or cannot be read is reported.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="extension">How the names end.</param>
    /// <param name="shown">What people are told that a path is called.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    internal static IReadOnlyList<string> Find(IEnumerable<string> folders, string extension, Func<string, string> shown, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(folders);

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
                diagnostics.Error(new Place(shown(folder), 1, 1), FileCodes.NoSuchPath, "there is no such folder");
            else
                Search(folder, extension, found, shown, diagnostics);
        }

        return [.. found.Values.Order(StringComparer.Ordinal)];
    }

    static void Search(string folder, string extension, Dictionary<string, string> found, Func<string, string> shown, DiagnosticBag diagnostics)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, $"*{extension}"))
                found.TryAdd(Path.GetFullPath(file), Plain(file));
            foreach (var below in new DirectoryInfo(folder).EnumerateDirectories())
            {
                if (below.Name.StartsWith('.') || below.LinkTarget is not null || Skipped.Contains(below.Name, StringComparer.Ordinal)) continue;
                Search(Path.Combine(folder, below.Name), extension, found, shown, diagnostics);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(new Place(shown(folder), 1, 1), FileCodes.Unreadable, $"the folder cannot be read: {e.Message}");
        }
    }

    /// <summary>The path from a folder on, as a person who stands there would type it; as it is where there is no folder.</summary>
    internal static string From(string? folder, string path) => folder is null ? path : Path.GetRelativePath(folder, path).Replace('\\', '/');

    static string Plain(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}
