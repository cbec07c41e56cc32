using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Sqlite;
using IntegrationHub.Tests.Configuration;
using IntegrationHub.Workshop.Templates;

namespace IntegrationHub.Tests.Workshop;

public sealed class TemplateTests : IDisposable
{
    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_new_mapping_passes_its_tests_at_once_and_they_exercise_all_of_it()
    {
        foreach (var (file, text) in Template.Mapping("fault-reports")) folder.Write(file, text);
        var diagnostics = new DiagnosticBag();
        var coverage = new TestCoverage();
        await using var runner = new SampleTestRunner(MappingCompiler.Compile) { OpenStore = SqliteHubStore.Temporary, Coverage = coverage };

        var tests = SampleTestFileReader.Read(folder["tests/fault-reports.test.yaml"], diagnostics);
        var results = await runner.RunAsync(tests!);

        Assert.Empty(diagnostics.All);
        Assert.Equal(7, results.Count);
        Assert.All(results, result => Assert.Empty(result.Differences));
        Assert.True(Assert.Single(coverage.Report()).IsWhole);
    }

    [Fact]
    public void A_new_mapping_has_neither_errors_nor_warnings()
    {
        foreach (var (file, text) in Template.Mapping("fault-reports")) folder.Write(file, text);
        var reading = new CatalogReading(folder["fault-reports.mapping.yaml"], "fault-reports.mapping.yaml", DateTimeOffset.UnixEpoch);

        Assert.NotNull(MappingCompiler.Compile(new MappingSource("fault-reports.mapping.yaml", reading.ReadText()!, reading.ReadBeside), reading.Diagnostics));
        Assert.Empty(reading.Diagnostics.All);
    }

    [Theory]
    [InlineData("parking-permits", "ParkingPermitsAdapter", "PARKING_PERMITS_KEY")]
    [InlineData("bops", "BopsAdapter", "BOPS_KEY")]
    public void A_new_adapter_is_named_throughout(string name, string adapter, string secret)
    {
        var files = Template.Adapter(name);
        var all = string.Concat(files.Select(f => f.Key + f.Value)).Replace("parking-permits", "", StringComparison.Ordinal).Replace("ParkingPermits", "", StringComparison.Ordinal).Replace("PARKING_PERMITS", "", StringComparison.Ordinal);

        Assert.Contains($"{adapter}.cs", files.Keys);
        Assert.Contains($"{adapter}.csproj", files.Keys);
        Assert.Contains($"mappings/{name}.mapping.yaml", files.Keys);
        Assert.Contains(secret, string.Concat(files.Values), StringComparison.Ordinal);
        Assert.DoesNotContain("permits", all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AdapterAuthor", all, StringComparison.Ordinal);
        Assert.DoesNotContain("HubVersion", all, StringComparison.Ordinal);
    }
}
