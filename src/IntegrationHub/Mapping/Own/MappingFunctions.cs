using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Functions;
using IntegrationHub.Mapping.Traces;

namespace IntegrationHub.Mapping;

/// <summary>The functions that mappings may call: the built-in ones, and those that an application brings.</summary>
public sealed class MappingFunctions
{
    MappingFunctions(FunctionRegistry registry) => Registry = registry;

    /// <summary>The functions of the language itself.</summary>
    public static MappingFunctions BuiltIn { get; } = new(FunctionRegistry.BuiltIn);

    internal FunctionRegistry Registry { get; }

    /// <summary>These, and an application's own.</summary>
    /// <exception cref="ArgumentException">A function's attributes are missing or say what cannot be, or its name is taken.</exception>
    public MappingFunctions With(IEnumerable<IMappingFunction> own)
    {
        ArgumentNullException.ThrowIfNull(own);

        var functions = own.Select(Own.OwnFunction.Of).ToList();
        var taken = functions.GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1 || Registry.Find(g.Key) is not null);
        if (taken is not null) throw new ArgumentException($"There is a mapping function '{taken.Key}' already; give each a name of its own.", nameof(own));

        return functions.Count == 0 ? this : new MappingFunctions(Registry.With(functions));
    }

    /// <summary>Compiles a mapping that may call these functions; null when there are errors.</summary>
    /// <param name="source">The file, and the way to its code tables.</param>
    /// <param name="diagnostics">Takes everything that is wrong, each with its place and remedy.</param>
    public IMapping? Compile(MappingSource source, DiagnosticBag diagnostics) => CompileTraced(source, diagnostics, null);

    /// <summary>The same, with somebody who hears of every step.</summary>
    internal CompiledMapping? CompileTraced(MappingSource source, DiagnosticBag diagnostics, IMappingTrace? trace)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(diagnostics);

        var own = new DiagnosticBag();
        var mapping = new MappingCompilation(source, own, Registry, trace).Compile();
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : mapping;
    }
}
