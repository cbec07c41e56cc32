namespace IntegrationHub.Testing;

/// <summary>Finds files beside the tests, or above them in the repository that they were built from.</summary>
internal static class RepositoryPath
{
    /// <summary>The full path of a file or folder.</summary>
    /// <exception cref="FileNotFoundException">There is none of this path in any folder above the tests.</exception>
    public static string Of(string path)
    {
        if (Path.IsPathRooted(path)) return path;

        return Find(path, new DirectoryInfo(AppContext.BaseDirectory)) ?? throw new FileNotFoundException($"'{path}' is neither beside the tests ({AppContext.BaseDirectory}) nor in a folder above them. Copy it to the tests' output, or write the path from the repository's root.");
    }

    /// <summary>The path of a file that may not be there yet, in a folder that is: in the repository rather than in what was copied of it beside the tests, where nobody would commit it.</summary>
    public static string OfNew(string path)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } written ? written : ".";
        var kept = Path.IsPathRooted(path) ? null : Find(folder, new DirectoryInfo(AppContext.BaseDirectory).Parent);
        return Path.Combine(kept ?? Of(folder), Path.GetFileName(path));
    }

    static string? Find(string path, DirectoryInfo? from)
    {
        for (var at = from; at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, path);
            if (File.Exists(candidate) || Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
