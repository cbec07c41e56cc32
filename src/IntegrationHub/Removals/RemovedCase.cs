using IntegrationHub.Cases;

namespace IntegrationHub.Removals;

/// <summary>A case that left the index and can be brought back, as far as an operator may know it.</summary>
public sealed record RemovedCase
{
    /// <summary>The stream it came from.</summary>
    public required StreamName Stream { get; init; }

    /// <summary>The system.</summary>
    public required SourceId Source { get; init; }

    /// <summary>The source's key.</summary>
    public required string Key { get; init; }

    /// <summary>The number on the letter; null where it is not in the clear.</summary>
    public string? Number { get; init; }

    /// <summary>Why it left.</summary>
    public required TombstoneReason Reason { get; init; }

    /// <summary>The key of the case that it became part of.</summary>
    public string? MergedInto { get; init; }

    /// <summary>When it left.</summary>
    public required DateTimeOffset RemovedAt { get; init; }

    /// <summary>The run that removed it; null when it was none, and of those from before it was written down.</summary>
    public long? Run { get; init; }

    /// <summary>Until when it can be brought back; then its contents are destroyed.</summary>
    public DateTimeOffset RestorableUntil => RemovedAt + RemovalRule.RestorableFor;
}
