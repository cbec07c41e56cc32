using IntegrationHub.Configuration;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Configuration;

/// <summary>What people are told of a change that is refused while the last good version of a stream stays in force.</summary>
public sealed class RefusedChangeTests : IDisposable
{
    readonly TestFolder folder = new();
    readonly ManualClock clock = new();

    public RefusedChangeTests()
    {
        foreach (var name in (string[])["a", "b"])
        {
            folder.Write($"town/{name}.stream.yaml", Stream(name));
            folder.Write($"town/{name}.mapping.yaml", $"mapping: {name}\n");
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_stream_tells_what_is_refused_of_its_own_file_and_another_stream_does_not()
    {
        var catalog = Right();

        var refused = Change(catalog, "town/a.stream.yaml", Stream("a") + "limits: { timeout: soon }\n");

        Assert.Equal(["town/a.stream.yaml:9:20 IH5003"], Told(Of(refused, "a")));
        Assert.Null(Of(refused, "b"));
        Assert.Null(refused.RefusedElsewhere);
    }

    [Fact]
    public void A_stream_tells_what_is_refused_of_its_mapping_with_the_place_in_the_mapping()
    {
        var catalog = Right();

        var refused = Change(catalog, "town/b.mapping.yaml", "mapping: b\nbroken: yes\n");

        Assert.Equal(["town/b.mapping.yaml:2:1 IH2001"], Told(Of(refused, "b")));
        Assert.Null(Of(refused, "a"));
    }

    [Fact]
    public void It_is_refused_since_it_was_first_seen_also_when_it_was_changed_and_is_still_wrong_and_no_more_when_it_is_mended()
    {
        var catalog = Right();
        var began = clock.GetUtcNow();
        Change(catalog, "town/a.stream.yaml", Stream("a") + "limits: { timeout: soon }\n");
        clock.Advance(TimeSpan.FromHours(2));

        var still = Change(catalog, "town/a.stream.yaml", Stream("a") + "limits: { timeout: later }\n");
        var mended = Change(catalog, "town/a.stream.yaml", Stream("a") + "limits: { timeout: 20s }\n");

        Assert.Equal(began, Of(still, "a")!.Since);
        Assert.Null(Of(mended, "a"));
    }

    [Fact]
    public void A_new_file_that_is_wrong_belongs_to_no_stream_in_force_and_is_told_all_the_same()
    {
        var catalog = Right();

        var refused = Change(catalog, "town/c.stream.yaml", Stream("c") + "limits: { timeout: soon }\n");

        Assert.All(refused.Streams, stream => Assert.Null(stream.Refused));
        Assert.Equal(["town/c.stream.yaml:9:20 IH5003"], Told(refused.RefusedElsewhere));
    }

    [Fact]
    public void Files_are_named_from_the_hubs_folder_on_and_a_relative_folder_of_a_stream_still_counts_from_its_file()
    {
        var stream = Right().Current.Streams[0];

        Assert.Equal("town/a.stream.yaml", stream.Definition.File);
        Assert.Equal(Path.Combine(folder.Path, "town"), stream.File.Folder);
    }

    HubCatalog Right()
    {
        var catalog = new HubCatalog([folder["town"]], [new TestAdapter()], FakeMapping.Compile, clock, shownFrom: folder.Path);
        Assert.Equal(2, catalog.Reload().Streams.Count);
        return catalog;
    }

    CatalogSnapshot Change(HubCatalog catalog, string file, string text)
    {
        folder.Write(file, text);
        return catalog.Reload();
    }

    static RefusedChange? Of(CatalogSnapshot snapshot, string stream) => snapshot.Find(new StreamName(stream))!.Refused;

    static string[] Told(RefusedChange? change) => [.. change!.Errors.Select(d => $"{d.Place} {d.Code}")];

    static string Stream(string name) => $$"""
        stream: {{name}}
        source: permits
        adapter: permits
        mapping: {{name}}
        connection:
          url: https://permits.example/api
        read:
          strategy: cursor

        """;
}
