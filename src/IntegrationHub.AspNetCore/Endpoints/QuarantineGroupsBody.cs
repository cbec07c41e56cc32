using IntegrationHub.Quarantine;

namespace IntegrationHub.AspNetCore;

/// <summary>What is in quarantine by what is wrong with it.</summary>
/// <param name="Groups">The largest first.</param>
public sealed record QuarantineGroupsBody(IReadOnlyList<QuarantineGroupItem> Groups);

/// <summary>Records that one thing is wrong with.</summary>
public sealed record QuarantineGroupItem
{
    /// <summary>The stream they came from.</summary>
    public required string Stream { get; init; }

    /// <summary>The source they came from.</summary>
    public required string Source { get; init; }

    /// <summary>The stable code of the first fault.</summary>
    public required string Code { get; init; }

    /// <summary>The target field of the first fault.</summary>
    public required string Field { get; init; }

    /// <summary>How many records.</summary>
    public required long Count { get; init; }

    /// <summary>How many of them have no contents any more: they come in only when their source sends them again.</summary>
    public required long Expired { get; init; }

    /// <summary>When the first of them came.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When one of them last came.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The fault as the newest one has it: place in the mapping, code, what is wrong and what to do.</summary>
    public required string Diagnostic { get; init; }

    /// <summary>The version that the mapping called itself when the newest one met it.</summary>
    public required string MappingVersion { get; init; }

    /// <summary>Keys of the newest ones in their source, at most ten.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    internal static QuarantineGroupItem Of(QuarantineGroup group) => new()
    {
        Stream = group.Stream.Value,
        Source = group.Source.Value,
        Code = group.Code,
        Field = group.Field,
        Count = group.Count,
        Expired = group.Expired,
        FirstSeenAt = group.FirstSeenAt,
        LastSeenAt = group.LastSeenAt,
        Diagnostic = group.Diagnostic,
        MappingVersion = group.MappingVersion,
        Keys = group.Keys,
    };
}
