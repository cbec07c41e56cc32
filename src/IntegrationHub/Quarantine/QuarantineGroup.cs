namespace IntegrationHub.Quarantine;

/// <summary>Records in quarantine that one thing is wrong with: the same stream, code and field. One repair brings them all in.</summary>
public sealed record QuarantineGroup
{
    /// <summary>How many keys a group tells at most.</summary>
    public const int MaxKeys = 10;

    /// <summary>The stream they came from.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>The source they came from.</summary>
    public required SourceId Source { get; init; }

    /// <summary>The stable code of the first fault.</summary>
    public required string Code { get; init; }

    /// <summary>The target field of the first fault.</summary>
    public required string Field { get; init; }

    /// <summary>How many records.</summary>
    public required long Count { get; init; }

    /// <summary>How many of them have no contents any more: they come in only when their source sends them again.</summary>
    public long Expired { get; init; }

    /// <summary>When the first of them came.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When one of them last came.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The first fault of the newest one: place in the mapping, code, what is wrong and what to do.</summary>
    public required string Diagnostic { get; init; }

    /// <summary>The version text of the mapping that the newest one met.</summary>
    public required string MappingVersion { get; init; }

    /// <summary>Keys of the newest ones, where they could be read; at most <see cref="MaxKeys"/>.</summary>
    public required IReadOnlyList<string> Keys { get; init; }
}
