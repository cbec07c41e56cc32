using System.Reflection;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Installation;

/// <summary>What packages bring beside what is shipped: adapters and functions of the mapping language. Their code is run with all the rights of the hub.</summary>
internal static class LoadedPackages
{
    /// <summary>The shipped parts and those of these packages.</summary>
    /// <param name="shipped">What there is without them.</param>
    /// <param name="packages">The packages.</param>
    /// <param name="faults">Takes what is wrong; a package that is wrong brings nothing.</param>
    public static HubParts Load(HubParts shipped, IReadOnlyList<PackageSettings> packages, List<SettingsFault> faults)
    {
        var adapters = shipped.Adapters.ToList();
        var functions = shipped.Functions;
        foreach (var package in packages)
        {
            try
            {
                var parts = Load(package);
                foreach (var adapter in parts.OfType<IAdapter>()) Add(adapter, adapters);
                functions = functions.With(parts.OfType<IMappingFunction>());
            }
            catch (Exception e) when (e is PackageUnusableException or ArgumentException)
            {
                faults.Add(new SettingsFault($"Packages: '{package.Path}'", e.Message));
            }
        }

        return new HubParts(adapters, functions);
    }

    /// <summary>The adapters and functions of one package.</summary>
    /// <exception cref="PackageUnusableException">It is not there, was built for another hub, cannot be loaded, or brings nothing.</exception>
    public static IReadOnlyList<object> Load(PackageSettings package)
    {
        ArgumentNullException.ThrowIfNull(package);

        var files = PackageFiles.Open(package);
        try
        {
            if (PackageFit.Fault(PackageFit.Read(files.Main), PackageFit.Host) is { } misfit) throw new PackageUnusableException(misfit);

            var assembly = new PackageContext(files).LoadMain();
            var parts = assembly.GetExportedTypes()
                .Where(t => t is { IsAbstract: false, IsClass: true } && (t.IsAssignableTo(typeof(IMappingFunction)) || t.IsAssignableTo(typeof(IAdapter))) && t.GetConstructor(Type.EmptyTypes) is not null)
                .OrderBy(t => t.FullName, StringComparer.Ordinal)
                .Select(t => Activator.CreateInstance(t)!)
                .ToList();
            // Asked for now: a manifest that cannot be made is told at the start, and not by the first stream.
            foreach (var adapter in parts.OfType<IAdapter>()) _ = adapter.Manifest.Name;
            return parts.Count > 0 ? parts : throw new PackageUnusableException($"{files.MainName} holds no public class that is an IAdapter or an IMappingFunction and has a constructor without parameters");
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or BadImageFormatException or UnauthorizedAccessException or TypeLoadException or ReflectionTypeLoadException or TargetInvocationException or ArgumentException or MissingMemberException)
        {
            throw new PackageUnusableException($"{files.MainName} cannot be loaded: {Reason(e)}");
        }
    }

    static void Add(IAdapter adapter, List<IAdapter> adapters)
    {
        var name = adapter.Manifest.Name;
        if (!HubName.IsValid(name)) throw new PackageUnusableException($"the adapter '{name}' of {adapter.GetType().Name} has no proper name: lower-case letters a-z, digits and single hyphens");
        if (adapters.Find(other => other.Manifest.Name == name) is { } same)
            throw new PackageUnusableException($"there is an adapter '{name}' already, {same.GetType().FullName}; stream files could not tell them apart: give it another name");

        adapters.Add(adapter);
    }

    static string Reason(Exception e) => e is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } ? first.Message : e.GetBaseException().Message;
}

/// <summary>A package cannot be used.</summary>
/// <param name="reason">Why, and what to do.</param>
internal sealed class PackageUnusableException(string reason) : Exception(reason);
