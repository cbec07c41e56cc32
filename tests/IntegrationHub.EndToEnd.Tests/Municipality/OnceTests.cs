using System.Text.Json;

namespace IntegrationHub.EndToEnd.Tests.Municipality;

public sealed class OnceTests(TownReadOnce town) : IClassFixture<TownReadOnce>
{
    [Fact]
    public async Task A_second_read_of_unchanged_systems_writes_nothing()
    {
        var first = town.Streams;
        var second = await town.ReadAsync();

        Assert.NotEmpty(first);
        foreach (var (name, counters) in first)
        {
            Assert.True(counters["written"] > 0, name);
            Assert.Equal(0, second[name]["written"]);
            Assert.Equal(0, second[name]["tombstoned"]);
            Assert.Equal(second[name]["read"], second[name]["unchanged"] + second[name]["skipped"] + second[name]["quarantined"]);
        }
    }

    [Fact]
    public void Every_system_is_read_whole()
    {
        var streams = town.Streams;

        Assert.Equal(
            ["building-permits", "e-service-messages", "e-service-submissions", "fault-report-updates", "fault-reports", "social-support"],
            streams.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(200, streams["building-permits"]["read"]);
        Assert.Equal(201, streams["social-support"]["read"]);
        // One report in a hundred was taken off the map, and what is archived for long was purged: neither is told any more.
        Assert.InRange(streams["fault-reports"]["written"], 195, 200);
        Assert.InRange(streams["e-service-submissions"]["read"], 150, 210);
        Assert.True(streams["fault-report-updates"]["written"] > 400);
        Assert.True(streams["e-service-messages"]["written"] > 300);
        Assert.All(streams.Values, c => Assert.Equal((0, 0), (c["quarantined"], c["tombstoned"])));
    }

    [Fact]
    public void What_was_read_is_accounted_for()
    {
        Assert.All(town.Streams.Values, c => Assert.Equal(c["read"], c["written"] + c["unchanged"] + c["skipped"] + c["quarantined"]));
    }

    [Fact]
    public async Task As_text_it_prints_a_table_of_the_streams()
    {
        using var folder = new TestFolder();

        var (code, output, errors) = await MunicipalityProcess.RunAsync(folder.Path, "--data", folder.Path, "--once", "--cases", "50");

        Assert.True(code == 0, errors);
        Assert.Contains("Quarantined", output, StringComparison.Ordinal);
        Assert.Contains("building-permits", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_keeps_the_town_that_it_was_made_with()
    {
        var (code, _, errors) = await MunicipalityProcess.RunAsync(town.Folder, "--data", town.Folder, "--once", "--seed", "2");

        Assert.Equal(2, code);
        Assert.Contains("--seed", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_without_its_keys_is_refused_with_what_to_do()
    {
        using var folder = new TestFolder();
        town.CopyTo(folder.Path);
        File.Delete(folder.In("hub.keys"));

        var (code, _, errors) = await MunicipalityProcess.RunAsync(folder.Path, "--data", folder.Path, "--once");

        Assert.Equal(2, code);
        Assert.Contains("hub.keys", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}

/// <summary>A town that was read once, for all tests that look at what came of it.</summary>
public sealed class TownReadOnce : IAsyncLifetime
{
    readonly TestFolder folder = new();

    /// <summary>Its data.</summary>
    public string Folder => folder.Path;

    /// <summary>What the first read counted, by stream and counter.</summary>
    public Dictionary<string, Dictionary<string, double>> Streams { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Streams = await ReadAsync();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies its data to a folder that is there.</summary>
    public void CopyTo(string to)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Reads it once more.</summary>
    // Parsing fails when anything else stands on standard output.
    public async Task<Dictionary<string, Dictionary<string, double>>> ReadAsync()
    {
        var (code, output, errors) = await MunicipalityProcess.RunAsync(Folder, "--data", Folder, "--once", "--format", "json", "--cases", "200");
        Assert.True(code == 0, errors);

        using var json = JsonDocument.Parse(output);
        Assert.Equal(["streams"], json.RootElement.EnumerateObject().Select(p => p.Name));
        return json.RootElement.GetProperty("streams").EnumerateArray().ToDictionary(
            s => s.GetProperty("name").GetString()!,
            s => s.EnumerateObject().Where(p => p.Name != "name").ToDictionary(p => p.Name, p => p.Value.GetDouble()));
    }
}
