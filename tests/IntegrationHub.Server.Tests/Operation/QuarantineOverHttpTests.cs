using System.Net;
using System.Text.Json;

namespace IntegrationHub.Server.Tests.Operation;

/// <summary>A real hub over a drop folder, and everything that is done with its quarantine done over HTTP.</summary>
public sealed class QuarantineOverHttpTests : IAsyncLifetime
{
    const string Rows = """
        Number;Person;Name;Title;Status;Changed
        P 2026-1;;;Garage på Åsgatan;open;2026-03-02 08:00
        P 2026-2;19121212-1212;Tolvan Tolvansson;A sauna;open;2026-02-30 08:00
        P 2026-3;;;A shed;open;yesterday
        P 2026-4;;;A gate;open;2026-02-31 08:00

        """;

    HubOverHttp hub = null!;

    public async ValueTask InitializeAsync() => hub = await HubOverHttp.StartAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task From_the_group_over_an_edit_a_replay_and_a_discard_to_a_source_that_is_complete_again()
    {
        hub.Disk.Drop(Rows);
        await hub.RunAsync();
        Assert.Equal("partial", await CoverageAsync());
        var (_, groups) = await hub.SendAsync(HttpMethod.Get, "quarantine/groups", "operations");
        Assert.Equal(("IH3202", 3), (groups.GetProperty("groups")[0].GetProperty("code").GetString(), groups.GetProperty("groups")[0].GetProperty("count").GetInt32()));
        var (_, list) = await hub.SendAsync(HttpMethod.Get, "quarantine?stream=permits&code=IH3202", "operations");
        var ids = list.GetProperty("records").EnumerateArray().ToDictionary(r => r.GetProperty("key").GetString()!, r => r.GetProperty("id").GetString()!);
        Assert.DoesNotContain("Tolvan", list.GetRawText(), StringComparison.Ordinal);

        // An administrator sees the record, mends it badly, and then well.
        var (_, record) = await hub.SendAsync(HttpMethod.Get, $"quarantine/{ids["P 2026-2"]}/record", "administrator");
        var text = record.GetProperty("text").GetString()!;
        Assert.Equal("P 2026-2;19121212-1212;Tolvan Tolvansson;A sauna;open;2026-02-30 08:00", text);
        var (bad, faults) = await EditAsync(ids["P 2026-2"], record, text.Replace("2026-02-30", "2026-02-31", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "IH7064"), (bad, faults.GetProperty("code").GetString()));
        Assert.Contains("IH3202", faults.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        var (good, stored) = await EditAsync(ids["P 2026-2"], record, text.Replace("2026-02-30", "2026-02-28", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, good);
        var (_, opened) = await hub.SendAsync(HttpMethod.Get, $"cases/{stored.GetProperty("case").GetString()}", "agent");
        Assert.Equal(("A sauna", JsonValueKind.String), (opened.GetProperty("case").GetProperty("title").GetString(), opened.GetProperty("case").GetProperty("editedAt").ValueKind));
        Assert.Equal(HttpStatusCode.NotFound, (await EditAsync(ids["P 2026-2"], record, text)).Status);

        // The mapping learns a word for no date; one row of the two comes in, the other is still wrong.
        hub.Disk.Write("streams/permits.mapping.yaml", File.ReadAllText(hub.Disk.In("streams/permits.mapping.yaml"))
            .Replace("Changed | datetime('yyyy-MM-dd HH:mm')", "if(Changed == 'yesterday', null, Changed | datetime('yyyy-MM-dd HH:mm'))", StringComparison.Ordinal));
        var (_, replayed) = await hub.SendAsync(HttpMethod.Post, "quarantine/replay", "operations", """{"stream":"permits"}""");
        Assert.Equal((2, 1, 1), (replayed.GetProperty("records").GetInt32(), replayed.GetProperty("cameIn").GetInt32(), replayed.GetProperty("stillHeld").GetInt32()));

        // Nobody misses the last one.
        var (_, discarded) = await hub.SendAsync(HttpMethod.Post, $"quarantine/{ids["P 2026-4"]}/discard", "operations", """{"reason":"a test case of the vendor"}""");
        Assert.Equal(1, discarded.GetProperty("discarded").GetInt32());
        Assert.Equal("complete", await CoverageAsync());

        // The same broken row again is no news; the discarded one comes back.
        hub.Disk.Drop(Rows + "P 2026-5;;;A door;open;2026-03-05 08:00\n");
        await hub.RunAsync();
        var (_, left) = await hub.SendAsync(HttpMethod.Get, "quarantine", "operations");
        Assert.Equal(["P 2026-4"], left.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("key").GetString()));
        (_, opened) = await hub.SendAsync(HttpMethod.Get, $"cases/{stored.GetProperty("case").GetString()}", "agent");
        Assert.Equal(JsonValueKind.String, opened.GetProperty("case").GetProperty("editedAt").ValueKind);

        var audit = await hub.AuditAsync("quarantine");
        Assert.Equal(["quarantine.read", "quarantine.edit", "quarantine.replay", "quarantine.discard"], audit.Select(l => l.Action));
        Assert.All(audit, line => Assert.Equal("anna.ek", line.OnBehalfOf));
        Assert.Equal("a test case of the vendor", audit[^1].Purpose);
    }

    async Task<string?> CoverageAsync() =>
        (await hub.SendAsync(HttpMethod.Get, "streams", "operations")).Body.GetProperty("streams")[0].GetProperty("coverage").GetProperty("state").GetString();

    Task<(HttpStatusCode Status, JsonElement Body)> EditAsync(string id, JsonElement record, string text) =>
        hub.SendAsync(HttpMethod.Put, $"quarantine/{id}/record", "administrator", JsonSerializer.Serialize(new { text, version = record.GetProperty("version").GetString(), purpose = "the vendor confirmed the date" }));
}
