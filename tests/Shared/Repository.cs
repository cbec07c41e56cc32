using System.Xml.Linq;

namespace IntegrationHub.Tests.Shared;

/// <summary>The repository that these tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The projects of the house by name, each with the projects it refers to.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> References { get; } =
        new[] { "src", "adapters", "examples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => (IReadOnlyList<string>)ReferencesOf(file));

    /// <summary>The C# files that people wrote, by path below the root.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folders) =>
        folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    static string[] ReferencesOf(string project)
    {
        using var stream = File.OpenRead(project);
        return [.. XDocument.Load(stream).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];
    }

    static string FindRoot(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "IntegrationHub.sln"))) return at.FullName;
        throw new InvalidOperationException("IntegrationHub.sln was not found above the tests; run them from a checkout.");
    }
}
