using IntegrationHub.Configuration;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Configuration;

public sealed class HubCatalogTests : IDisposable
{
    readonly TestFolder folder = new();
    readonly ManualClock clock = new();
    int compiled;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Streams_with_their_mappings_come_into_force()
    {
        folder.Write("permits/permits.stream.yaml", Stream("permits"));
        folder.Write("permits/permits.mapping.yaml", "mapping: permits\n");

        var snapshot = Catalog().Reload();

        Assert.Empty(snapshot.Diagnostics);
        var stream = Assert.Single(snapshot.Streams);
        Assert.Equal(new StreamName("permits"), stream.Definition.Name);
        Assert.Equal("permits", stream.Mapping.Name);
        Assert.Equal("permits", stream.Adapter.Manifest.Name);
        Assert.False(stream.Outdated);
    }

    [Fact]
    public void Nothing_starts_until_everything_was_right_once()
    {
        folder.Write("good.stream.yaml", Stream("good", "permits"));
        folder.Write("bad.stream.yaml", Stream("bad", "permits") + "limits: { timeout: soon }\n");
        folder.Write("permits.mapping.yaml", "mapping: permits\n");
        folder.Write("broken.mapping.yaml", "mapping: broken\nbroken: yes\n");
        var catalog = Catalog();

        var before = catalog.Reload();
        folder.Write("bad.stream.yaml", Stream("bad", "permits"));
        File.Delete(folder["broken.mapping.yaml"]);
        var after = catalog.Reload();

        Assert.Empty(before.Streams);
        Assert.Equal(["bad.stream.yaml:9:20 IH5003", "broken.mapping.yaml:2:1 IH2001"], Told(before));
        Assert.Equal(["bad", "good"], after.Streams.Select(s => s.Definition.Name.Value));
        Assert.Empty(after.Diagnostics);
    }

    [Fact]
    public void A_stream_file_that_goes_wrong_is_refused_and_its_last_good_version_stays()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits") + "schedule: { every: 7m }\n");
        folder.Write("b.stream.yaml", Stream("b", "permits"));
        folder.Write("permits.mapping.yaml", "mapping: permits\n");
        var catalog = Catalog();
        catalog.Reload();

        folder.Write("a.stream.yaml", "stream: a\nadapter: [");
        folder.Write("b.stream.yaml", Stream("b", "permits") + "schedule: { every: 9m }\n");
        var snapshot = catalog.Reload();

