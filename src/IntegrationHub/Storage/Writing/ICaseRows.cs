using IntegrationHub.Cases;
using IntegrationHub.Removals;

namespace IntegrationHub.Storage.Writing;

/// <summary>What deciding and updating needs of a stored case.</summary>
internal sealed record StoredRow
{
    public required long Id { get; init; }

    public required string Key { get; init; }

    public required long Stream { get; init; }

    /// <summary>Null when only a removal was ever seen.</summary>
    public required UInt128? PublicId { get; init; }

    /// <summary>The keys by which it is found; null of a tombstone.</summary>
    public required byte[]? Keys { get; init; }

    /// <summary>The words by which it is found; null of a tombstone.</summary>
    public required string? SearchText { get; init; }

    /// <summary>The key of the case that a tombstone became part of.</summary>
    public required string? MergedInto { get; init; }

    public required bool Held { get; init; }

    public required StoredVersion Version { get; init; }
}

/// <summary>Why a case leaves.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="MergedInto">The key of the case that it became part of.</param>
internal readonly record struct Departure(TombstoneReason Reason, string? MergedInto = null);

/// <summary>A case in a chain of cases that became part of each other.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Keys">The keys in its row, whether it is there or has left.</param>
/// <param name="Live">Whether it is there.</param>
/// <param name="Into">The key of the case that it became part of.</param>
internal readonly record struct ChainedCase(long Id, byte[]? Keys, bool Live, string? Into);

/// <summary>A tombstone that can be brought back.</summary>
internal readonly record struct RestorableCase(long Id, string Key, UInt128 PublicId, string? MergedInto);

/// <summary>The cases of a source, with the words that they are searched by.</summary>
internal interface ICaseRows
{
    StoredRow? Find(string key);

    /// <summary>Inserts the case.</summary>
    /// <returns>Its row's number.</returns>
    long Insert(StoredCase incoming, long? order, DateTimeOffset readStartedAt, bool held);

    /// <summary>Puts the incoming version in the place of the stored one; a tombstone comes back by it.</summary>
    void Update(StoredRow stored, StoredCase incoming, long? order, DateTimeOffset readStartedAt, bool held);

    /// <summary>The case now comes from this stream.</summary>
    void TakeOver(StoredRow stored);

    /// <summary>Marks whether a newer record of the case is in quarantine.</summary>
    void SetHeld(StoredRow stored, bool held);

    /// <summary>Writes down that a case, which nobody has seen, is gone: an older record of it that comes later must not bring it in.</summary>
    void InsertTombstone(string key, long? order, DateTimeOffset readStartedAt, Departure departure, bool erased);

    /// <summary>Makes the case a tombstone. Its contents, keys and words stay in its row, out of reach of every look-up, so that it can come back as it was.</summary>
    void Remove(StoredRow stored, long? order, DateTimeOffset readStartedAt, Departure departure);

    /// <summary>Writes down of a tombstone which case it became part of.</summary>
    void Merge(string key, string into);

    /// <summary>Destroys what a tombstone still holds. Its key stays, so that the case never comes back.</summary>
    void Erase(string key);

    /// <summary>Destroys what a tombstone still holds; when its source sends the case again, it comes in anew.</summary>
    /// <param name="key">The tombstone.</param>
    /// <param name="keys">The keys that outlive it: the numbers by which the case is found that it became part of.</param>
    void Empty(string key, byte[]? keys);

    /// <summary>Makes a tombstone the case again that it was.</summary>
    /// <returns>The keys by which it is found.</returns>
    LookupKey[] Restore(string key);

    /// <summary>The tombstones of this stream that the choice names and that can be brought back.</summary>
    IReadOnlyList<RestorableCase> Restorable(RestoreChoice which, DateTimeOffset removedAfter);

    /// <summary>Whether any case of the source became part of another.</summary>
    bool AnyMerged();

    /// <summary>A case as part of a chain; null when it is not there.</summary>
    ChainedCase? InChain(string key);

    /// <summary>The tombstones that became part of this case, with the keys in their rows.</summary>
    IReadOnlyList<(string Key, byte[]? Keys)> MergedInto(string key);
}

/// <summary>The events of a source. A row belongs to the stream that brought it, so that one stream never takes away what another told.</summary>
internal interface IEventRows
{
    /// <summary>The version that this stream brought of an event.</summary>
    StoredVersion? Find(string caseKey, string eventId);

    /// <summary>The content hashes, by their ids, of the events that this stream's records of the case told.</summary>
    Dictionary<string, byte[]> OfCase(string caseKey);

    void Upsert(StoredEvent incoming, bool ofCase, long? order, DateTimeOffset readStartedAt);

    /// <summary>Takes away an event that this stream brought.</summary>
    void Delete(string caseKey, string eventId);

    /// <summary>Destroys the events of a case, whichever stream brought them.</summary>
    void Erase(string caseKey);
}

/// <summary>The look-up keys of cases.</summary>
internal interface ILookupKeyRows
{
    /// <summary>Writes the changes; there is one of each key of each case, in the order of keys.</summary>
    void Write(IReadOnlyList<LookupKeyChange> changes);
}

/// <summary>A key by which a case is to be found, or is not any more.</summary>
internal readonly record struct LookupKeyChange(LookupKey Key, long CaseId, bool Add);

/// <summary>The change feed of a tenant. Positions are handed out in commit order, so that a reader never skips one.</summary>
internal interface IChangeFeed
{
    void Add(UInt128 publicId, CaseChangeKind kind);
}
