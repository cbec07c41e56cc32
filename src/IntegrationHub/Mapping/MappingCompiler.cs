using IntegrationHub.Diagnostics;

namespace IntegrationHub.Mapping;

/// <summary>Turns a mapping file into a mapping, or says everything that is wrong with it. An application's own functions: <see cref="MappingFunctions.Compile"/>.</summary>
public static class MappingCompiler
{
    /// <summary>Compiles; null when there are errors. Warnings are reported and do not stop it.</summary>
    /// <param name="source">The file, and the way to its code tables.</param>
    /// <param name="diagnostics">Takes everything that is wrong, each with its place and remedy.</param>
    public static IMapping? Compile(MappingSource source, DiagnosticBag diagnostics) => MappingFunctions.BuiltIn.Compile(source, diagnostics);
}