        Assert.EndsWith("IH1004", Assert.Single(Told(snapshot)), StringComparison.Ordinal);
        Assert.Equal([("a", 7.0, true), ("b", 9.0, false)], snapshot.Streams.Select(s => (s.Definition.Name.Value, s.Definition.Schedule.Every!.Value.TotalMinutes, s.Outdated)));
    }

    [Fact]
    public void A_mapping_that_goes_wrong_is_refused_and_its_last_good_version_stays_for_streams_that_change()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits"));
        folder.Write("permits.mapping.yaml", "mapping: permits\nversion: 1\n");
        var catalog = Catalog();
        catalog.Reload();

        folder.Write("permits.mapping.yaml", "mapping: permits\nversion: 2\nbroken: yes\n");
        folder.Write("a.stream.yaml", Stream("a", "permits") + "schedule: { every: 9m }\n");
        var refused = catalog.Reload();
        folder.Write("permits.mapping.yaml", "mapping: permits\nversion: 3\n");
        var mended = catalog.Reload();

        var stream = Assert.Single(refused.Streams);
        Assert.Equal(["permits.mapping.yaml:3:1 IH2001"], Told(refused));
        Assert.Equal(("1", 9.0, true), (stream.Mapping.Version, stream.Definition.Schedule.Every!.Value.TotalMinutes, stream.Outdated));
        Assert.Equal(("3", false), (mended.Streams[0].Mapping.Version, mended.Streams[0].Outdated));
        Assert.Empty(mended.Diagnostics);
    }

    [Fact]
    public void A_stream_keeps_its_mapping_when_the_file_is_taken_away_or_another_is_named_that_is_not_there()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits"));
        folder.Write("b.stream.yaml", Stream("b", "others"));
        folder.Write("permits.mapping.yaml", "mapping: permits\n");
        folder.Write("others.mapping.yaml", "mapping: others\n");
        var catalog = Catalog();
        catalog.Reload();

        File.Delete(folder["permits.mapping.yaml"]);
        folder.Write("b.stream.yaml", Stream("b", "other"));
        var snapshot = catalog.Reload();

        Assert.Equal(["a.stream.yaml:4:10 IH5031", "b.stream.yaml:4:10 IH5031"], Told(snapshot));
        Assert.EndsWith("there is no mapping 'permits'; there are others", snapshot.Diagnostics[0].ToString(), StringComparison.Ordinal);
        Assert.EndsWith("there is no mapping 'other' (did you mean 'others'?)", snapshot.Diagnostics[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(["permits", "others"], snapshot.Streams.Select(s => s.Mapping.Name));
        Assert.All(snapshot.Streams, s => Assert.True(s.Outdated));
    }

    [Fact]
    public void A_stream_whose_mapping_is_broken_is_not_told_that_there_is_none()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits"));
        folder.Write("permits.mapping.yaml", "mapping: permits\nbroken: yes\n");

        var snapshot = Catalog().Reload();

        Assert.Equal(["permits.mapping.yaml:2:1 IH2001"], Told(snapshot));
    }

    [Fact]
    public void A_stream_whose_file_is_taken_away_ends()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits"));
        folder.Write("b.stream.yaml", Stream("b", "permits"));
        folder.Write("permits.mapping.yaml", "mapping: permits\n");
        var catalog = Catalog();
        catalog.Reload();

        File.Delete(folder["a.stream.yaml"]);
        var snapshot = catalog.Reload();

        Assert.Equal("b", Assert.Single(snapshot.Streams).Definition.Name.Value);
        Assert.Empty(snapshot.Diagnostics);
    }

    [Fact]
    public void A_name_is_given_once_and_the_one_in_force_keeps_it()
    {
        folder.Write("b.stream.yaml", Stream("permits"));
        folder.Write("b.mapping.yaml", "mapping: permits\nversion: 1\n");
        var catalog = Catalog();
        catalog.Reload();

        folder.Write("a.stream.yaml", Stream("permits"));
        folder.Write("a.mapping.yaml", "mapping: permits\nversion: 2\n");
        var later = catalog.Reload();
        var first = Catalog().Reload();

        string[] expected = ["a.mapping.yaml:1:10 IH5032", "a.stream.yaml:1:9 IH5030", "b.mapping.yaml:1:10 IH5032", "b.stream.yaml:1:9 IH5030"];
        Assert.Equal(expected, Told(later));
        Assert.Equal(expected, Told(first).Where(t => !t.Contains("IH5031", StringComparison.Ordinal)));
        Assert.Equal(folder["b.stream.yaml"], Assert.Single(later.Streams).Definition.File);
        Assert.Equal("1", later.Streams[0].Mapping.Version);
        Assert.Empty(first.Streams);
    }

    [Fact]
    public void A_mapping_written_for_something_else_is_a_warning()
    {
        folder.Write("a.stream.yaml", Stream("north-permits", "permits"));
        folder.Write("b.stream.yaml", Stream("b", "faults"));
        folder.Write("permits.mapping.yaml", "mapping: permits\nsource: { system: permits, stream: permits }\n");
        folder.Write("faults.mapping.yaml", "mapping: faults\nsource: { system: open311, stream: requests }\n");

        var snapshot = Catalog().Reload();

        Assert.Equal(["b.stream.yaml:1:9 IH5034", "b.stream.yaml:2:9 IH5034"], Told(snapshot));
        Assert.Equal(2, snapshot.Streams.Count);
    }

    [Fact]
    public void Without_a_change_the_same_snapshot_is_returned_and_nothing_is_compiled()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits"), age: TimeSpan.FromHours(1));
        folder.Write("permits.mapping.yaml", "mapping: permits\ntable: codes.csv\n", age: TimeSpan.FromHours(1));
        folder.Write("codes.csv", "source,target\n", age: TimeSpan.FromHours(1));
        var catalog = Catalog();
        var first = catalog.Reload();

        File.SetLastWriteTimeUtc(folder["codes.csv"], DateTime.UnixEpoch.AddDays(20_000));
        var second = catalog.Reload();

        Assert.Same(first, second);
        Assert.Equal(1, compiled);
    }

    [Fact]
    public void A_changed_code_table_changes_the_mapping_and_so_does_one_that_appears()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits"));
        folder.Write("permits.mapping.yaml", "mapping: permits\ntable: codes/status.csv\n");
        var catalog = Catalog();
        var missing = catalog.Reload();

        folder.Write("codes/status.csv", "source,target\n");
        var there = catalog.Reload();
        folder.Write("codes/status.csv", "source,target\nA,closed\n");
        var changed = catalog.Reload();

        Assert.Equal(["permits.mapping.yaml:2:8 IH2006"], Told(missing));
        Assert.Empty(there.Diagnostics);
        Assert.NotEqual(there.Streams[0].Mapping.Fingerprint.ToArray(), changed.Streams[0].Mapping.Fingerprint.ToArray());
    }

    [Fact]
    public void A_change_within_the_same_moment_and_of_the_same_size_is_seen()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits"));
        folder.Write("permits.mapping.yaml", "mapping: permits\nversion: 1\n");
        var written = File.GetLastWriteTimeUtc(folder["permits.mapping.yaml"]);
        clock.Advance(new DateTimeOffset(written) - clock.GetUtcNow());
        var catalog = Catalog();
        catalog.Reload();

        folder.Write("permits.mapping.yaml", "mapping: permits\nversion: 2\n");
        File.SetLastWriteTimeUtc(folder["permits.mapping.yaml"], written);

        Assert.Equal("2", Assert.Single(catalog.Reload().Streams).Mapping.Version);
    }

    [Fact]
    public void A_code_table_in_another_charset_is_told_with_its_place()
    {
        folder.Write("a.stream.yaml", Stream("a", "permits"));
        folder.Write("permits.mapping.yaml", "mapping: permits\ntable: codes.csv\n");
        File.WriteAllBytes(folder["codes.csv"], [.. "source,target\nA,\u00e5"u8[..^2], 0xE5, (byte)'\n']);

        var snapshot = Catalog().Reload();

        Assert.Contains("codes.csv:2:3 IH1021", Told(snapshot));
    }

    [Fact]
    public void Files_behind_the_links_of_a_container_platform_are_read_once_and_their_swap_is_seen()
    {
        folder.Write("..v1/a.stream.yaml", Stream("a", "permits"), age: TimeSpan.FromHours(2));
        folder.Write("..v1/permits.mapping.yaml", "mapping: permits\nversion: 1\n", age: TimeSpan.FromHours(2));
        folder.Write("..v2/a.stream.yaml", Stream("a", "permits"), age: TimeSpan.FromHours(2));
        folder.Write("..v2/permits.mapping.yaml", "mapping: permits\nversion: 2\n", age: TimeSpan.FromHours(1));
        Directory.CreateSymbolicLink(folder["..data"], "..v1");
        File.CreateSymbolicLink(folder["a.stream.yaml"], "..data/a.stream.yaml");
        File.CreateSymbolicLink(folder["permits.mapping.yaml"], "..data/permits.mapping.yaml");
        var catalog = Catalog();
        var before = catalog.Reload();

        Directory.Delete(folder["..data"]);
        Directory.CreateSymbolicLink(folder["..data"], "..v2");
        var after = catalog.Reload();

        Assert.Empty(before.Diagnostics);
        Assert.Equal("1", Assert.Single(before.Streams).Mapping.Version);
        Assert.Equal("2", Assert.Single(after.Streams).Mapping.Version);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told_and_seen_when_it_comes()
    {
        var catalog = new HubCatalog([folder["later"]], [new TestAdapter(), new RequestAdapter()], FakeMapping.Compile, clock);

        var before = catalog.Reload();
        Directory.CreateDirectory(folder["later"]);
        var after = catalog.Reload();

        Assert.Equal($"{folder["later"]}:1:1: error IH1023: there is no such folder", Assert.Single(before.Diagnostics).ToString());
        Assert.Empty(after.Diagnostics);
    }

    [Fact]
    public void Events_are_not_read_again_and_a_stream_file_that_hopes_so_is_refused()
    {
        const string File = """
            stream: updates
            source: requests
            adapter: requests
            mapping: updates
            read: { strategy: windowed, from: 2020-01-01T00:00:00Z, reread: { batch: 20 } }
            """;
        folder.Write("updates.stream.yaml", File);
        folder.Write("updates.mapping.yaml", "mapping: updates\ntarget: event@1\n");
        var catalog = Catalog();

        var refused = catalog.Reload();
        folder.Write("updates.mapping.yaml", "mapping: updates\ntarget: case@1\n");
        var accepted = catalog.Reload();

        Assert.Equal(["updates.stream.yaml:5:57 IH5007"], Told(refused));
        Assert.Empty(refused.Streams);
        Assert.Empty(accepted.Diagnostics);
        Assert.Single(accepted.Streams);
    }

    [Fact]
    public void Events_are_not_read_by_key_so_that_a_stream_of_events_can_take_no_notifications()
    {
        const string File = """
            stream: updates
            source: requests
            adapter: requests
            mapping: updates
            read: { strategy: windowed, from: 2020-01-01T00:00:00Z }
            notify: { kind: standard-webhooks, secrets: "${secret:HOOK}", key: id }
            """;
        folder.Write("updates.stream.yaml", File);
        folder.Write("updates.mapping.yaml", "mapping: updates\ntarget: event@1\n");
        var catalog = Catalog();

        var refused = catalog.Reload();
        folder.Write("updates.mapping.yaml", "mapping: updates\ntarget: case@1\n");
        var accepted = catalog.Reload();

        Assert.Equal(["updates.stream.yaml:6:1 IH5007"], Told(refused));
        Assert.Empty(refused.Streams);
        Assert.Empty(accepted.Diagnostics);
        Assert.NotNull(Assert.Single(accepted.Streams).Definition.Notify);
    }

    HubCatalog Catalog() => new(
        [folder.Path],
        [new TestAdapter(), new RequestAdapter()],
        (source, diagnostics) =>
        {
            compiled++;
            return FakeMapping.Compile(source, diagnostics);
        },
        clock);

    IEnumerable<string> Told(CatalogSnapshot snapshot) => snapshot.Diagnostics.Select(d => $"{Path.GetRelativePath(folder.Path, d.Place.File)}:{d.Place.Line}:{d.Place.Column} {d.Code}");

    sealed class RequestAdapter : IAdapter
    {
        public AdapterManifest Manifest { get; } = TestAdapter.Described with { Name = "requests", ReadsByKey = true, Strategies = [ReadStrategy.Windowed], Settings = [] };

        public ISource CreateSource(SourceContext context) => throw new InvalidOperationException("Nothing is to be read here.");
    }

    static string Stream(string name, string? mapping = null) => $$"""
        stream: {{name}}
        source: permits
        adapter: permits
        mapping: {{mapping ?? name}}
        connection:
          url: https://permits.example/api
        read:
          strategy: cursor

        """;
}
