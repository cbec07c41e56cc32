using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Finds an ADO.NET provider by its name.</summary>
static partial class Providers
{
    public const string Sqlite = "sqlite";
    public const string PostgreSql = "postgresql";

    /// <summary>Those that come with the adapter.</summary>
    public static IReadOnlyList<string> InTheBox { get; } = [Sqlite, PostgreSql];

    /// <summary>Whether it can be a driver's name: one in the box, or a name with a dot as assemblies have.</summary>
    public static bool IsName(string text) => InTheBox.Contains(text, StringComparer.Ordinal) || AssemblyName().IsMatch(text);

    /// <summary>The provider: one that the application registered under this name, or the one in the assembly of this name in the application's folder.</summary>
    /// <exception cref="MisconfiguredException">There is none.</exception>
    public static DbProviderFactory Find(string name)
    {
        if (DbProviderFactories.TryGetFactory(name, out var registered)) return registered;

        var file = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
        if (!File.Exists(file))
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "sql.driver", $"there is no provider '{name}': it is not registered with DbProviderFactories, and {name}.dll does not lie in the application's folder. Reference its package, or put it there with what it needs.");

        try
        {
            return Assembly.LoadFrom(file).GetExportedTypes().Where(t => t.IsSubclassOf(typeof(DbProviderFactory)))
                    .Select(t => t.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory).FirstOrDefault(f => f is not null)
                ?? throw new MisconfiguredException(FaultCodes.InvalidSetting, "sql.driver", $"{name}.dll holds no ADO.NET provider (no DbProviderFactory with a field Instance).");
        }
        catch (Exception wrong) when (wrong is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException)
        {
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "sql.driver", $"{name}.dll cannot be loaded: {wrong.Message}", wrong);
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+$")]
    private static partial Regex AssemblyName();
}
