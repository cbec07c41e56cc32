using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>What change detection has written down of a record.</summary>
/// <param name="RawHash">Of the version that was last applied or held; empty when the next read must be mapped.</param>
/// <param name="Order">The highest order that was applied or confirmed.</param>
/// <param name="ReadStartedAt">The latest read that was applied or confirmed; null when none was.</param>
/// <param name="Held">Whether a version of it is in quarantine.</param>
/// <param name="Mapping">The number of what the version that stands was made with.</param>
internal sealed record RecordState(byte[] RawHash, long? Order, DateTimeOffset? ReadStartedAt, bool Held, long? Mapping)
{
    /// <summary>Whether it says the same as another.</summary>
    public bool IsAs(RecordState other) => RawHash.AsSpan().SequenceEqual(other.RawHash) && this with { RawHash = other.RawHash } == other;
}

/// <summary>The side table of change detection: small rows, so that nothing of a case is touched when nothing of it changed.</summary>
internal interface IRecordStates
{
    RecordState? Find(string key);

    /// <summary>Writes the state, unless it stands there already.</summary>
    void Write(string key, RecordState? known, RecordState state);

    /// <summary>Makes every stream of the source read the record anew: what vanished must be mapped when it comes back, though its bytes are the same.</summary>
    void ForgetInAllStreams(string key);

    /// <summary>Drops what is known of the events of a case, in every stream of the source.</summary>
    void ForgetEvents(string caseKey);
}

/// <summary>The records in quarantine: one entry per key, or per raw hash where the key could not be read.</summary>
internal interface IQuarantineRows
{
    /// <summary>Whether the source has an entry with a key at all: mostly not, and then records cost no look-up here.</summary>
    bool Any { get; }

    /// <summary>When the read that brought the key's entry started; null when there is none.</summary>
    DateTimeOffset? ReadStartedAt(string key);

    /// <summary>Whether any stream of the source still holds a record with this key.</summary>
    bool IsHeldAnywhere(string key);

    /// <summary>An entry of this stream by its public id; null when it is not there.</summary>
    HeldRow? Find(string publicId);

    /// <summary>Writes the entry in the place of an earlier one; that keeps its id and when it first came.</summary>
    void Write(QuarantineEntry entry);

    /// <summary>Writes down what is wrong with an entry's record now. Its source has not sent it again, so when it came stays.</summary>
    void Write(HeldRow held, QuarantineEntry entry);

    /// <summary>Removes the key's entry of this stream.</summary>
    void Remove(string key);

    /// <summary>Removes an entry of this stream.</summary>
    void Remove(HeldRow held);

    /// <summary>Takes out entries of this stream that somebody discards.</summary>
    /// <returns>The keys of what was taken out; null for those without one.</returns>
    IReadOnlyList<string?> Discard(HeldFilter which, DateTimeOffset seenUntil, int limit);

    /// <summary>Destroys what quarantine holds of a case and its events, whichever stream brought it.</summary>
    void Erase(string caseKey);
}

/// <summary>What taking an entry out needs of it.</summary>
internal sealed record HeldRow(long Id, string? Key, byte[] RawHash, DateTimeOffset ReadStartedAt);

/// <summary>Which bytes of a source a person has edited, as long as the edited version stands.</summary>
internal interface IEditedRows
{
    /// <summary>The key under which the edited version of these bytes stands; null when nobody has edited them.</summary>
    string? KeyOf(byte[] bytesHash);

    /// <summary>The version that stands under the key is an edit of these bytes.</summary>
    void Write(byte[] bytesHash, string key);

    /// <summary>Another version stands under the key now, or none.</summary>
    void Drop(string key);

    /// <summary>The case and its events are destroyed, whichever stream they came from.</summary>
    void Erase(string caseKey);
}

/// <summary>The records that versions in the index were made of, and the names of what they were made with.</summary>
internal interface ILastRecords
{
    /// <summary>The number of what records are mapped with; null when what made the item does not tell.</summary>
    long? NumberOf(MappedWith? with);

    /// <summary>Whether a version was made with the same as this, whatever its version is called.</summary>
    bool IsAsOf(long? number, MappedWith with);

    /// <summary>What tells the key's record from a later one; null when none is kept.</summary>
    byte[]? HashOf(string key);

    /// <summary>Keeps the record beside the version that stands now; without one, nothing is kept of an earlier one either.</summary>
    void Write(string key, LastRecord? record, DateTimeOffset readStartedAt);

    /// <summary>Writes down that the key's record was mapped again, and that no version came of it.</summary>
    void Tried(string key, long? number);

    /// <summary>Destroys what is kept of a case and its events, whichever stream read it.</summary>
    void Erase(string caseKey);
}

/// <summary>The keys that all events of a case have, as a range.</summary>
internal static class EventKeyRange
{
    /// <summary>From the first, until before the last. A key ends its case's part with a colon, and a semicolon follows a colon.</summary>
    public static (string From, string Until) Of(string caseKey)
    {
        var from = EventKeys.Of(caseKey, "");
        return (from, from[..^1] + ";");
    }
}
