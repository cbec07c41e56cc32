using System.Globalization;
using System.Text;
using IntegrationHub.Drift;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.Drift;

public sealed class DriftWatchTests
{
    const string Mapping = """
        mapping: permits
        version: 1.0.0
        target: case@1
        source: { system: permits, stream: permits, format: json }
        identity: { key: id }
        codes:
          status:
            map: { open: inProgress }
            unknown: quarantine
          kind:
            map: { a: building }
            unknown: keep
        fields:
          title: const('Permit')
          status: status | lookup(status)
          type: kind | lookup(kind)
          confidentiality: const('open')
        attributes:
          fee: fee
        ignore:
          internal.**: bookkeeping

        """;

    [Fact]
    public async Task Fields_that_nobody_maps_or_ignores_are_told_with_the_lines_that_put_it_right()
    {
        await using var hub = await HubAsync();
        await RunAsync(hub, """{"id":"1","status":"open","fee":1,"internal":{"x":1},"handler":{"phone":"070"}}""");

        var finding = Assert.Single(await FindAsync(hub));

        Assert.Equal((DriftKind.NewField, "handler.phone", 1L), (finding.Kind, finding.Path, finding.Times));
        Assert.Equal(("handler.phone: 'why nobody needs it'", "phone: handler.phone"), (finding.Line, finding.MapLine));
        hub.MappingText = hub.MappingText.Replace("  fee: fee", "  fee: fee\n  phone: handler.phone", StringComparison.Ordinal);
        Assert.Empty(await FindAsync(hub));
    }

    [Fact]
    public async Task Codes_without_a_row_are_counted_whatever_their_table_does_with_them_and_disappear_with_their_row()
    {
        await using var hub = await HubAsync();
        await RunAsync(hub, """{"id":"1","status":"VILANDE"}""", """{"id":"2","status":"VILANDE"}""", """{"id":"3","status":"open","kind":"z"}""");

        var findings = await FindAsync(hub);

        Assert.Equal(3, (await hub.Store.Drift.GetAsync(hub.Key, CancellationToken.None)).Records);
        Assert.Equal([("kind", "z", 1L, "'z': '?'"), ("status", "VILANDE", 2L, "'VILANDE': '?'")], findings.Select(f => (f.Table!, f.Code!, f.Times, f.Line!)));
        hub.MappingText = hub.MappingText.Replace("open: inProgress", "open: inProgress, VILANDE: waitingForOther", StringComparison.Ordinal);
        Assert.Equal(["z"], (await FindAsync(hub)).Select(f => f.Code));
    }

    [Fact]
    public async Task A_number_that_became_text_is_told_with_what_it_was()
    {
        await using var hub = await HubAsync();
        await RunAsync(hub, [.. Enumerable.Range(0, 30).Select(n => Record(n, "7"))]);
        await RunAsync(hub, Record(90, "\"7 kr\""));

        var finding = Assert.Single(await FindAsync(hub));

        Assert.Equal((DriftKind.TypeChange, "fee", 1L, 31L), (finding.Kind, finding.Path, finding.Times, finding.Among));
        Assert.Equal((FieldKind.Number, FieldKind.Text), (Assert.Single(finding.Was), Assert.Single(finding.Is)));
    }

    [Fact]
    public async Task A_field_that_records_do_not_have_any_more_is_told()
    {
        await using var hub = await HubAsync();
        await RunAsync(hub, [.. Enumerable.Range(0, 30).Select(n => Record(n, "7"))]);
        await RunAsync(hub, [.. Enumerable.Range(100, 30).Select(n => $$"""{"id":"{{n}}","status":"open"}""")]);

        var finding = Assert.Single(await FindAsync(hub));

        Assert.Equal((DriftKind.MissingField, "fee", 30L, 60L), (finding.Kind, finding.Path, finding.Times, finding.Among));
    }

