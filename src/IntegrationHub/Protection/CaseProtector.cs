using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Mapping;
using IntegrationHub.Remapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Protection;

/// <summary>A case and its timeline as a store keeps them.</summary>
/// <param name="Case">The case.</param>
/// <param name="Timeline">The happenings that stood in the same record.</param>
public sealed record ProtectedRecord(StoredCase Case, IReadOnlyList<StoredEvent> Timeline);

/// <summary>Makes of what a mapping produced what a store may keep, and opens it again. Safe for several threads.</summary>
/// <remarks><see cref="FieldTable"/> says what becomes of each field.</remarks>
public sealed class CaseProtector
{
    // Raised when keys, masks or the canonical form change: every record is then mapped and stored anew.
    const string Version = "2";

    readonly FieldCipher cases;
    readonly FieldCipher events;
    readonly FieldCipher records;
    readonly FieldCipher lastRecords;
    readonly KeyedHash identity;
    readonly KeyedHash content;
    readonly KeyedHash raw;
    readonly CaseKeys lookup;
    readonly Lazy<RecordedContactProtector> contacts;

    /// <param name="keys">The hub's keys.</param>
    /// <param name="tenant">The municipality: what is protected for one does not open for another.</param>
    public CaseProtector(KeyRing keys, TenantId tenant)
    {
        ArgumentNullException.ThrowIfNull(keys);

        cases = new FieldCipher(keys, tenant, "case", "private");
        events = new FieldCipher(keys, tenant, "event", "private");
        records = new FieldCipher(keys, tenant, "quarantine", "record");
        lastRecords = new FieldCipher(keys, tenant, "record", "contents");
        Tenant = tenant;
        identity = new KeyedHash(keys.IdentityKey, "case-id", tenant.Value);
        content = new KeyedHash(keys.IndexKey, "content", tenant.Value, Version);
        raw = new KeyedHash(keys.IndexKey, "raw", tenant.Value, Version);
        lookup = new CaseKeys(new BlindIndex(keys, tenant));
        contacts = new Lazy<RecordedContactProtector>(() => new RecordedContactProtector(keys, tenant, this));
    }

    /// <summary>The municipality.</summary>
    public TenantId Tenant { get; }

    /// <summary>The municipality's channels and results, and how long it keeps contacts.</summary>
    internal ContactOptions ContactLists { get; init; } = new();

    /// <summary>Protects contacts that streams bring.</summary>
    internal RecordedContactProtector Contacts => contacts.Value;

    /// <summary>Protects a case with its timeline.</summary>
    /// <param name="mapped">What the mapping made.</param>
    /// <param name="source">The system that owns the case.</param>
    /// <param name="stream">The stream that read it.</param>
    /// <param name="floor">The stream's floor: nothing is less closed than this, and no event less closed than its case.</param>
    public ProtectedRecord Protect(MappingResult.MappedCase mapped, SourceId source, StreamName stream, Confidentiality floor)
    {
        ArgumentNullException.ThrowIfNull(mapped);

        var @case = mapped.Case;
        var confidentiality = Closer(@case.Confidentiality, floor);
        var hasProtectedParty = @case.Parties.Any(party => party.Protected);
        var open = confidentiality == Confidentiality.Open && !hasProtectedParty;
        var clear = new PrivatePart.ClearTexts(
            Number: StandsClear(open, @case.Reference.Number),
            Title: StandsClear(open, @case.Title),
            PublicTitle: StandsClear(open, @case.PublicTitle),
            SourceStatus: StandsClear(open, @case.SourceStatus));
        var id = IdOf(source, @case.Key);

        using var canonical = CanonicalContent.Rent();
        var privateEnd = canonical.Write(@case, clear, confidentiality);
        var encrypted = cases.Protect(canonical.Between(0, privateEnd), StableId(id));
        var timeline = ProtectTimeline(mapped.Timeline, @case.Key, source, confidentiality, canonical);
        var stored = new StoredCase
        {
            Id = id,
            Source = source,
            Stream = stream,
            Key = @case.Key,
            Number = clear.Number ? @case.Reference.Number : "",
            Type = @case.Type,
            Title = clear.Title ? @case.Title : "",
            PublicTitle = clear.PublicTitle ? @case.PublicTitle : null,
            Status = @case.Status,
            SourceStatus = clear.SourceStatus ? @case.SourceStatus : null,
            Department = @case.Department,
            Confidentiality = confidentiality,
            HasProtectedParty = hasProtectedParty,
            OpenedAt = @case.OpenedAt?.ToUniversalTime(),
            UpdatedAt = @case.UpdatedAt?.ToUniversalTime(),
            DueAt = @case.DueAt?.ToUniversalTime(),
            ClosedAt = @case.ClosedAt?.ToUniversalTime(),
            Private = encrypted,
            Keys = lookup.Of(@case, hasProtectedParty),
            SearchText = open ? SearchText(@case, clear) : null,
            ContentHash = content.Of(canonical.From(0)),
        };
        return new ProtectedRecord(stored, timeline);
    }

