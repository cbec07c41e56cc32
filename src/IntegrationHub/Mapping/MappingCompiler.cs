using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Traces;

namespace IntegrationHub.Mapping;

/// <summary>Turns a mapping file into a mapping, or says everything that is wrong with it.</summary>
public static class MappingCompiler
{
    /// <summary>Compiles; null when there are errors. Warnings are reported and do not stop it.</summary>
    /// <param name="source">The file, and the way to its code tables.</param>
    /// <param name="diagnostics">Takes everything that is wrong, each with its place and remedy.</param>
    public static IMapping? Compile(MappingSource source, DiagnosticBag diagnostics) => Compile(source, diagnostics, null);

    /// <summary>The same, with somebody who hears of every step.</summary>
    internal static CompiledMapping? Compile(MappingSource source, DiagnosticBag diagnostics, IMappingTrace? trace)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(diagnostics);

        var own = new DiagnosticBag();
        var mapping = new MappingCompilation(source, own, trace).Compile();
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : mapping;
    }
}
