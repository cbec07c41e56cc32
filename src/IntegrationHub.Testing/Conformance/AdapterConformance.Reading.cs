using System.Globalization;
using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Testing;

// C2: what comes out of a read.
public abstract partial class AdapterConformance
{
    /// <summary>Behaviour 7.</summary>
    [Fact]
    [Behaviour(7)]
    public Task Every_record_has_a_key_and_is_mapped() => ProveAsync(async scene =>
    {
        scene.History.AddMany(7, scene.Step);
        scene.History.Change(2, with: c => c with { Closed = true });
        scene.Settle();

        var run = await scene.ReadAsync();

        Assert.Equal(0, run.Counters.Quarantined);
        await scene.HoldsWhatTheVendorShowsAsync();
        var mapping = CompileMapping();
        foreach (var record in scene.Watch.Pages.SelectMany(p => p.Records).Where(r => mapping.Map(r) is not MappingResult.Skipped))
        {
            Assert.True(mapping.TryReadKey(record, out var key) && key.Length > 0, $"The record at {record.Where} has no key.");
            Assert.False(string.IsNullOrWhiteSpace(record.Where), "A record does not say where it stood (SourceRecord.Where): nobody will find it at the vendor's.");
            Assert.True(mapping.Map(record) is not (MappingResult.MappedCase { Order: null } or MappingResult.MappedEvent { Order: null }) || !Subject.Capabilities.Contains(Capability.OrderedRecords), "Records are declared to have an order, and this one has none.");
        }
    });

    /// <summary>Behaviour 8.</summary>
    [Fact]
    [Behaviour(8)]
    public Task Keys_are_unique_in_a_read_and_the_same_in_the_next() => ProveAsync(async scene =>
    {
        scene.History.AddMany(7, scene.Step);
        scene.Settle();
        scene.Publish();
        var mapping = CompileMapping();
        using var http = new HttpClient();

        var first = KeysOf(mapping, await ReadAllAsync(scene.Source(http), scene.Beginning)).ToList();
        var second = KeysOf(mapping, await ReadAllAsync(scene.Source(http), scene.Beginning)).ToList();

        Assert.Distinct(first);
        Assert.Equal(scene.History.Shown.Select(Subject.RecordKeyOf).Order(StringComparer.Ordinal), first.Order(StringComparer.Ordinal));
        Assert.Equal(first.Order(StringComparer.Ordinal), second.Order(StringComparer.Ordinal));
    });

    /// <summary>Behaviour 8: a record has one key, whichever way it is read.</summary>
    [Fact]
    [Behaviour(8, ByKey = true)]
    public Task A_record_that_is_read_by_its_key_is_the_one_of_the_page_and_an_unknown_key_is_left_out() => ProveAsync(async scene =>
    {
        scene.History.AddMany(5, scene.Step);
        scene.Settle();
        using var http = new HttpClient();
        var source = scene.Source(http);
        var mapping = CompileMapping();
        var asked = scene.History.Shown.Select(Subject.KeyOf).Take(3).ToList();
        var unknown = Subject.KeyOf(new VendorCase { Number = 4711, OpenedAt = default, ChangedAt = default, VisibleAt = default });

        var records = await ((IReadsByKey)source).ReadByKeysAsync([.. asked, unknown], Stop);

        Assert.Equal(asked.Order(StringComparer.Ordinal), KeysOf(mapping, records).Order(StringComparer.Ordinal));
        var pages = await ReadAllAsync(source, scene.Beginning);
        foreach (var record in records)
        {
            mapping.TryReadKey(record, out var key);
            Assert.Contains(pages, page => mapping.TryReadKey(page, out var same) && same == key && page.Content.Span.SequenceEqual(record.Content.Span));
        }

        Assert.Empty(await ((IReadsByKey)source).ReadByKeysAsync([unknown], Stop));
    });

