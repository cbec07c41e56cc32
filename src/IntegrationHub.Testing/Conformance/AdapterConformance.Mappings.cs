using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;
using IntegrationHub.Sqlite;
using IntegrationHub.Sync;

namespace IntegrationHub.Testing;

// C9: the mappings that come with the adapter.
public abstract partial class AdapterConformance
{
    /// <summary>Behaviour 43: without errors and warnings.</summary>
    [Fact]
    [Behaviour(43)]
    public Task The_mappings_are_without_errors_and_warnings() => ProveAsync(() =>
    {
        var folder = RepositoryPath.Of(Subject.MappingFolder);
        var catalog = new HubCatalog([folder], [Subject.Adapter], MappingCompiler.Compile, TimeProvider.System);
        var found = catalog.Reload().Diagnostics;
        Assert.True(found.Count == 0, string.Join('\n', found));
        return Task.CompletedTask;
    });

    /// <summary>Behaviour 43: their sample tests.</summary>
    [Fact]
    [Behaviour(43)]
    public Task The_sample_tests_of_the_mappings_pass_and_fill_every_field() => ProveAsync(async () =>
    {
        var files = MappingSamplesAttribute.Files(Subject.MappingFolder);
        Assert.True(files.Count > 0, $"There are no sample tests (*{SampleTestFileReader.Extension}) in {Subject.MappingFolder}.");
        foreach (var mapping in files.GroupBy(file => file.MappingFile))
        {
            await using var runner = new SampleTestRunner(MappingCompiler.Compile) { OpenStore = SqliteHubStore.Temporary };
            var results = new List<SampleTestResult>();
            foreach (var file in mapping) results.AddRange(await runner.RunAsync(file));

            Assert.All(results, result => Assert.True(result.Passed, MappingSample.Tell(result)));
            var empty = SampleCoverage.Unfilled(mapping.Key, results);
            Assert.True(empty.Count == 0, $"No sample test of {Path.GetFileName(mapping.Key)} fills {string.Join(", ", empty)}: nobody knows whether the mapping of it is right.");
        }
    });

    /// <summary>Behaviour 44.</summary>
    [Fact]
    [Behaviour(44, Capability.OrderedRecords)]
    public Task Any_order_repetition_and_breaking_off_of_a_history_gives_the_same_index() => ProveAsync(async () =>
    {
        var states = await StatesAsync();
        var delivered = Gen.Choose(0, states.Count - 1).ListOf().Select(list => list.ToArray()).ToArbitrary();
        // The whole check runs on a thread of its own: it waits for each history.
        await Task.Run(
            () => Check.One(Config.QuickThrowOnFailure.WithMaxTest(6).WithEndSize(3 * states.Count), Prop.ForAll(delivered, order => ConvergesAsync(states, order).GetAwaiter().GetResult())),
            Stop);
    });

    // The records of five cases in three states each, in the order of change.
    async Task<List<SourceRecord>> StatesAsync()
    {
        await using var scene = await ConformanceScene.StartAsync(Subject, new SceneOptions());
        var states = new List<SourceRecord>();
        scene.History.AddMany(5, scene.Step);
        for (var revision = 1; revision <= 3; revision++)
        {
            scene.Settle();
            scene.Publish();
            using var http = new HttpClient();
            states.AddRange(await ReadAllAsync(scene.Source(http), scene.Beginning with { ChangedUntil = Subject.Strategy == ReadStrategy.Windowed ? scene.Clock.GetUtcNow() : null }));
            scene.Clock.Advance(Subject.Resolution);
            if (revision == 3) break;

            for (var number = 1; number <= 5; number++) scene.History.Change(number);
        }

        return [.. states.DistinctBy(Bytes)];
    }

    // First some of the states in any order, some of them twice, until the read breaks off; then all of them.
    async Task<bool> ConvergesAsync(List<SourceRecord> states, int[] order)
    {
        await using var scene = await ConformanceScene.StartAsync(Subject, new SceneOptions());
        scene.History.AddMany(5, scene.Step);
        for (var revision = 2; revision <= 3; revision++)
        {
            scene.Settle();
            scene.Clock.Advance(Subject.Resolution);
            for (var number = 1; number <= 5; number++) scene.History.Change(number);
        }

        scene.Settle();
        scene.Publish();
        scene.Watch.Instead = page => page == 0
            ? new SourcePage { Records = [.. order.Select(i => states[i])], Next = Subject.Strategy == ReadStrategy.Windowed ? null : "1" }
            : throw new Faults.SourceUnavailableException(Faults.FaultCodes.Connection, "The test breaks the read off here.");
        await scene.RunAsync();
        scene.Watch.Instead = page => new SourcePage { Records = page == 0 ? states : [] };
        await scene.ReadAsync();
        await scene.HoldsWhatTheVendorShowsAsync();
        return true;
    }
}
