using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Diagnostics;
using IntegrationHub.Drift;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>Turns one record into what a batch does with it: the mapping's result, protected; or the record itself, held.</summary>
internal sealed class RecordTranslator(StreamDefinition stream, IMapping mapping, CaseProtector protector, DriftWatch? drift = null)
{
    readonly MappedWith with = MappedWith.Of(stream, mapping);

    // Also whether records are kept: when that changes, records that did not change are mapped again with the next read that holds them, and kept.
    readonly byte[] decidedBy = stream.KeepsRecords ? [.. mapping.Fingerprint.Span, 1] : mapping.Fingerprint.ToArray();

    /// <summary>What records are mapped with.</summary>
    public MappedWith With => with;

    /// <summary>The hash that says whether this record with this mapping was seen before.</summary>
    public byte[] RawHash(SourceRecord record) => protector.RawHash(record, decidedBy, stream.ConfidentialityFloor);

    /// <summary>The record's key, read as cheaply as the mapping can; null when it has none that can be read.</summary>
    public string? KeyOf(SourceRecord record) =>
        TooLarge(record) ? null : mapping.TryReadKey(record, out var key) ? key : null;

    /// <summary>16 keyed bytes over what the source sent, whatever the mapping.</summary>
    public byte[] BytesHash(SourceRecord record) => protector.BytesHash(record);

    /// <summary>Maps and protects.</summary>
    public BatchItem Translate(SourceRecord record, byte[] rawHash, DateTimeOffset readStartedAt)
    {
        if (TooLarge(record))
            return Hold(record, rawHash, readStartedAt, null, [new RecordFault("IH3002", "", new Place(stream.File, 1, 1), $"the record has {record.Content.Length:N0} bytes; limits.maxRecord allows {stream.Limits.MaxRecordBytes:N0}")]);

        var item = Translated(record, rawHash, readStartedAt);
        return item with { Record = record, With = with, LastRecord = stream.KeepsRecords ? KeptOf(item, record) : null };
    }

    /// <summary>The record goes to quarantine because the store does not take what the mapping made of it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">Its key; null when the store may not take that either.</param>
    /// <param name="readStartedAt">When its read started.</param>
    /// <param name="why">What the store says, without values.</param>
    public BatchItem.Hold HoldRefused(SourceRecord record, string? key, DateTimeOffset readStartedAt, string why) =>
        Hold(record, RawHash(record), readStartedAt, key, [new RecordFault(RecordCodes.StoreRefuses, "", new Place(stream.File, 1, 1),
            $"the record can be mapped, but not stored: {why} Nothing of it is in the index; mend the record or its mapping, and report this line if neither is wrong")]) with { Refused = true };

    /// <summary>What becomes of a deletion that the source announced outside a record.</summary>
    public BatchItem Remove(SourceDeletion deletion, DateTimeOffset readStartedAt) => mapping.Target == MappingTarget.Contact
        ? RemoveContact(deletion.Key, deletion.At?.UtcTicks, [], readStartedAt)
        : new BatchItem.Remove(deletion.Key, deletion.At?.UtcTicks, deletion.Reason, Erase: false, [], readStartedAt) { MergedInto = deletion.MergedInto };

    /// <summary>The record encrypted, to be kept with the item that was made of it until that is applied.</summary>
    public byte[] Keep(SourceRecord record) => protector.ProtectRaw(record, stream.Source, RawHash(record));

    /// <summary>The record that was kept with an item; null when it cannot be opened, because a key is gone.</summary>
    public SourceRecord? Open(byte[] kept, BatchItem item)
    {
        try
        {
            return item switch
            {
                BatchItem.StoreCase { RawHash: var hash } => protector.OpenRaw(kept, stream.Source, hash),
                BatchItem.StoreEvent { RawHash: var hash } => protector.OpenRaw(kept, stream.Source, hash),
                BatchItem.Remove { RawHash: var hash } => protector.OpenRaw(kept, stream.Source, hash),
                BatchItem.StoreContact { RawHash: var hash } => protector.OpenRaw(kept, stream.Source, hash),
                BatchItem.RemoveContact { RawHash: var hash } => protector.OpenRaw(kept, stream.Source, hash),
                _ => null,
            };
        }
        catch (ProtectedValueException)
        {
            return null;
        }
    }

