using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;

namespace IntegrationHub.Sync;

/// <summary>What one transaction commits: records, what the sweep has seen, the checkpoint and the run's counters, together or not at all.</summary>
public sealed record Batch
{
    /// <summary>What happens to each record that was read, in the order of reading.</summary>
    public required IReadOnlyList<BatchItem> Items { get; init; }

    /// <summary>Where the next run goes on after this commit.</summary>
    public required Checkpoint Checkpoint { get; init; }

    /// <summary>The complete read that these records belong to; null when it is none. The keys of all items are marked as seen by it.</summary>
    public string? SweepId { get; init; }

    /// <summary>Whether the items belong to a rebuild: they are put beside what is there until its read ends. Then <see cref="SweepId"/> is set.</summary>
    public bool Shadow { get; init; }

    /// <summary>Of a rebuild: the record that each item was made of, encrypted, in the order of the items; null where there is none. The store may refuse an item only when it is applied.</summary>
    public IReadOnlyList<byte[]?> Records { get; init; } = [];

    /// <summary>What the run did beside the items, since the last commit.</summary>
    public required RunProgress Progress { get; init; }
}

/// <summary>What happens to one record that was read.</summary>
/// <param name="Key">The record's key; null when it could not be read.</param>
/// <param name="ReadStartedAt">When the read that brought it started, by the hub's clock.</param>
public abstract record BatchItem(string? Key, DateTimeOffset ReadStartedAt)
{
    /// <summary>What it was made of, until <see cref="KeptRecords"/> takes it: a store may refuse the item, and then the record goes to quarantine.</summary>
    internal Sources.SourceRecord? Record { get; set; }

    /// <summary>What it was mapped with; null when it is no mapping's result, or what made it does not tell.</summary>
    public MappedWith? With { get; init; }

    /// <summary>The record that is kept beside the version that the item stores; null when its stream keeps none.</summary>
    public LastRecord? LastRecord { get; init; }

    /// <summary>The case is stored, if it is newer and different.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Timeline">What stood in the same record; replaces what an earlier version of it held, and leaves events of other streams alone.</param>
    /// <param name="Order">The record's order.</param>
    /// <param name="RawHash">16 keyed bytes over the vendor's bytes and the mapping's fingerprint.</param>
    /// <param name="ReadStartedAt">When its read started.</param>
    public sealed record StoreCase(StoredCase Case, IReadOnlyList<StoredEvent> Timeline, long? Order, byte[] RawHash, DateTimeOffset ReadStartedAt)
        : BatchItem(Case.Key, ReadStartedAt);

    /// <summary>The event is stored, if it is newer and different; its case may come later.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="Order">The record's order.</param>
    /// <param name="RawHash">As for a case.</param>
    /// <param name="ReadStartedAt">When its read started.</param>
    public sealed record StoreEvent(StoredEvent Event, long? Order, byte[] RawHash, DateTimeOffset ReadStartedAt)
        : BatchItem(EventKeys.Of(Event.CaseKey, Event.Id), ReadStartedAt);

    /// <summary>The contact is stored, if it is newer and different. One that was written in the hub is never touched.</summary>
    /// <param name="Contact">The contact.</param>
    /// <param name="Questions">All its questions, by number.</param>
    /// <param name="ContentHash">16 keyed bytes over the whole contact.</param>
    /// <param name="RecordKey">The key of its record.</param>
    /// <param name="Order">The record's order.</param>
    /// <param name="RawHash">As for a case.</param>
    /// <param name="ReadStartedAt">When its read started.</param>
    public sealed record StoreContact(StoredContact Contact, IReadOnlyList<StoredQuestion> Questions, byte[] ContentHash, string RecordKey, long? Order, byte[] RawHash, DateTimeOffset ReadStartedAt)
        : BatchItem(RecordKey, ReadStartedAt);

    /// <summary>The source has no such contact any more: it is erased.</summary>
    /// <param name="Id">Its public id.</param>
    /// <param name="RecordKey">The key of its record.</param>
    /// <param name="Order">The record's order; an older one does nothing.</param>
    /// <param name="RawHash">As for a case; empty for a deletion announced outside a record.</param>
    /// <param name="ReadStartedAt">When its read started.</param>
    public sealed record RemoveContact(ContactId Id, string RecordKey, long? Order, byte[] RawHash, DateTimeOffset ReadStartedAt)
        : BatchItem(RecordKey, ReadStartedAt);

    /// <summary>The source says that the case is gone.</summary>
    /// <param name="CaseKey">The case's key.</param>
    /// <param name="Order">The record's order; an older one does nothing.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Erase">Destroys the contents in this commit, for good.</param>
    /// <param name="RawHash">As for a case; empty for a deletion announced outside a record.</param>
    /// <param name="ReadStartedAt">When its read started.</param>
    public sealed record Remove(string CaseKey, long? Order, TombstoneReason Reason, bool Erase, byte[] RawHash, DateTimeOffset ReadStartedAt)
        : BatchItem(CaseKey, ReadStartedAt)
    {
        /// <summary>The key of the case that it became part of: look-ups by the old number then find that one.</summary>
        public string? MergedInto { get; init; }
    }

