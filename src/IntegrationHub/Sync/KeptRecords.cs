using System.IO.Compression;
using IntegrationHub.Sources;

namespace IntegrationHub.Sync;

/// <summary>What the items of a page were made of, compressed: the store may refuse one of them, and then its record goes to quarantine as it was sent.</summary>
/// <remarks>
/// Mostly nobody asks for it. Compressed, the records that wait for the writer cost a few megabytes; kept as they are, they raised the peak of a first load by a tenth, because whole
/// answers stayed in memory until their last record was committed.
/// </remarks>
internal sealed class KeptRecords
{
    readonly Dictionary<BatchItem, (SourceRecord WithoutContent, int Offset, int Length)> places;
    readonly byte[] compressed;
    readonly int length;

    KeptRecords(Dictionary<BatchItem, (SourceRecord WithoutContent, int Offset, int Length)> places, byte[] compressed, int length) =>
        (this.places, this.compressed, this.length) = (places, compressed, length);

    /// <summary>How many bytes are kept.</summary>
    public long Bytes => compressed.Length;

    /// <summary>Takes the records from the items of a page; null when they have none.</summary>
    public static KeptRecords? Take(IReadOnlyList<BatchItem> items)
    {
        var places = new Dictionary<BatchItem, (SourceRecord WithoutContent, int Offset, int Length)>(ReferenceEqualityComparer.Instance);
        using var bytes = new MemoryStream();
        var offset = 0;
        using (var compressing = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var item in items)
            {
                if (item.Record is not { } record) continue;

                compressing.Write(record.Content.Span);
                places[item] = (record with { Content = default }, offset, record.Content.Length);
                offset += record.Content.Length;
                item.Record = null;
            }
        }

        return places.Count == 0 ? null : new KeptRecords(places, bytes.ToArray(), offset);
    }

    /// <summary>The record that an item was made of; null when it is none of these.</summary>
    public SourceRecord? Find(BatchItem item) => places.TryGetValue(item, out var place) ? Record(place, Contents()) : null;

    /// <summary>All of them.</summary>
    public IEnumerable<(BatchItem Item, SourceRecord Record)> All()
    {
        var contents = Contents();
        return places.Select(place => (place.Key, Record(place.Value, contents)));
    }

    static SourceRecord Record((SourceRecord WithoutContent, int Offset, int Length) place, byte[] contents) =>
        place.WithoutContent with { Content = contents.AsMemory(place.Offset, place.Length).ToArray() };

    byte[] Contents()
    {
        var all = new byte[length];
        using var decompressing = new DeflateStream(new MemoryStream(compressed), CompressionMode.Decompress);
        decompressing.ReadExactly(all);
        return all;
    }
}
