using System.Text.Json;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary><c>ihub diff</c>: two versions of a mapping over samples, and over the records that a hub has kept.</summary>
public sealed class DiffCommandTests : IDisposable
{
    readonly HubOnDisk hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public async Task Over_the_kept_records_it_tells_each_field_with_counts_and_keys_and_masks_who_they_are_of()
    {
        await SyncAsync(floor: "open");
        WriteNew("open: inProgress", "open: received", ("title: Title", "title: Title | upper"), ("name: root.Name", "name: root.Name | upper"));

        Assert.Equal(1, await hub.RunAsync("diff", hub.In("new"), "--records", "permits"));

        Assert.Equal(
            """
            permits 1.0.0 → 1.0.0: 2 records, 2 differ
            title
              1 time 'A sauna' → 'A SAUNA'  (P 2026-2)
              1 time 'Garage på Åsgatan' → 'GARAGE PÅ ÅSGATAN'  (P 2026-1)
            parties[].name
              1 time ••• → •••  (P 2026-1)
            status
              1 time inProgress → received  (P 2026-1)
            1.0.0 is too little: values changed, so at least the second number of 1.0.0 should be raised

            """, hub.Output);
        Assert.Contains(await hub.ReadAuditAsync(), line => line is { Action: "stream.compare", Stream: "permits" });
        Assert.Equal(0, await hub.LookUpAsync("caseNumber", "", "--value", "P 2026-1"));
        Assert.Contains("P 2026-1  in progress", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_new_version_cannot_map_is_told_with_the_reason_and_for_programs_as_one_object()
    {
        await SyncAsync(floor: "open");
        WriteNew("unknown: unknown", "unknown: quarantine");

        Assert.Equal(1, await hub.RunAsync("diff", hub.In("new"), "--records", "permits", "--format", "json"));

        using var json = JsonDocument.Parse(hub.Output);
        var outcome = Assert.Single(json.RootElement.GetProperty("outcomes").EnumerateArray());
        Assert.Equal(("mapped", "quarantined with IH3102 at status", "P 2026-2"), (outcome.GetProperty("from").GetString(), outcome.GetProperty("to").GetString(), outcome.GetProperty("examples")[0].GetString()));
    }

    [Fact]
    public async Task A_version_that_changes_nothing_in_the_index_answers_nought()
    {
        await SyncAsync(floor: "open");
        WriteNew("version: 1.0.0", "version: 1.0.1");

        Assert.Equal(0, await hub.RunAsync("diff", hub.In("streams"), hub.In("new"), "--records", "permits", "--most", "1"));

        Assert.Equal("permits 1.0.0 → 1.0.1: 1 record, 0 differ\nnothing differs in what comes out\n", hub.Output);
    }

    [Fact]
    public async Task Where_nothing_is_kept_it_says_why()
    {
        await SyncAsync(floor: "restricted");
        WriteNew("version: 1.0.0", "version: 1.0.1");

        Assert.Equal(2, await hub.RunAsync("diff", hub.In("new"), "--records", "permits"));

        Assert.EndsWith("ihub: permits keeps no records: its file says records: none, or its floor is closed; compare samples instead\n", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_samples_every_value_is_shown()
    {
        hub.Write("new/samples/one.csv", HubOnDisk.Permits);
        WriteNew("name: root.Name", "name: root.Name | upper");

        Assert.Equal(1, await hub.RunAsync("diff", hub.In("streams"), hub.In("new")));

        Assert.Contains("  1 time 'Tolvan Tolvansson' → 'TOLVAN TOLVANSSON'", hub.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name the new mapping too, or a stream", "diff", "{streams}")]
    [InlineData("give either --samples or --records (--records permits)", "diff", "{streams}", "--records", "permits", "--samples", "x")]
    [InlineData("--each says where records are in samples (--records permits)", "diff", "{streams}", "--records", "permits", "--each", "x")]
    [InlineData("--most is at least 1 (--records permits)", "diff", "{streams}", "--records", "permits", "--most", "0")]
    [InlineData("--most goes with --records", "diff", "{streams}", "{streams}", "--most", "1")]
    [InlineData("there is no stream 'permit' (did you mean 'permits'?)", "diff", "{streams}", "--records", "permit")]
    [InlineData("there is no file or folder '{nowhere}'", "diff", "{nowhere}", "{streams}")]
    [InlineData("name records with --samples", "diff", "{streams}", "{streams}")]
    public async Task What_makes_no_sense_is_told_and_answered_with_two(string told, params string[] args)
    {
        string In(string text) => text.Replace("{streams}", hub.In("streams"), StringComparison.Ordinal).Replace("{nowhere}", hub.In("nowhere"), StringComparison.Ordinal);

        Assert.Equal(2, await hub.RunAsync([.. args.Select(In)]));

        Assert.Equal("", hub.Output);
        Assert.Contains(In(told), hub.Error, StringComparison.Ordinal);
    }

    async Task SyncAsync(string floor)
    {
        hub.Write("streams/permits.stream.yaml", $"{File.ReadAllText(hub.In("streams/permits.stream.yaml"))}confidentiality:\n  floor: {floor}\n");
        hub.Drop(HubOnDisk.Permits);
        await hub.RunAsync("sync");
    }

    void WriteNew(string from, string to, params (string From, string To)[] more)
    {
        var text = File.ReadAllText(hub.In("streams/permits.mapping.yaml"));
        foreach (var (old, now) in ((string, string)[])[(from, to), .. more])
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, now, StringComparison.Ordinal);
        }

        hub.Write("new/permits.mapping.yaml", text);
    }
}