    /// <summary>
    /// The record goes to quarantine; a case with its key is marked as having a newer record held. Bytes that a person edited are left alone while the edited version
    /// stands: then the record counts as read again unchanged.
    /// </summary>
    public sealed record Hold(QuarantineEntry Entry) : BatchItem(Entry.Key, Entry.ReadStartedAt)
    {
        /// <summary>The key under which a person's edit of these very bytes stood when they were mapped; null when there was none. The store decides anew.</summary>
        public string? EditedAs { get; init; }

        /// <summary>Whether it is held because the store did not take what the mapping made of it.</summary>
        internal bool Refused { get; init; }
    }

    /// <summary>A record was taken out of quarantine and mapped again: its entry leaves, or stays with what is wrong now, in the same commit.</summary>
    /// <param name="EntryId">The entry's public id.</param>
    /// <param name="EntryHash">The raw hash that the entry has as long as no other version has taken its place; otherwise nothing is done.</param>
    /// <param name="Now">What its record is now. One that is older than what stands changes nothing, and its entry leaves all the same.</param>
    public sealed record Again(string EntryId, byte[] EntryHash, BatchItem Now) : BatchItem(Now.Key, Now.ReadStartedAt)
    {
        /// <summary>
        /// The bytes hash of what the source sent, when a person edited it; null otherwise. Those bytes are not held again until a newer version stands.
        /// An edit that is older than what stands leaves its entry where it is.
        /// </summary>
        public byte[]? EditedBytes { get; init; }
    }

    /// <summary>
    /// The record that a version in the index was made of was mapped again. Nothing is done when its source has sent another one meanwhile, or when it was mapped with the same mapping by
    /// then. It is no read: no complete read has seen it, and what waits for a decision goes on waiting.
    /// </summary>
    /// <param name="OldKey">The key of the version in its stream.</param>
    /// <param name="OldHash">The bytes hash of the record; see <see cref="Remapping.LastRecord.BytesHash"/>.</param>
    /// <param name="Now">What its record is now: a version, or held. What is left out leaves the version as it is.</param>
    public sealed record Remap(string OldKey, byte[] OldHash, BatchItem Now) : BatchItem(OldKey, Now.ReadStartedAt);

    /// <summary>The record was read again unchanged; only a sweep wants to know, and a quarantine entry of the key that is older than this read is removed.</summary>
    /// <param name="KnownKey">Its key.</param>
    /// <param name="ReadStartedAt">When its read started.</param>
    public sealed record Unchanged(string KnownKey, DateTimeOffset ReadStartedAt) : BatchItem(KnownKey, ReadStartedAt)
    {
        /// <summary>Whether this read is written down as the record's last, at the cost of a row: what was read before it is then known to be older.</summary>
        public bool Confirms { get; init; }
    }

    /// <summary>The mapping leaves the record out.</summary>
    public sealed record Skip(string? SkippedKey, DateTimeOffset ReadStartedAt) : BatchItem(SkippedKey, ReadStartedAt);
}

/// <summary>The key of an event among the records of a stream.</summary>
public static class EventKeys
{
    /// <summary>The case's key and the event's id, apart from each other whatever they hold.</summary>
    public static string Of(string caseKey, string eventId)
    {
        ArgumentNullException.ThrowIfNull(caseKey);

        return $"{caseKey.Length}:{caseKey}:{eventId}";
    }
}

/// <summary>What a run did beside its records, since the last commit.</summary>
public readonly record struct RunProgress(int Pages, int Requests, int Retries);

/// <summary>What a commit did.</summary>
public sealed record BatchResult
{
    /// <summary>What became of the items: they add up to the number of items.</summary>
    public required RunCounters Counters { get; init; }

    /// <summary>Keys whose stored and incoming versions were equally old and different: the source is to be asked again.</summary>
    public required IReadOnlyList<string> Ties { get; init; }

    /// <summary>The entries of quarantine whose records are older than what stands, and changed nothing.</summary>
    public IReadOnlyList<string> OlderEntries { get; init; } = [];

    /// <summary>The entries that were not in quarantine any more, or whose place another version had taken.</summary>
    public IReadOnlyList<string> GoneEntries { get; init; } = [];

    /// <summary>How many records out of quarantine are older than what stands, and changed nothing.</summary>
    public long Older => OlderEntries.Count;

    /// <summary>How many entries were not in quarantine any more, or another version had taken their place.</summary>
    public long Gone => GoneEntries.Count;
}

/// <summary>What became of the records of a run. Read = written + unchanged + skipped + quarantined, always.</summary>
public readonly record struct RunCounters(long Read, long Written, long Unchanged, long Skipped, long Quarantined, long Tombstoned)
{
    /// <summary>The sum of two.</summary>
    public static RunCounters operator +(RunCounters a, RunCounters b) =>
        new(a.Read + b.Read, a.Written + b.Written, a.Unchanged + b.Unchanged, a.Skipped + b.Skipped, a.Quarantined + b.Quarantined, a.Tombstoned + b.Tombstoned);

    /// <summary>The sum of two.</summary>
    public static RunCounters Add(RunCounters left, RunCounters right) => left + right;

    /// <summary>Whether every record that was read is accounted for.</summary>
    public bool Reconciles => Read == Written + Unchanged + Skipped + Quarantined;
}
