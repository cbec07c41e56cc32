using System.Text;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class KeptRecordsTests
{
    static readonly DateTimeOffset Read = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_record_comes_back_as_it_was_and_the_items_hold_none_any_more()
    {
        var items = Enumerable.Range(0, 500).Select(n => (BatchItem)new BatchItem.Unchanged("same", Read) { Record = n % 3 == 0 ? null : Record(n) }).ToList();

        var kept = KeptRecords.Take(items)!;

        Assert.All(items, item => Assert.Null(item.Record));
        for (var n = 0; n < 500; n++)
        {
            var found = kept.Find(items[n]);
            if (n % 3 == 0)
            {
                Assert.Null(found);
                continue;
            }

            Assert.Equal(Encoding.UTF8.GetString(Record(n).Content.Span), Encoding.UTF8.GetString(found!.Content.Span));
            Assert.Equal((RecordFormat.Xml, "iso-8859-1", $"row {n}"), (found.Format, found.Charset, found.Where));
        }
    }

    [Fact]
    public void What_is_kept_is_a_fraction_of_what_was_sent()
    {
        var items = Enumerable.Range(0, 500).Select(n => (BatchItem)new BatchItem.Unchanged($"{n}", Read) { Record = Record(n) }).ToList();
        var sent = items.Sum(item => item.Record!.Content.Length);

        Assert.InRange(KeptRecords.Take(items)!.Bytes, 1, sent / 5);
    }

    [Fact]
    public void Items_without_a_record_are_not_kept()
    {
        Assert.Null(KeptRecords.Take([new BatchItem.Unchanged("1", Read)]));
        Assert.Null(KeptRecords.Take([]));
    }

    static SourceRecord Record(int n) => new()
    {
        Content = Encoding.UTF8.GetBytes($"<case><number>BYGG 2026-{n:000000}</number><status>Under handläggning</status><title>Nybyggnad av garage nummer {n * 7919}</title></case>"),
        Format = RecordFormat.Xml,
        Charset = "iso-8859-1",
        Where = $"row {n}",
    };
}
