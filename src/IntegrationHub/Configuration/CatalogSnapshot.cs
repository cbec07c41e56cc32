using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Configuration;

/// <summary>The streams in force at one moment, and everything that is wrong with the files as they are. Never changes.</summary>
/// <param name="Number">Grows by one with every change; 0 before the first load.</param>
/// <param name="Streams">The streams in force, by name.</param>
/// <param name="Diagnostics">What is wrong with the files, by file, line and column.</param>
public sealed record CatalogSnapshot(long Number, IReadOnlyList<StreamInForce> Streams, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether an error is among the diagnostics: then a file was refused, and where there is an earlier version, that one is in force.</summary>
    public bool HasErrors => Diagnostics.Any(d => d.Severity == Severity.Error);

    /// <summary>What is refused of files that no stream in force is made of, for instance a stream file that is new and wrong; null when nothing is.</summary>
    public RefusedChange? RefusedElsewhere { get; init; }

    /// <summary>The stream of this name, or null.</summary>
    public StreamInForce? Find(StreamName name) => Streams.FirstOrDefault(s => s.Definition.Name == name);
}

/// <summary>A stream that can be run: its checked file, its adapter and its compiled mapping.</summary>
/// <param name="File">The checked stream file.</param>
/// <param name="Adapter">The adapter.</param>
/// <param name="Mapping">The compiled mapping.</param>
public sealed record StreamInForce(StreamFile File, IAdapter Adapter, IMapping Mapping)
{
    /// <summary>What the stream file says.</summary>
    public StreamDefinition Definition { get; } = File.Definition with { Target = Mapping.Target };

    /// <summary>Whether a newer version of the stream file or of the mapping was refused, so that this is the last good one.</summary>
    public bool Outdated => Refused is not null;

    /// <summary>What was changed in the stream's files and is refused; null when they are in force as they are.</summary>
    public RefusedChange? Refused { get; init; }
}

/// <summary>A change of files that is refused because it is wrong: what was in force before stays.</summary>
/// <param name="Since">When it was first seen; what was changed meanwhile and is still wrong counts as the same.</param>
/// <param name="Errors">What is wrong, by file, line and column.</param>
public sealed record RefusedChange(DateTimeOffset Since, IReadOnlyList<Diagnostic> Errors);