    /// <summary>Behaviour 9.</summary>
    [Fact]
    [Behaviour(9)]
    public Task Two_reads_of_what_did_not_change_give_the_same_bytes() => ProveAsync(async scene =>
    {
        scene.History.AddMany(7, scene.Step);
        scene.Settle();
        scene.Publish();
        using var http = new HttpClient();

        var first = await ReadAllAsync(scene.Source(http), scene.Beginning);
        var second = await ReadAllAsync(scene.Source(http), scene.Beginning);

        Assert.NotEmpty(first);
        Assert.Equal(first.Select(Bytes).Order(StringComparer.Ordinal), second.Select(Bytes).Order(StringComparer.Ordinal));
    });

    /// <summary>Behaviour 10: from nothing to more than two pages.</summary>
    [Fact]
    [Behaviour(10)]
    public Task Any_number_of_records_is_read_whole() => ProveAsync(async scene =>
    {
        var counts = new[] { 0, 1, Subject.PageSize - 1, Subject.PageSize, Subject.PageSize + 1, 2 * Subject.PageSize + 1 }.Where(n => n <= 500).Distinct().Order();
        foreach (var count in counts)
        {
            scene.Clock.Advance(TimeSpan.FromHours(1));
            scene.History.AddMany(count - scene.History.Shown.Count, TimeSpan.FromSeconds(1));
            scene.Settle();
            await scene.ReadAsync();
            await scene.HoldsWhatTheVendorShowsAsync();
        }
    });

    /// <summary>Behaviour 10: pages that are odd and still right.</summary>
    [Fact]
    [Behaviour(10, Capability.VendorPages)]
    public Task Odd_pages_lose_nothing() => ProveAsync(async scene =>
    {
        foreach (var trouble in (PagingTrouble[])[PagingTrouble.EmptyPage, PagingTrouble.RepeatedPage, PagingTrouble.PageBehindTheLast])
        {
            scene.Trouble = trouble;
            scene.Clock.Advance(TimeSpan.FromHours(1));
            scene.History.AddMany(2 * Subject.PageSize + 1, TimeSpan.FromSeconds(2));
            scene.Settle();
            await scene.ReadAsync();
            await scene.HoldsWhatTheVendorShowsAsync(after: $"the vendor's pages were odd ({trouble})");
        }
    });

    /// <summary>Behaviour 10: pages that never end.</summary>
    [Fact]
    [Behaviour(10, Capability.VendorPages)]
    public Task Pages_that_never_end_end_the_run() => ProveAsync(new SceneOptions { MaxPages = 50 }, async scene =>
    {
        scene.History.AddMany(2 * Subject.PageSize + 1, scene.Step);
        scene.Settle();
        foreach (var trouble in (PagingTrouble[])[PagingTrouble.Endless, PagingTrouble.RoundAndRound])
        {
            scene.Trouble = trouble;
            FailedByName(await scene.RunAsync(), $"pages for ever ({trouble})");
        }
    });

