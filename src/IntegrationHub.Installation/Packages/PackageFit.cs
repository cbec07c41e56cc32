using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using IntegrationHub.Sources;

namespace IntegrationHub.Installation;

/// <summary>Whether a package was built for this hub: read from the file before anything of it is loaded.</summary>
internal static class PackageFit
{
    const string Contract = "IntegrationHub.Abstractions";

    // A function knows the engine, and through it the contract.
    const string Engine = "IntegrationHub";

    /// <summary>The version of the contract that this hub has.</summary>
    public static Version Host { get; } = typeof(IAdapter).Assembly.GetName().Version!;

    /// <summary>The versions of the hub's assemblies that an assembly was built against.</summary>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static IReadOnlyDictionary<string, Version> Read(byte[] assembly)
    {
        using var image = new PEReader(new MemoryStream(assembly));
        if (!image.HasMetadata) throw new BadImageFormatException("It is no .NET assembly.");

        var metadata = image.GetMetadataReader();
        return metadata.AssemblyReferences
            .Select(handle => metadata.GetAssemblyReference(handle))
            .Select(reference => (Name: metadata.GetString(reference.Name), reference.Version))
            .Where(reference => reference.Name is Contract or Engine or "IntegrationHub.AdapterKit")
            .ToDictionary(reference => reference.Name, reference => reference.Version, StringComparer.Ordinal);
    }

    /// <summary>What keeps it from being used; null when nothing does.</summary>
    /// <param name="built">What it was built against.</param>
    /// <param name="host">What this hub has.</param>
    public static string? Fault(IReadOnlyDictionary<string, Version> built, Version host)
    {
        if (built.Count == 0) return $"it was not built against {Contract}, so it can hold no adapter and no function; is another assembly meant? Name it under Assembly";

        foreach (var (name, version) in built.OrderBy(pair => pair.Key == Contract ? 0 : 1).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (version.Major != host.Major || (host.Major == 0 && version.Minor != host.Minor))
                return $"it was built against {name} {Shown(version)}, and this hub has {Shown(host)}, between which the contract was broken: build it anew against {Shown(host)}, or keep the hub that it was built for";
            if (version.Minor > host.Minor)
                return $"it was built against {name} {Shown(version)}, which is newer than this hub's {Shown(host)}: upgrade the hub, or build it against {Shown(host)}";
        }

        return null;
    }

    static string Shown(Version version) => $"{version.Major}.{version.Minor}";
}