    BatchItem Translated(SourceRecord record, byte[] rawHash, DateTimeOffset readStartedAt)
    {
        var result = mapping.Map(record);
        var faults = DriftRule.HeldCodes(result, stream.Drift);
        if (drift?.See(record, result) is { Count: > 0 } kinds) faults = [.. faults, .. kinds];
        if (faults.Count > 0 && KeyOf(result) is { } held) return Hold(record, rawHash, readStartedAt, held, faults);

        return result switch
        {
            MappingResult.MappedCase mapped => Store(mapped, rawHash, readStartedAt),
            MappingResult.MappedEvent mapped => new BatchItem.StoreEvent(protector.Protect(mapped.Event, stream.Source, stream.ConfidentialityFloor), mapped.Order, rawHash, readStartedAt),
            MappingResult.MappedContact mapped => Store(record, mapped, rawHash, readStartedAt),
            MappingResult.Deleted gone when mapping.Target == MappingTarget.Contact => RemoveContact(gone.Key, gone.Order, rawHash, readStartedAt),
            MappingResult.Deleted gone => new BatchItem.Remove(gone.Key, gone.Order, gone.Reason, gone.Erase, rawHash, readStartedAt) { MergedInto = gone.MergedInto },
            MappingResult.Skipped => new BatchItem.Skip(null, readStartedAt),
            MappingResult.Unmappable bad => Hold(record, rawHash, readStartedAt, bad.Key, bad.Faults),
            var other => throw new InvalidOperationException($"Bug in IntegrationHub: the mapping result {other.GetType().Name} is not handled."),
        };
    }

    // What is held because its stream says so could be mapped; what could not has its faults already, and what says that a case is gone is never held back.
    static string? KeyOf(MappingResult result) => result switch
    {
        MappingResult.MappedCase mapped => mapped.Case.Key,
        MappingResult.MappedEvent mapped => EventKeys.Of(mapped.Event.CaseKey, mapped.Event.Id),
        MappingResult.MappedContact mapped => ContactKeys.Of(mapped.Contact.Key),
        _ => null,
    };

    // Beside a version in the index only: what is held keeps its record in quarantine, and of what is left out nothing is kept.
    LastRecord? KeptOf(BatchItem item, SourceRecord record) =>
        item is BatchItem.StoreCase or BatchItem.StoreEvent or BatchItem.StoreContact ? protector.ProtectLast(record, new StreamKey(protector.Tenant, stream.Source, stream.Name), item.Key!) : null;

    BatchItem.StoreCase Store(MappingResult.MappedCase mapped, byte[] rawHash, DateTimeOffset readStartedAt)
    {
        var stored = protector.Protect(mapped, stream.Source, stream.Name, stream.ConfidentialityFloor);
        return new BatchItem.StoreCase(stored.Case, stored.Timeline, mapped.Order, rawHash, readStartedAt);
    }

    BatchItem Store(SourceRecord record, MappingResult.MappedContact mapped, byte[] rawHash, DateTimeOffset readStartedAt)
    {
        var (contact, key, lists) = (mapped.Contact, ContactKeys.Of(mapped.Contact.Key), protector.ContactLists);
        if (RecordedContactRules.IsTooOld(contact, lists.KeepFor, readStartedAt)) return new BatchItem.Skip(key, readStartedAt);
        if (RecordedContactRules.FaultsOf(contact, lists, new Place(stream.File, 1, 1)) is { Count: > 0 } faults) return Hold(record, rawHash, readStartedAt, key, faults);

        var stored = protector.Contacts.Protect(contact, stream.Source, stream.ConfidentialityFloor, readStartedAt);
        return new BatchItem.StoreContact(stored.Contact, stored.Questions, stored.ContentHash, key, mapped.Order, rawHash, readStartedAt);
    }

    BatchItem.RemoveContact RemoveContact(string key, long? order, byte[] rawHash, DateTimeOffset readStartedAt) =>
        new(protector.Contacts.IdOf(stream.Source, key), ContactKeys.Of(key), order, rawHash, readStartedAt);

    BatchItem.Hold Hold(SourceRecord record, byte[] rawHash, DateTimeOffset readStartedAt, string? key, IReadOnlyList<RecordFault> faults) =>
        new(new QuarantineEntry
        {
            Stream = stream.Name,
            Source = stream.Source,
            Key = key,
            RawHash = rawHash,
            BytesHash = protector.BytesHash(record),
            Code = faults[0].Code,
            Field = faults[0].Field,
            Diagnostics = string.Join('\n', faults.Select(f => $"{f.Place}: error {f.Code}: {(f.Field.Length == 0 ? "" : f.Field + ": ")}{f.Message}")),
            MappingVersion = mapping.Version,
            Where = record.Where,
            Raw = protector.ProtectRaw(record, stream.Source, rawHash),
            ReadStartedAt = readStartedAt,
        });

    bool TooLarge(SourceRecord record) => record.Content.Length > stream.Limits.MaxRecordBytes;
}
