using System.Reflection;
using System.Text;

namespace IntegrationHub.Workshop.Templates;

/// <summary>Files that something new begins with: right at once, and to be changed line by line.</summary>
public static class Template
{
    /// <summary>A folder with a stream, a mapping, a code table, a sample, tests and a README.</summary>
    /// <param name="name">The name of stream and mapping.</param>
    public static IReadOnlyDictionary<string, string> Mapping(string name) => Files("mapping/", text => Named(text, name));

    /// <summary>A stream file alone, for a mapping that is there or comes later.</summary>
    /// <param name="name">The name of stream and mapping.</param>
    public static IReadOnlyDictionary<string, string> Stream(string name) =>
        Mapping(name).Where(f => f.Key.EndsWith(".stream.yaml", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);

    /// <summary>A project with an adapter, its mapping, and the conformance suite that it passes.</summary>
    /// <param name="name">The name of the adapter.</param>
    public static IReadOnlyDictionary<string, string> Adapter(string name)
    {
        var pascal = string.Concat(name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return Files("adapter/", text => text
            .Replace("Permits", pascal, StringComparison.Ordinal)
            .Replace("PERMITS", Upper(name), StringComparison.Ordinal)
            .Replace("permits", name, StringComparison.Ordinal)
            .Replace("AdapterAuthor", $"{pascal}Adapter", StringComparison.Ordinal)
            .Replace("$(HubVersion)", Version, StringComparison.Ordinal));
    }

    static string Version => typeof(Template).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    static string Named(string text, string name) => text.Replace("NAME_UPPER", Upper(name), StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal);

    static string Upper(string name) => name.Replace('-', '_').ToUpperInvariant();

    static Dictionary<string, string> Files(string kind, Func<string, string> fill)
    {
        var assembly = typeof(Template).Assembly;
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Select(n => (Name: n, Path: n.Replace('\\', '/'))).Where(n => n.Path.StartsWith(kind, StringComparison.Ordinal)).OrderBy(n => n.Path, StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource.Name)!, Encoding.UTF8);
            files[fill(resource.Path[kind.Length..])] = fill(reader.ReadToEnd());
        }

        return files;
    }
}
