namespace IntegrationHub.Mapping.Functions;

/// <summary>The functions a mapping may call. The built-in ones are in <see cref="BuiltIn"/>; an application's own join them through <see cref="With"/>.</summary>
internal sealed class FunctionRegistry
{
    readonly Dictionary<string, MappingFunction> byName;

    FunctionRegistry(IEnumerable<MappingFunction> functions) => byName = functions.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static FunctionRegistry BuiltIn { get; } = new([
        .. PresenceFunctions.All,
        .. TextFunctions.All,
        .. NumberFunctions.All,
        .. TimeFunctions.All,
        .. CodeFunctions.All,
        .. ListFunctions.All,
        .. IdentityFunctions.All,
        .. GeoFunctions.All,
        .. ChoiceFunctions.All,
    ]);

    public IEnumerable<string> Names => byName.Keys;

    public IEnumerable<MappingFunction> All => byName.Values;

    public MappingFunction? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>These and more; a name that is taken already is refused.</summary>
    public FunctionRegistry With(IEnumerable<MappingFunction> more) => new([.. byName.Values, .. more]);
}
