using System.Text.Json;
using IntegrationHub.Protection;

namespace IntegrationHub.Server.Tests.Cli;

public sealed class SyncCommandTests : IDisposable
{
    readonly HubOnDisk hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public async Task The_same_records_again_write_nothing()
    {
        hub.Drop(HubOnDisk.Permits);
        Assert.Equal(0, await hub.RunAsync("sync", "--format", "json"));
        var first = Stream();
        hub.Drop(HubOnDisk.PermitsInAnotherOrder);

        Assert.Equal(0, await hub.RunAsync("sync", "--format", "json"));

        var second = Stream();
        Assert.Equal((2, 2, 0), (Number(first, "read"), Number(first, "written"), Number(first, "unchanged")));
        Assert.Equal((2, 0, 2), (Number(second, "read"), Number(second, "written"), Number(second, "unchanged")));
    }

    [Fact]
    public async Task For_programs_there_is_one_object_and_nothing_else()
    {
        hub.Drop(HubOnDisk.Permits);

        Assert.Equal(0, await hub.RunAsync("sync", "permits", "--format", "json"));

        Assert.Equal(["name", "read", "written", "unchanged", "skipped", "quarantined", "tombstoned", "seconds", "outcome"], Stream().EnumerateObject().Select(p => p.Name));
        Assert.Equal("permits succeeded", $"{Stream().GetProperty("name")} {Stream().GetProperty("outcome")}");
        Assert.Equal("", hub.Error);
    }

    [Fact]
    public async Task For_people_there_is_a_table()
    {
        hub.Drop(HubOnDisk.Permits);

        Assert.Equal(0, await hub.RunAsync("sync"));

        var rows = hub.Output.Split('\n').Select(l => string.Join(' ', l.Split(['│', ' '], StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains("Stream Read Written Unchanged Skipped Quarantined Tombstoned Seconds", rows);
        Assert.Contains(rows, r => r.StartsWith("permits 2 2 0 0 0 0 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_fails_is_told_with_its_code_and_keeps_no_other_from_running()
    {
        hub.Drop(HubOnDisk.Permits);
        hub.WriteStream("gone", hub.In("nowhere"));

        Assert.Equal(1, await hub.RunAsync("sync", "--format", "json"));

        using var json = JsonDocument.Parse(hub.Output);
        var streams = json.RootElement.GetProperty("streams").EnumerateArray().ToList();
        Assert.Equal(["gone failed", "permits succeeded"], streams.Select(s => $"{s.GetProperty("name")} {s.GetProperty("outcome")}"));
        Assert.StartsWith("IH63", streams[0].GetProperty("fault").GetProperty("code").GetString(), StringComparison.Ordinal);

        Assert.Equal(1, await hub.RunAsync("sync", "gone"));
        Assert.Contains("gone: failed IH63", hub.Output, StringComparison.Ordinal);
        Assert.Contains("there is no folder", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_another_process_has_is_busy_and_no_success()
    {
        hub.Drop(HubOnDisk.Permits);
        await using var store = await hub.OpenStoreAsync();
        Assert.NotNull(await store.Streams.TryLeaseAsync(
            new StreamKey(new TenantId("sundby"), new SourceId("permits"), new StreamName("permits")), "another", TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken));

        Assert.Equal(1, await hub.RunAsync("sync"));

        Assert.Contains("permits: busy another process runs this stream", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_stream_is_named_with_the_nearest_one_and_nothing_runs()
    {
        hub.Drop(HubOnDisk.Permits);

        Assert.Equal(2, await hub.RunAsync("sync", "permits", "permts"));

        Assert.Equal("", hub.Output);
        Assert.Equal($"ihub: there is no stream 'permts' (did you mean 'permits'?); {hub.In("hub.yaml")} has permits\n", hub.Error);
        Assert.True(File.Exists(hub.In("drop/1.csv")));
    }

    [Fact]
    public async Task A_mistyped_option_is_no_stream()
    {
        Assert.Equal(2, await hub.RunAsync("sync", "--fromat"));

        Assert.Equal("ihub: there is no option '--fromat' (did you mean '--format'?)\n", hub.Error);
    }

    [Fact]
    public async Task Mistakes_in_the_hub_file_are_shown_with_their_lines_and_not_on_the_output()
    {
        hub.WriteHubFile("nmae: Sundby\nstrems: [x]\n");

        Assert.Equal(2, await hub.RunAsync("sync", "--format", "json"));

        Assert.Equal("", hub.Output);
        Assert.Contains($"{hub.In("hub.yaml")}:6:1: error IH5001: there is no key 'nmae' here (did you mean 'name'?)\n  6 | nmae:\n    | ^\n", hub.Error, StringComparison.Ordinal);
        Assert.Contains(":7:1: error IH5001", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_in_the_stream_and_with_the_keys_is_told_at_once()
    {
        File.Delete(hub.KeysFile);
        hub.WriteStream("second", "x");
        hub.Write("streams/second.stream.yaml", File.ReadAllText(hub.In("streams/second.stream.yaml")).Replace("mapping: permits", "mapping: permitz", StringComparison.Ordinal));

        Assert.Equal(2, await hub.RunAsync("sync"));

        Assert.Contains("(did you mean 'permits'?)", hub.Error, StringComparison.Ordinal);
        Assert.Contains($"To make one: ihub keys new '{hub.KeysFile}'", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_disclosure_keeps_the_hub_from_starting()
    {
        hub.WriteHubFile("disclosure:\n  sources:\n    permitz: { default: hidden }\n");

        Assert.Equal(2, await hub.RunAsync("sync"));

        Assert.Contains("hub.yaml:8:5: error IH53", hub.Error, StringComparison.Ordinal);
        Assert.Contains("(did you mean 'permits'?)", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_the_environment_does_not_have_keeps_the_hub_from_starting()
    {
        hub.WriteStream("permits", "${IHUB_TEST_NO_SUCH_SETTING}");

        Assert.Equal(2, await hub.RunAsync("sync"));

        Assert.Contains("IHUB_TEST_NO_SUCH_SETTING", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_keys_than_those_of_the_index_are_refused()
    {
        hub.Drop(HubOnDisk.Permits);
        Assert.Equal(0, await hub.RunAsync("sync"));
        File.Delete(hub.KeysFile);
        KeyRingFile.CreateNew(hub.KeysFile);

        Assert.Equal(2, await hub.RunAsync("sync"));

        Assert.StartsWith("ihub: ", hub.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no code expects", hub.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_hub_file_it_is_told_how_to_name_one()
    {
        File.Delete(hub.In("hub.yaml"));

        Assert.Equal(2, await hub.RunAsync("sync"));

        Assert.Equal($"ihub: there is no file '{hub.In("hub.yaml")}'; name the hub's file with --hub\n", hub.Error);
    }

    JsonElement Stream() => Assert.Single(JsonDocument.Parse(hub.Output).RootElement.GetProperty("streams").EnumerateArray());

    static long Number(JsonElement stream, string name) => stream.GetProperty(name).GetInt64();
}
