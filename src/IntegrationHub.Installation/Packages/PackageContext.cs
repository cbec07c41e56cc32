using System.Reflection;
using System.Runtime.Loader;

namespace IntegrationHub.Installation;

/// <summary>Where the code of one package lives: the hub's contract is the hub's own, everything else is the package's, in whatever version it brought.</summary>
internal sealed class PackageContext(PackageFiles files) : AssemblyLoadContext(files.MainName)
{
    // What passes between the hub and a package must be one type on both sides.
    static readonly string[] Shared =
    [
        "IntegrationHub", "IntegrationHub.Abstractions", "IntegrationHub.AdapterKit", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions",
    ];

    /// <summary>Loads the assembly with the adapters and functions.</summary>
    public Assembly LoadMain() => files.Load(this, files.MainName) ?? throw new FileNotFoundException($"'{files.MainName}' is gone.");

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is not { } name || Shared.Contains(name, StringComparer.Ordinal) ? null : files.Load(this, name, assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        files.NativePath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
