using IntegrationHub.Quarantine;

namespace IntegrationHub.AspNetCore;

/// <summary>Records in quarantine.</summary>
/// <param name="Records">Newest first, by when they first came.</param>
/// <param name="More">Whether there are more than were asked for.</param>
/// <param name="Next">What the parameter <c>after</c> takes for the next page; null at the end.</param>
public sealed record QuarantineBody(IReadOnlyList<QuarantineItem> Records, bool More, string? Next);

/// <summary>One record in quarantine, without its contents.</summary>
public sealed record QuarantineItem
{
    /// <summary>A random id.</summary>
    public required string Id { get; init; }

    /// <summary>The stream it came from.</summary>
    public required string Stream { get; init; }

    /// <summary>The source it came from.</summary>
    public required string Source { get; init; }

    /// <summary>The record's key in its source, when it could be read.</summary>
    public string? Key { get; init; }

    /// <summary>The stable code of the first fault.</summary>
    public required string Code { get; init; }

    /// <summary>The target field of the first fault.</summary>
    public required string Field { get; init; }

    /// <summary>All faults: place in the mapping, code, what is wrong and what to do.</summary>
    public required IReadOnlyList<string> Diagnostics { get; init; }

    /// <summary>The version that the mapping called itself.</summary>
    public required string MappingVersion { get; init; }

    /// <summary>Where the record stood: a file and a line, an index in a page.</summary>
    public string? Where { get; init; }

    /// <summary>When it first came.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it last came.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When its contents were erased, because its source had not sent it for too long; null while they are there.</summary>
    public DateTimeOffset? ExpiredAt { get; init; }

    internal static QuarantineItem Of(QuarantinedRecord record) => new()
    {
        Id = record.Id,
        Stream = record.Stream.Value,
        Source = record.Source.Value,
        Key = record.Key,
        Code = record.Code,
        Field = record.Field,
        Diagnostics = record.Diagnostics.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        MappingVersion = record.MappingVersion,
        Where = record.Where,
        FirstSeenAt = record.FirstSeenAt,
        LastSeenAt = record.LastSeenAt,
        ExpiredAt = record.ExpiredAt,
    };
}
