using IntegrationHub.Diagnostics;
using IntegrationHub.Installation;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Cli;

/// <summary>What the commands work with: the adapters that stream files may name, and what compiles mappings.</summary>
internal sealed record Toolbox(IReadOnlyList<IAdapter> Adapters, Func<MappingSource, DiagnosticBag, IMapping?> Compile)
{
    /// <summary>The functions that mappings may call.</summary>
    public MappingFunctions Functions { get; private init; } = MappingFunctions.BuiltIn;

    /// <summary>The same, with these adapters and functions.</summary>
    public Toolbox With(HubParts parts) => this with { Adapters = parts.Adapters, Functions = parts.Functions, Compile = parts.Functions.Compile };

    /// <summary>What the files of a hub may name.</summary>
    public HubParts Parts => new(Adapters, Functions);

    /// <summary>Every adapter that is shipped, and the compiler of the mapping language.</summary>
    public static Toolbox Standard { get; } = new(HubParts.Shipped.Adapters, MappingCompiler.Compile);
}