    [Fact]
    public async Task A_stream_that_holds_changes_of_kind_quarantines_them_until_somebody_accepts_them()
    {
        await using var hub = await HubAsync();
        hub.Definition = hub.Definition with { Drift = new DriftPolicy { TypeChange = DriftAction.Quarantine } };
        await RunAsync(hub, [.. Enumerable.Range(0, 30).Select(n => Record(n, "7"))]);

        var held = await RunAsync(hub, Record(90, "\"7 kr\""));
        await hub.Store.Drift.ChangeAsync(hub.Key, _ => DriftFacts.None, CancellationToken.None);
        var after = await RunAsync(hub, Record(91, "\"8 kr\""));

        Assert.Equal((1, 0), (held.Counters.Quarantined, after.Counters.Quarantined));
        var entry = Assert.Single(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None));
        Assert.Equal(("90", "IH3021"), (entry.Key, entry.Code));
        Assert.Contains("'fee' holds text, and always held a number before", entry.Diagnostics, StringComparison.Ordinal);
        Assert.DoesNotContain("7 kr", entry.Diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_holds_new_codes_quarantines_what_its_table_would_have_kept()
    {
        await using var hub = await HubAsync();
        hub.Definition = hub.Definition with { Drift = new DriftPolicy { NewCode = DriftAction.Quarantine } };

        var run = await RunAsync(hub, """{"id":"1","status":"open","kind":"z"}""", """{"id":"2","status":"open","kind":"a"}""");

        Assert.Equal((1, 1), (run.Counters.Quarantined, run.Counters.Written));
        Assert.Equal("IH3022", Assert.Single(await hub.Store.Quarantine.ListAsync(SyncFixture.Tenant, new QuarantineQuery(), CancellationToken.None)).Code);
        Assert.Equal("z", Assert.Single(await FindAsync(hub)).Code);
    }

    [Fact]
    public async Task What_a_stream_ignores_is_not_told()
    {
        await using var hub = await HubAsync();
        await RunAsync(hub, """{"id":"1","status":"VILANDE","other":1}""");
        hub.Definition = hub.Definition with { Drift = new DriftPolicy { NewField = DriftAction.Ignore, NewCode = DriftAction.Ignore } };

        Assert.Empty(await FindAsync(hub));
    }

    [Fact]
    public async Task Records_that_nothing_has_changed_in_are_not_counted_again()
    {
        await using var hub = await HubAsync();
        await RunAsync(hub, """{"id":"1","status":"open"}""");
        await RunAsync(hub, """{"id":"1","status":"open"}""");

        Assert.Equal(1, (await hub.Store.Drift.GetAsync(hub.Key, CancellationToken.None)).Records);
    }

    [Fact]
    public async Task No_value_of_a_record_is_ever_written_down()
    {
        await using var hub = await HubAsync();
        await RunAsync(hub, """{"id":"1","status":"19350101-9800","name":"Siv Dahl","handler":{"phone":"0701740605"}}""");

        var facts = System.Text.Json.JsonSerializer.Serialize(await hub.Store.Drift.GetAsync(hub.Key, CancellationToken.None));

        Assert.DoesNotContain("19350101", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("Siv", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("070174", facts, StringComparison.Ordinal);
    }

    static string Record(int number, string fee) => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{number}}","status":"open","fee":{{fee}}}""");

    static async Task<SyncFixture> HubAsync()
    {
        var hub = await SyncFixture.StartAsync();
        hub.MappingText = Mapping;
        hub.Definition = hub.Definition with { QuarantineStopAbove = 1 };
        return hub;
    }

    static async Task<RunRecord> RunAsync(SyncFixture hub, params string[] records)
    {
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        var runner = new StreamRunner(hub.Streams, hub.Protector, new SyncOptions { Owner = "test" }, hub.Clock, NullLogger<StreamRunner>.Instance)
        {
            Drift = new DriftBook(hub.Store.Drift, hub.Clock, NullLogger.Instance),
        };
        return (await runner.RunAsync(hub.Runnable(_ => new OnePage(records)), RunTrigger.Manual, RunOrder.Due, CancellationToken.None))!;
    }

    static async Task<IReadOnlyList<DriftFinding>> FindAsync(SyncFixture hub) =>
        DriftRule.Find(await hub.Store.Drift.GetAsync(hub.Key, CancellationToken.None), hub.Runnable(_ => new OnePage([])).Mapping, hub.Definition.Drift);

    sealed class OnePage(string[] records) : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) =>
            new(new SourcePage { Records = [.. records.Select(text => new SourceRecord { Content = Encoding.UTF8.GetBytes(text), Format = RecordFormat.Json })] });
    }
}
