using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>A stream file that was read and found right: the definition, the adapter it names, and where its settings stand.</summary>
public sealed record StreamFile
{
    /// <summary>What the file says.</summary>
    public required StreamDefinition Definition { get; init; }

    /// <summary>The folder that the file is in, absolute: relative folders among its settings count from there. Null where the definition's own path tells.</summary>
    public string? Folder { get; init; }

    /// <summary>The adapter that it names.</summary>
    public required AdapterManifest Adapter { get; init; }

    /// <summary>Where each setting under <c>connection:</c> stands, and under an empty name the section itself.</summary>
    public required IReadOnlyDictionary<string, Place> Places { get; init; }

    /// <summary>Whether the file accepts, by <c>insecure: true</c>, that http is spoken with another machine.</summary>
    public bool AllowsPlainHttp { get; init; }

    /// <summary>Where the stream's name, mapping and source stand, for checks across files.</summary>
    public required StreamFilePlaces Names { get; init; }
}

/// <summary>Where the names in a stream file stand.</summary>
/// <param name="Stream">The stream's own name.</param>
/// <param name="Source">The source's.</param>
/// <param name="Mapping">The mapping's.</param>
public sealed record StreamFilePlaces(Place Stream, Place Source, Place Mapping)
{
    /// <summary>Where each code table under <c>codes:</c> is named, by the vendor's list.</summary>
    public IReadOnlyDictionary<string, Place> Codes { get; init; } = new Dictionary<string, Place>();

    /// <summary>What is said about reading open cases again; null when the file says nothing of it.</summary>
    public Place? Reread { get; init; }

    /// <summary>What is said about notifications; null when the file says nothing of them.</summary>
    public NotifyPlaces? Notify { get; init; }

    /// <summary>Where each setting of each kind under <c>writeBack:</c> stands, and under an empty name the kind itself.</summary>
    public IReadOnlyDictionary<WriteBack.WriteKind, IReadOnlyDictionary<string, Place>> Writes { get; init; } = new Dictionary<WriteBack.WriteKind, IReadOnlyDictionary<string, Place>>();
}
