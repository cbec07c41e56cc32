using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Sync;

/// <summary>Turns pages into batch items, leaving out the mapping of records that nothing has changed in.</summary>
/// <remarks>
/// What is known of a record is asked of the store, which does not know yet what is on its way to it. So a key that is on its way is always mapped:
/// otherwise a vendor that sends B and then A again would leave B standing.
/// </remarks>
internal sealed class PageTranslator(StreamKey stream, RecordTranslator translator, IStreamStore store)
{
    readonly Dictionary<string, int> onItsWay = new(StringComparer.Ordinal);
    readonly Lock gate = new();

    /// <summary>Translates single records.</summary>
    public RecordTranslator Records => translator;

    /// <summary>Whether all records are mapped, also those that nothing has changed in: a rebuild takes nothing of what is there.</summary>
    public bool MapsAll { get; set; }

    /// <summary>Translates the records and announced deletions of a page, in their order.</summary>
    public async ValueTask<IReadOnlyList<BatchItem>> TranslateAsync(
        IReadOnlyList<SourceRecord> records, IReadOnlyList<SourceDeletion> deletions, DateTimeOffset readStartedAt, CancellationToken cancellationToken)
    {
        using var span = HubTraces.Begin(HubSpan.Map, stream);
        var keys = new string?[records.Count];
        var hashes = new byte[records.Count][];
        for (var i = 0; i < records.Count; i++)
        {
            hashes[i] = translator.RawHash(records[i]);
            keys[i] = translator.KeyOf(records[i]);
        }

        var distinct = keys.OfType<string>().ToHashSet(StringComparer.Ordinal);
        // What is committed while the store answers may not be in its answer yet.
        var onTheirWay = OnTheirWay(distinct);
        var known = MapsAll || distinct.Count == 0 ? NothingKnown : await store.GetKnownAsync(stream, distinct, cancellationToken);

        var items = new List<BatchItem>(records.Count + deletions.Count);
        for (var i = 0; i < records.Count; i++)
            items.Add(Translate(records[i], keys[i], hashes[i], known, onTheirWay, readStartedAt));
        await MarkEditedAsync(items, cancellationToken);
        foreach (var deletion in deletions)
            items.Add(Announce(translator.Remove(deletion, readStartedAt)));
        span?.SetTag(HubTraces.Records, records.Count).SetTag("held", items.Count(item => item is BatchItem.Hold));
        return items;
    }

    /// <summary>The record's key; null when it has none that can be read.</summary>
    public string? KeyOf(SourceRecord record) => translator.KeyOf(record);

    /// <summary>Notes that these items are committed.</summary>
    public void Committed(IEnumerable<BatchItem> items)
    {
        lock (gate)
        {
            foreach (var item in items)
            {
                if (item.Key is not { } key || item is BatchItem.Unchanged || !onItsWay.TryGetValue(key, out var times)) continue;

                if (times == 1) onItsWay.Remove(key);
                else onItsWay[key] = times - 1;
            }
        }
    }

    // Bytes that a person has edited come again with every read that reaches back to them: they neither stop a run nor spoil a complete read.
    async ValueTask MarkEditedAsync(List<BatchItem> items, CancellationToken cancellationToken)
    {
        if (!items.Exists(item => item is BatchItem.Hold)) return;

        var edited = await store.GetEditedAsync(stream, [.. items.OfType<BatchItem.Hold>().Select(hold => hold.Entry.BytesHash)], cancellationToken);
        if (edited.Count == 0) return;

        for (var i = 0; i < items.Count; i++)
            if (items[i] is BatchItem.Hold hold) items[i] = hold with { EditedAs = edited.GetValueOrDefault(Convert.ToHexString(hold.Entry.BytesHash)) };
    }

    BatchItem Translate(SourceRecord record, string? key, byte[] rawHash, IReadOnlyDictionary<string, KnownRecord> known, HashSet<string> onTheirWay, DateTimeOffset readStartedAt)
    {
        if (!MapsAll && key is not null && !onTheirWay.Contains(key) && known.TryGetValue(key, out var version) && !version.Held && version.RawHash.Span.SequenceEqual(rawHash) && !IsOnItsWay(key))
            return new BatchItem.Unchanged(key, readStartedAt);

        return Announce(translator.Translate(record, rawHash, readStartedAt));
    }

    BatchItem Announce(BatchItem item)
    {
        if (item.Key is { } key)
            lock (gate) onItsWay[key] = onItsWay.GetValueOrDefault(key) + 1;
        return item;
    }

    HashSet<string> OnTheirWay(IEnumerable<string> keys)
    {
        lock (gate) return onItsWay.Count == 0 ? [] : keys.Where(onItsWay.ContainsKey).ToHashSet(StringComparer.Ordinal);
    }

    bool IsOnItsWay(string key)
    {
        lock (gate) return onItsWay.ContainsKey(key);
    }

    static readonly IReadOnlyDictionary<string, KnownRecord> NothingKnown = new Dictionary<string, KnownRecord>();
}
