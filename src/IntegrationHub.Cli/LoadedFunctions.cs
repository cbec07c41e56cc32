using System.CommandLine;
using IntegrationHub.Installation;
using IntegrationHub.Mapping;

namespace IntegrationHub.Cli;

/// <summary>The adapters and functions of packages that a command line names.</summary>
internal static class LoadedFunctions
{
    /// <summary>The option that names assemblies with functions; every command takes it.</summary>
    public static Option<string[]> Option() => new("--functions")
    {
        Description = "An assembly (.dll) with mapping functions of your own. Its code is run: name only what you trust. May be given several times.",
        HelpName = "FILE",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>The option that names packages with adapters and functions; every command takes it.</summary>
    public static Option<string[]> PackageOption() => new("--package")
    {
        Description = "A package with adapters or mapping functions of your own, as the server loads it: a .nupkg, an assembly (.dll), or a folder of published output that is called as its assembly. Its code is run: name only what you trust.",
        HelpName = "PATH",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>The toolbox with what they bring: of an assembly with functions the functions, of a package its adapters too.</summary>
    /// <exception cref="FunctionsUnusableException">One cannot be loaded, or brings nothing.</exception>
    public static Toolbox Into(Toolbox toolbox, IReadOnlyList<string> functions, IReadOnlyList<string> packages)
    {
        var faults = new List<SettingsFault>();
        var parts = LoadedPackages.Load(toolbox.Parts, [.. packages.Select(path => new PackageSettings(path, null))], faults);
        if (faults.Count > 0) throw new FunctionsUnusableException(string.Join("; ", faults.Select(fault => fault.Says)));

        try
        {
            return toolbox.With(parts with { Functions = parts.Functions.With(functions.SelectMany(FunctionsOf)) });
        }
        catch (ArgumentException e)
        {
            throw new FunctionsUnusableException(e.Message);
        }
    }

    static IReadOnlyList<IMappingFunction> FunctionsOf(string file)
    {
        if (!File.Exists(file)) throw new FunctionsUnusableException($"there is no file '{file}'; --functions names an assembly, NAME.dll");

        try
        {
            var found = LoadedPackages.Load(new PackageSettings(file, null)).OfType<IMappingFunction>().ToList();
            return found.Count > 0 ? found : throw new FunctionsUnusableException($"'{file}' holds no public class that is an IMappingFunction and has a constructor without parameters");
        }
        catch (PackageUnusableException e)
        {
            throw new FunctionsUnusableException($"'{file}': {e.Message}");
        }
    }
}

/// <summary>The functions that a command line names cannot be used.</summary>
/// <param name="reason">Why, and what to do.</param>
internal sealed class FunctionsUnusableException(string reason) : Exception(reason);
