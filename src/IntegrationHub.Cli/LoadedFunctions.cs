using System.CommandLine;
using System.Reflection;
using System.Runtime.Loader;
using IntegrationHub.Mapping;

namespace IntegrationHub.Cli;

/// <summary>The functions of the mapping language that assemblies bring which a command line names.</summary>
internal static class LoadedFunctions
{
    /// <summary>The option that names them; every command takes it.</summary>
    public static Option<string[]> Option() => new("--functions")
    {
        Description = "An assembly (.dll) with mapping functions of your own. Its code is run: name only what you trust. May be given several times.",
        HelpName = "FILE",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>The functions of these assemblies, beside the built-in ones.</summary>
    /// <exception cref="FunctionsUnusableException">One cannot be loaded, holds none, or holds one that cannot be.</exception>
    public static MappingFunctions Of(IReadOnlyList<string> files)
    {
        var own = new List<IMappingFunction>();
        foreach (var file in files)
        {
            var found = Load(file);
            if (found.Count == 0) throw new FunctionsUnusableException($"'{file}' holds no public class that is an IMappingFunction and has a constructor without parameters");
            own.AddRange(found);
        }

        try
        {
            return MappingFunctions.BuiltIn.With(own);
        }
        catch (ArgumentException e)
        {
            throw new FunctionsUnusableException(e.Message);
        }
    }

    static List<IMappingFunction> Load(string file)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path)) throw new FunctionsUnusableException($"there is no file '{file}'; --functions names an assembly, NAME.dll");

        try
        {
            var assembly = new BesideIt(path).LoadFromAssemblyPath(path);
            return [.. assembly.GetExportedTypes()
                .Where(t => t is { IsAbstract: false, IsClass: true } && t.IsAssignableTo(typeof(IMappingFunction)) && t.GetConstructor(Type.EmptyTypes) is not null)
                .OrderBy(t => t.FullName, StringComparer.Ordinal)
                .Select(t => (IMappingFunction)Activator.CreateInstance(t)!)];
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or BadImageFormatException or UnauthorizedAccessException or TypeLoadException or ReflectionTypeLoadException or TargetInvocationException or ArgumentException)
        {
            throw new FunctionsUnusableException($"'{file}' cannot be loaded: {e.GetBaseException().Message}");
        }
    }

    /// <summary>Finds what the assembly needs beside it; what ihub has itself is ihub's.</summary>
    sealed class BesideIt(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        readonly AssemblyDependencyResolver resolver = new(path);

        protected override Assembly? Load(AssemblyName name)
        {
            if (Default.Assemblies.Any(a => a.GetName().Name == name.Name) || name.Name is { } own && own.StartsWith("IntegrationHub", StringComparison.Ordinal)) return null;

            return resolver.ResolveAssemblyToPath(name) is { } found ? LoadFromAssemblyPath(found) : null;
        }
    }
}

/// <summary>The functions that a command line names cannot be used.</summary>
/// <param name="reason">Why, and what to do.</param>
internal sealed class FunctionsUnusableException(string reason) : Exception(reason);
