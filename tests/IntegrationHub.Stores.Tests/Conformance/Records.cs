using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Cases;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>Makes records as a run would hand them to a store.</summary>
public static class Records
{
    public static readonly SourceId Source = new("permits");
    public static readonly StreamName Stream = new("permits-cases");
    public static readonly DateTimeOffset Opened = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>When the n-th read started.</summary>
    public static DateTimeOffset Read(int n) => new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero).AddMinutes(n);

    public static CaseId IdOf(string key) => new(BitConverter.ToUInt128(Hash("id", key)));

    public static LookupKey Person(string value) => new(LookupKind.Person, BitConverter.ToUInt128(Hash("person", value)));

    public static LookupKey Phone(string value) => new(LookupKind.Phone, BitConverter.ToUInt128(Hash("phone", value)));

    public static byte[] Hash(params string[] parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)))[..16];

    public static StoredCase Case(string key, string content = "1", string person = "tolvan") => new()
    {
        Id = IdOf(key),
        Source = Source,
        Stream = Stream,
        Key = key,
        Number = $"BYGG 2026-{key}",
        Type = "building-permit.new",
        Title = $"Case {key}, version {content}",
        PublicTitle = "A building permit",
        Status = CaseStatus.InProgress,
        SourceStatus = "Under handläggning",
        Department = "byggnadsnamnden",
        Confidentiality = Confidentiality.Open,
        OpenedAt = Opened,
        UpdatedAt = Opened.AddDays(1),
        Private = Hash("private", key, content),
        Keys = [Person(person), Phone("070-" + person)],
        SearchText = $"Case {key} version {content}",
        ContentHash = Hash("content", key, content),
    };

    public static StoredEvent Event(string caseKey, string id, string content = "1", Confidentiality confidentiality = Confidentiality.Open, int minutes = 0) => new()
    {
        Source = Source,
        CaseKey = caseKey,
        Id = id,
        At = Opened.AddMinutes(minutes),
        Kind = EventKind.Note,
        Confidentiality = confidentiality,
        Private = Hash("event", caseKey, id, content),
        ContentHash = Hash("event content", caseKey, id, content),
    };

    public static BatchItem.StoreCase Store(string key, string content = "1", long? order = 1, int read = 0, params StoredEvent[] timeline) =>
        Store(Case(key, content), order, read, timeline);

    public static BatchItem.StoreCase Store(StoredCase stored, long? order = 1, int read = 0, params StoredEvent[] timeline) => new(
        stored with { ContentHash = timeline.Aggregate(stored.ContentHash, (hash, e) => Hash(Convert.ToHexString(hash), Convert.ToHexString(e.ContentHash))) },
        timeline, order, Hash("raw", stored.Key, Convert.ToHexString(stored.ContentHash)), Read(read));

    public static BatchItem.StoreEvent StoreEvent(StoredEvent stored, long? order = 1, int read = 0) =>
        new(stored, order, Hash("raw event", stored.CaseKey, stored.Id, Convert.ToHexString(stored.ContentHash)), Read(read));

    public static BatchItem.Remove Remove(string key, long? order = null, int read = 0, bool erase = false) =>
        new(key, order, TombstoneReason.Deleted, erase, [], Read(read));

    public static LookupKey Number(string key) => new(LookupKind.CaseNumber, BitConverter.ToUInt128(Hash("number", key)));

    /// <summary>A case that is found by its number, besides its person.</summary>
    public static BatchItem.StoreCase Numbered(string key, string content = "1", long? order = 1, int read = 0)
    {
        var stored = Case(key, content);
        return Store(stored with { Keys = [.. stored.Keys, Number(key)] }, order, read);
    }

    public static BatchItem.Remove Merge(string key, string into, long? order = 2, int read = 0) =>
        new(key, order, TombstoneReason.Merged, Erase: false, [], Read(read)) { MergedInto = into };

    public static BatchItem.Hold Hold(string? key, string content = "bad", int read = 0) => new(new QuarantineEntry
    {
        Stream = Stream,
        Source = Source,
        Key = key,
        RawHash = Hash("held", key ?? "", content),
        BytesHash = Hash("bytes", content),
        Code = "IH3001",
        Field = "status",
        Diagnostics = "IH3001: no such status",
        MappingVersion = "1",
        Where = "line 4",
        Raw = Hash("raw bytes", content),
        ReadStartedAt = Read(read),
    });

    public static BatchItem.Unchanged Unchanged(string key, int read = 0) => new(key, Read(read));
}
