using IntegrationHub.Sources;

namespace IntegrationHub.Remapping;

/// <summary>The record that a version in the index was made of, compressed and encrypted: what it is mapped from again when its mapping changes.</summary>
/// <param name="Raw">Its contents. They open for this tenant, source, stream and key only.</param>
/// <param name="BytesHash">16 keyed bytes over what the source sent: equal means that nothing is to be written.</param>
public sealed record LastRecord(byte[] Raw, byte[] BytesHash);

/// <summary>A record that was kept, and whose version in the index was made with another mapping than the one in force.</summary>
/// <param name="Key">The record's key in its stream.</param>
/// <param name="Raw">Its contents.</param>
/// <param name="BytesHash">What tells it from a later one.</param>
/// <param name="ReadStartedAt">When the read started that brought or confirmed it.</param>
public sealed record OldRecord(string Key, byte[] Raw, byte[] BytesHash, DateTimeOffset ReadStartedAt);

/// <summary>A record that was kept, opened.</summary>
/// <param name="Key">The record's key in its stream.</param>
/// <param name="Record">The record as its source sent it: personal data. Null when it cannot be opened, because a key of the ring is gone.</param>
public sealed record OpenedRecord(string Key, SourceRecord? Record);

/// <summary>How many versions of a stream stand in the index, by what they were made with.</summary>
/// <param name="Total">All that stand.</param>
/// <param name="Old">Those that were made with another mapping.</param>
/// <param name="Waiting">Those of the old ones that can be mapped again from what was kept.</param>
public readonly record struct MappedCount(long Total, long Old, long Waiting);