    /// <summary>Behaviour 10: a page that moves while it is read.</summary>
    [Fact]
    [Behaviour(10)]
    public Task Rows_that_move_between_pages_while_they_are_read_are_all_there_in_the_end() => ProveAsync(async scene =>
    {
        scene.History.AddMany(4 * Math.Min(Subject.PageSize, 50), scene.Step);
        scene.Settle();
        var moved = false;
        scene.Watch.Before = page =>
        {
            if (page != 1 || moved) return;

            // What stood on the first page is changed now, and stands behind the last: whatever came after it moves up.
            moved = true;
            for (var number = 1; number <= Math.Min(Math.Min(Subject.PageSize, 50), OfOneMoment); number++) scene.History.Change(number);
        };

        var run = await scene.RunAsync();
        scene.Watch.Before = null;
        scene.Settle();
        await scene.ReadAsync();
        if (run.Outcome != RunOutcome.Succeeded || Subject.Can(Capability.CompleteReads)) await scene.RunCompleteAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 11.</summary>
    [Fact]
    [Behaviour(11)]
    public Task A_text_arrives_as_it_was_written() => ProveAsync(async scene =>
    {
        foreach (var text in (string[])["Åkerö å ä ö é ü", "quotes \"of\" 'both' kinds", "a;b,c\td|e", "<b>&amp; \\u00e5 \\n %C3%A5", "a line\nand another"])
            scene.History.Add(with: c => c with { Text = $"{text} {c.Marker}" });
        scene.Settle();
        await scene.ReadAsync();

        var texts = scene.Watch.Pages.SelectMany(p => p.Records).DistinctBy(Bytes).SelectMany(RecordTexts.Of).Select(Collapsed).ToHashSet();
        foreach (var @case in scene.History.Shown)
            Assert.True(texts.Contains(Collapsed(@case.Text)), $"The vendor wrote '{@case.Text}', and no value of a record says so.");
        await scene.HoldsWhatTheVendorShowsAsync();
    });

    /// <summary>Behaviour 12.</summary>
    [Fact]
    [Behaviour(12)]
    public Task A_number_is_kept_to_its_last_digit() => ProveAsync(async scene =>
    {
        foreach (var amount in (string[])["0.50", "1234567890123456789012.345678", "0.1000000000000000055511151231257827", "90071992547409931"])
            scene.History.Add(with: c => c with { Amount = amount });
        scene.Settle();
        await scene.ReadAsync();

        var texts = scene.Watch.Pages.SelectMany(p => p.Records).SelectMany(RecordTexts.Of).ToList();
        foreach (var amount in scene.History.Shown.Select(c => c.Amount))
            Assert.True(texts.Exists(text => text.Contains(amount, StringComparison.Ordinal)), $"The vendor wrote {amount}, and no value of a record holds it. Hand over the vendor's bytes, unchanged.");
    });

    /// <summary>Behaviour 12: documents that parsers do not agree on.</summary>
    [Fact]
    [Behaviour(12)]
    public Task What_parsers_do_not_agree_on_is_kept_whole_or_refused_by_name() => ProveAsync(async scene =>
    {
        foreach (var (odd, texts) in Subject is DatabaseSubject ? OddTexts : OddValues(CompileMapping().Format))
        {
            scene.Clock.Advance(TimeSpan.FromHours(1));
            scene.History.Add();
            var strange = scene.History.Add(with: c => c with { Amount = odd });
            scene.Settle();

            var run = await scene.RunAsync();

            var kept = scene.Watch.Pages.SelectMany(p => p.Records).Where(r => r.Broken is null && RecordTexts.Of(r) is { } all && all.Any(t => t.Contains(strange.Marker, StringComparison.Ordinal)));
            if (run.Outcome != RunOutcome.Succeeded) FailedByName(run, $"sends {odd[..Math.Min(odd.Length, 40)]}");
            else if (await scene.CountQuarantinedAsync() == 0)
                Assert.All(kept, r => Assert.True(texts.All(t => RecordTexts.Of(r).Contains(t)), $"The vendor sent {odd}, and the record was altered on its way. Hand over the vendor's bytes, unchanged."));

            // The vendor writes it in another way, or takes it back: what came beside it is there.
            scene.History.Vanish(strange.Number);
            scene.Settle();
            await scene.RunAsync();
            foreach (var good in scene.History.Shown) Assert.NotNull(await scene.FindAsync(good));
        }
    });

    // A database has no documents; what it has may look like one.
    static (string Odd, string[] Texts)[] OddTexts => [("NaN", ["NaN"]), ("1,\"amount\":2", ["1,\"amount\":2"]), ("{\"a\":1e999}", ["{\"a\":1e999}"]), ("'; --", ["'; --"])];

    // Written where the format has a number: a script puts Amount there as it is.
    static IEnumerable<(string Odd, string[] Texts)> OddValues(RecordFormat format) => format switch
    {
        RecordFormat.Json => [("NaN", []), ("1,\"amount\":2", ["1", "2"]), ("1,\"amount\":2,\"amount\":1e999", ["1e999"]), (new string('[', 200) + new string(']', 200), [])],
        RecordFormat.Xml => [("NaN", ["NaN"]), ("<n>1</n><n>2</n>", ["1", "2"]), (string.Concat(Enumerable.Repeat("<n>", 200)) + string.Concat(Enumerable.Repeat("</n>", 200)), [])],
        _ => [("NaN", ["NaN"]), ("1;2;3", []), ("\"1", [])],
    };

    /// <summary>Behaviour 12: a record as large as a book.</summary>
    [Fact]
    [Behaviour(12)]
    public Task A_large_record_is_kept_or_quarantined_and_takes_no_other_with_it() => ProveAsync(async scene =>
    {
        scene.History.Add();
        scene.History.Add(with: c => c with { Text = $"{new string('x', 300_000)} {c.Marker}" });
        scene.History.Add();
        scene.Settle();

        await scene.ReadAsync();

        var quarantined = await scene.CountQuarantinedAsync();
        Assert.Equal(3, await scene.CountAsync() + quarantined);
        Assert.NotNull(await scene.FindAsync(scene.History.Shown[0]));
        Assert.NotNull(await scene.FindAsync(scene.History.Shown[2]));
    });

    /// <summary>Behaviour 13: an adapter that gathers is told by what has left the vendor before the first page is handed over.</summary>
    [Fact]
    [Behaviour(13, OverHttp = true, InParts = true, OfFiles = "measured by what has left the vendor when a page is handed over, and a file leaves nothing; the adapter's own tests measure memory")]
    public Task A_long_read_is_handed_over_page_by_page() => ProveAsync(async scene =>
    {
        // 14 MiB in records of 12 KiB stand for a long read: whoever holds it all holds more than the bound, which is a quarter of it.
        const int Count = 1_200;
        var filling = new string('x', 12 * 1024);
        scene.History.AddMany(Count, scene.Step > TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : scene.Step, c => c with { Text = $"{filling} {c.Marker}" });
        scene.Settle();
        using var http = new HttpClient();
        var source = scene.Source(http);
        var (handedOver, most, records) = (0L, 0L, 0);

        for (PageRequest? next = scene.Beginning with { PageSize = 100 }; next is not null;)
        {
            var page = await source.ReadPageAsync(next, Stop);
            // What it held when it handed this page over: the page itself, and whatever it has beside it.
            most = Math.Max(most, scene.Vendor.Sent - handedOver);
            handedOver += page.Records.Sum(r => (long)r.Content.Length);
            records += page.Records.Count;
            if (page.Cut || records >= Count / 2) break;

            next = page.Next is null ? null : next with { Position = page.Next };
        }

        var bound = (long)Count * filling.Length / 4;
        Assert.True(records > 0 && most < bound, string.Create(CultureInfo.InvariantCulture,
            $"The adapter held {most:N0} bytes when it handed a page over. Hand each page over when it is there; the hub holds back a fast source, and cannot hold back one that gathers."));
    }, pageSize: 100);

    Task ProveAsync(Func<ConformanceScene, Task> prove, int pageSize, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        ProveAsync(new SceneOptions { PageSize = Math.Min(pageSize, Math.Max(Subject.PageSize, 100)), MaxAnswer = "64MB" }, prove, test);

    IMapping CompileMapping()
    {
        var file = RepositoryPath.Of(Subject.Mapping);
        var diagnostics = new DiagnosticBag();
        var mapping = MappingCompiler.Compile(
            new MappingSource(file, Subject.ChangeMapping(File.ReadAllText(file)), beside => File.Exists(Path.Combine(Path.GetDirectoryName(file)!, beside)) ? File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, beside)) : null),
            diagnostics);
        Assert.True(mapping is not null, string.Join('\n', diagnostics.All));
        return mapping;
    }

    // A row that counts the others, or what the mapping passes over for a reason of its own, is no case.
    static IEnumerable<string> KeysOf(IMapping mapping, IEnumerable<SourceRecord> records) =>
        records.Where(record => mapping.Map(record) is not MappingResult.Skipped)
            .Select(record => mapping.TryReadKey(record, out var key) ? key : throw new InvalidOperationException($"The record at {record.Where} has no key."));

    static async Task<List<SourceRecord>> ReadAllAsync(ISource source, PageRequest beginning)
    {
        var records = new List<SourceRecord>();
        var pages = 0;
        for (PageRequest? next = beginning; next is not null && pages++ < 1000;)
        {
            var page = await source.ReadPageAsync(next, Stop);
            records.AddRange(page.Records);
            next = page.Next is null ? null : next with { Position = page.Next };
        }

        if (source is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
        return records;
    }

    static string Bytes(SourceRecord record) => Convert.ToBase64String(record.Content.Span);

    static string Collapsed(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
