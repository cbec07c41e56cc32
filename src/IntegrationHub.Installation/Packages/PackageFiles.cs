using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;

namespace IntegrationHub.Installation;

/// <summary>The assemblies of a package: in a folder of published output, or in a <c>.nupkg</c> with those that it needs beside it.</summary>
internal abstract class PackageFiles
{
    /// <summary>The assembly's name, without extension.</summary>
    public required string MainName { get; init; }

    /// <summary>The assembly with the adapters and functions, as it is on the disk.</summary>
    public required byte[] Main { get; init; }

    /// <summary>Finds the package.</summary>
    /// <exception cref="PackageUnusableException">It is not there.</exception>
    public static PackageFiles Open(PackageSettings package)
    {
        try
        {
            if (File.Exists(package.Path) && Path.GetExtension(package.Path) == ".nupkg") return Archive.OpenAt(package);
            if (File.Exists(package.Path) && Path.GetExtension(package.Path) == ".dll") return Folder.OpenAt(Path.GetDirectoryName(Path.GetFullPath(package.Path))!, Path.GetFileName(package.Path));
            if (Directory.Exists(package.Path)) return Folder.OpenAt(package.Path, package.Assembly ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(package.Path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new PackageUnusableException($"it cannot be read: {e.Message}");
        }

        throw new PackageUnusableException("there is no such folder, .nupkg or .dll");
    }

    /// <summary>Loads an assembly of the package; null when it does not have it.</summary>
    public abstract Assembly? Load(AssemblyLoadContext context, string name, AssemblyName? asked = null);

    /// <summary>The path of a native library of the package; null when it has none.</summary>
    public virtual string? NativePath(string name) => null;

    static string NameOf(string assembly) => assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? assembly[..^4] : assembly;

    sealed class Folder(string main) : PackageFiles
    {
        readonly AssemblyDependencyResolver resolver = new(main);

        public static Folder OpenAt(string folder, string assembly)
        {
            var path = Path.Combine(Path.GetFullPath(folder), NameOf(assembly) + ".dll");
            if (!File.Exists(path)) throw new PackageUnusableException($"there is no '{Path.GetFileName(path)}' in it; name the assembly under Assembly");

            return new Folder(path) { MainName = NameOf(assembly), Main = File.ReadAllBytes(path) };
        }

        public override Assembly? Load(AssemblyLoadContext context, string name, AssemblyName? asked = null) =>
            name == MainName ? context.LoadFromAssemblyPath(main) : resolver.ResolveAssemblyToPath(asked ?? new AssemblyName(name)) is { } path ? context.LoadFromAssemblyPath(path) : null;

        public override string? NativePath(string name) => resolver.ResolveUnmanagedDllToPath(name);
    }

    /// <summary>Loaded from memory: nothing is unpacked, so nobody can put another file in its place. Native libraries are not found so.</summary>
    sealed class Archive(string path) : PackageFiles
    {
        // The newest that this runtime can run comes first.
        static readonly string[] Frameworks = ["net10.0", "net9.0", "net8.0", "net7.0", "net6.0", "net5.0", "netcoreapp3.1", "netstandard2.1", "netstandard2.0", "netstandard1.6", "netstandard1.3", "netstandard1.0"];

        public static Archive OpenAt(PackageSettings package)
        {
            var name = package.Assembly is { } assembly ? NameOf(assembly) : OnlyOne(package.Path);
            return Find(package.Path, name) is { } main
                ? new Archive(package.Path) { MainName = name, Main = main }
                : throw new PackageUnusableException($"there is no '{name}.dll' in its lib folder for this runtime");
        }

        public override Assembly? Load(AssemblyLoadContext context, string name, AssemblyName? asked = null)
        {
            var bytes = name == MainName ? Main : Find(path, name) ?? FindBeside(name);
            return bytes is null ? null : context.LoadFromStream(new MemoryStream(bytes));
        }

        // What the package depends on lies beside it, as in a folder that packages are restored from.
        byte[]? FindBeside(string name) =>
            Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*.nupkg").Order(StringComparer.Ordinal).Reverse()
                .Where(other => other != path).Select(other => Find(other, name)).FirstOrDefault(found => found is not null);

        static string OnlyOne(string archive)
        {
            using var zip = ZipFile.OpenRead(archive);
            var names = zip.Entries.Select(e => e.FullName.Split('/')).Where(parts => parts is ["lib", _, var file] && file.EndsWith(".dll", StringComparison.Ordinal)).Select(parts => NameOf(parts[2])).Distinct().ToList();
            return names is [var one] ? one : throw new PackageUnusableException(names.Count == 0 ? "it holds no assembly in its lib folder" : $"it holds several assemblies ({string.Join(", ", names)}); name the one that is meant under Assembly");
        }

        static byte[]? Find(string archive, string name)
        {
            using var zip = ZipFile.OpenRead(archive);
            var entry = Frameworks.Select(framework => zip.GetEntry($"lib/{framework}/{name}.dll")).FirstOrDefault(found => found is not null);
            if (entry is null) return null;

            using var content = entry.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