    /// <summary>Protects an event that came on its own. How closed its case is, is not known here: every reader takes the more closed of the two.</summary>
    /// <param name="happening">What the mapping made.</param>
    /// <param name="source">The system it comes from.</param>
    /// <param name="floor">The stream's floor.</param>
    public StoredEvent Protect(CaseEvent happening, SourceId source, Confidentiality floor)
    {
        ArgumentNullException.ThrowIfNull(happening);

        using var canonical = CanonicalContent.Rent();
        return Protect(happening, happening.CaseKey, source, floor, canonical);
    }

    /// <summary>Opens a case. Masked values of the source are gone; times are in UTC; the confidentiality is the stored one.</summary>
    /// <exception cref="ProtectedValueException">It does not open: a key is missing, or it was changed or moved.</exception>
    public Case Open(StoredCase stored)
    {
        ArgumentNullException.ThrowIfNull(stored);

        return PrivatePart.Read(stored, cases.Open(stored.Private, StableId(stored.Id)));
    }

    /// <summary>Opens an event.</summary>
    /// <exception cref="ProtectedValueException">It does not open: a key is missing, or it was changed or moved.</exception>
    public CaseEvent Open(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);

        return PrivatePart.Read(stored, events.Open(stored.Private, StableId(stored.Source, stored.CaseKey, stored.Id)));
    }

    /// <summary>The public id of a case: the same for ever for one tenant, source and key.</summary>
    public CaseId IdOf(SourceId source, string key)
    {
        ArgumentNullException.ThrowIfNull(key);

        return new CaseId(identity.NumberOf(new CanonicalBytes().Add(source.Value).Add(key).Written));
    }

    /// <summary>16 keyed bytes over everything that decides what becomes of a record: its bytes, how they are read, the mapping, and the floor.</summary>
    /// <param name="record">The record.</param>
    /// <param name="mappingFingerprint">The fingerprint of the mapping that would read it.</param>
    /// <param name="floor">The stream's floor; raising it must reach records that did not change.</param>
    public byte[] RawHash(SourceRecord record, ReadOnlySpan<byte> mappingFingerprint, Confidentiality floor = Confidentiality.Open)
    {
        ArgumentNullException.ThrowIfNull(record);

        var head = new CanonicalBytes().Add(mappingFingerprint).Add((int)floor).Add((int)record.Format).Add(record.Charset);
        if (record.Layout is { } layout)
        {
            head.Add(layout.Columns.Count);
            foreach (var column in layout.Columns) head.Add(column);
            head.Add(layout.Delimiter).Add(layout.Quote);
        }
        else
        {
            head.Add(-1);
        }

        head.Add(record.Broken);
        return raw.Of(head.Written, record.Content.Span);
    }

    /// <summary>16 keyed bytes over a record's bytes and how they are read, whatever the mapping.</summary>
    public byte[] BytesHash(SourceRecord record) => RawHash(record, "bytes"u8);

    /// <summary>Encrypts a record for quarantine, with how it is to be read.</summary>
    /// <param name="record">The record.</param>
    /// <param name="source">The source it came from.</param>
    /// <param name="rawHash">Its raw hash: the stable id that it is bound to.</param>
    public byte[] ProtectRaw(SourceRecord record, SourceId source, byte[] rawHash)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(rawHash);

        return records.Protect(RawRecord.Write(record), StableId(source, rawHash));
    }

    /// <summary>Opens a quarantined record.</summary>
    /// <exception cref="ProtectedValueException">It does not open: a key is missing, or it was changed or moved.</exception>
    public SourceRecord OpenRaw(byte[] encrypted, SourceId source, byte[] rawHash)
    {
        ArgumentNullException.ThrowIfNull(encrypted);
        ArgumentNullException.ThrowIfNull(rawHash);

        return RawRecord.Read(records.Open(encrypted, StableId(source, rawHash)));
    }

    /// <summary>Compresses and encrypts the record that a version in the index was made of, with how it is to be read.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream that read it.</param>
    /// <param name="key">Its key in the stream: with the stream the stable id that it is bound to.</param>
    public LastRecord ProtectLast(SourceRecord record, StreamKey stream, string key)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(key);

        return new LastRecord(lastRecords.Protect(PackedRecord.Write(record), StableId(stream, key)), BytesHash(record));
    }

    /// <summary>Opens the record that a version in the index was made of.</summary>
    /// <exception cref="ProtectedValueException">It does not open: a key is missing, or it was changed or moved.</exception>
    public SourceRecord OpenLast(OldRecord kept, StreamKey stream)
    {
        ArgumentNullException.ThrowIfNull(kept);

        return PackedRecord.Read(lastRecords.Open(kept.Raw, StableId(stream, kept.Key)));
    }

    // In the order of ids, so that a source which shuffles its events makes no change of them.
    StoredEvent[] ProtectTimeline(IReadOnlyList<CaseEvent> timeline, string caseKey, SourceId source, Confidentiality ofCase, CanonicalContent canonical)
    {
        if (timeline.Count == 0) return [];

        var ordered = timeline.OrderBy(happening => happening.Id, StringComparer.Ordinal).ToArray();
        var stored = new StoredEvent[ordered.Length];
        for (var i = 0; i < ordered.Length; i++) stored[i] = Protect(ordered[i], caseKey, source, ofCase, canonical);
        return stored;
    }

    StoredEvent Protect(CaseEvent happening, string caseKey, SourceId source, Confidentiality floor, CanonicalContent canonical)
    {
        var confidentiality = Closer(happening.Confidentiality, floor);
        var start = canonical.Position;
        var privateEnd = canonical.Write(happening, confidentiality);
        return new StoredEvent
        {
            Source = source,
            CaseKey = caseKey,
            Id = happening.Id,
            At = happening.At.ToUniversalTime(),
            Kind = happening.Kind,
            Confidentiality = confidentiality,
            Private = events.Protect(canonical.Between(start, privateEnd), StableId(source, caseKey, happening.Id)),
            ContentHash = content.Of(canonical.From(start)),
        };
    }

    static bool StandsClear(bool open, string? text) => text is null || (open && !FreeText.HoldsPersonalNumber(text));

    static string SearchText(Case @case, PrivatePart.ClearTexts clear) => string.Join(' ', new[]
    {
        clear.Title ? @case.Title : null,
        clear.Number ? @case.Reference.Number : null,
        @case.Type,
    }.Where(text => !string.IsNullOrWhiteSpace(text)));

    // A level that the scale does not have counts as the most closed.
    static Confidentiality Closer(Confidentiality one, Confidentiality other) =>
        !Enum.IsDefined(one) || !Enum.IsDefined(other) ? Confidentiality.Protected : one > other ? one : other;

    static byte[] StableId(CaseId id) => StableIds.Of(id.Value);

    static ReadOnlySpan<byte> StableId(SourceId source, string caseKey, string eventId) =>
        new CanonicalBytes().Add(source.Value).Add(caseKey).Add(eventId).Written;

    static ReadOnlySpan<byte> StableId(StreamKey stream, string key) =>
        new CanonicalBytes().Add(stream.Source.Value).Add(stream.Stream.Value).Add(key).Written;

    static ReadOnlySpan<byte> StableId(SourceId source, byte[] rawHash) =>
        new CanonicalBytes().Add(source.Value).Add(rawHash).Written;
}
