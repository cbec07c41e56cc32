using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>Finds the hub's files below folders.</summary>
internal static class CatalogFolders
{
    // Folders that builds and tools fill with copies.
    static readonly string[] Skipped = ["bin", "obj", "node_modules"];

    /// <summary>The files below the folders whose names end so, each once, in a fixed order, named as the folders were.</summary>
    /// <remarks>Hidden folders and links to folders are left out: a container platform keeps older versions of mounted files there.</remarks>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders, string extension, DiagnosticBag diagnostics)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
                diagnostics.Error(new Place(folder, 1, 1), FileCodes.NoSuchPath, "there is no such folder");
            else
                Search(folder, extension, found, diagnostics);
        }

        return [.. found.Values.Order(StringComparer.Ordinal)];
    }

    static void Search(string folder, string extension, Dictionary<string, string> found, DiagnosticBag diagnostics)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, $"*{extension}"))
                found.TryAdd(Path.GetFullPath(file), Shown(file));
            foreach (var below in new DirectoryInfo(folder).EnumerateDirectories())
            {
                if (below.Name.StartsWith('.') || below.LinkTarget is not null || Skipped.Contains(below.Name, StringComparer.Ordinal)) continue;
                Search(Path.Combine(folder, below.Name), extension, found, diagnostics);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(new Place(folder, 1, 1), FileCodes.Unreadable, $"the folder cannot be read: {e.Message}");
        }
    }

    static string Shown(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}
