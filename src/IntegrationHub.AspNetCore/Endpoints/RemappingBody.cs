using IntegrationHub.Remapping;

namespace IntegrationHub.AspNetCore;

/// <summary>How far a changed mapping or code table has come through what is stored of a stream.</summary>
public sealed record RemappingBody
{
    /// <summary>The mapping.</summary>
    public required string Mapping { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>When mapping again began.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When it ended; null while it goes on or is stopped.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The share that could not be mapped when it stopped, as <c>quarantine.stopAbove</c> allowed it; null when it did not stop.</summary>
    public double? StoppedAbove { get; init; }

    /// <summary>How many versions the stream had in the index when it was last counted.</summary>
    public required long Total { get; init; }

    /// <summary>How many of them could be mapped again.</summary>
    public required long Waiting { get; init; }

    /// <summary>How many are still to be mapped again.</summary>
    public required long Left { get; init; }

    /// <summary>How many in the index still are as an earlier mapping made them.</summary>
    public required long StillOld { get; init; }

    /// <summary>How many of those no record was kept of.</summary>
    public required long NotKept { get; init; }

    /// <summary>How many came out different.</summary>
    public required long Changed { get; init; }

    /// <summary>How many came out as they were.</summary>
    public required long Same { get; init; }

    /// <summary>How many cannot be mapped any more and are in quarantine.</summary>
    public required long Held { get; init; }

    /// <summary>How many the mapping now leaves out or calls gone; they stay until their source says so, or the stream is rebuilt.</summary>
    public required long LeftOut { get; init; }

    /// <summary>How many have another key with the mapping; they stay until the stream is rebuilt.</summary>
    public required long OtherKey { get; init; }

    /// <summary>How many cannot be opened with the keys there are.</summary>
    public required long NotOpened { get; init; }

    internal static RemappingBody Of(RemapProgress progress) => new()
    {
        Mapping = progress.To.Mapping,
        Version = progress.To.Version,
        BeganAt = progress.BeganAt,
        EndedAt = progress.EndedAt,
        StoppedAbove = progress.StoppedAbove,
        Total = progress.Total,
        Waiting = progress.Waiting,
        Left = progress.Left,
        StillOld = progress.StillOld,
        NotKept = progress.NotKept,
        Changed = progress.Changed,
        Same = progress.Same,
        Held = progress.Held,
        LeftOut = progress.LeftOut,
        OtherKey = progress.OtherKey,
        NotOpened = progress.NotOpened,
    };
}
