using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Testing;

// C8: what those who run it see, and what they read.
public abstract partial class AdapterConformance
{
    /// <summary>Behaviour 40.</summary>
    [Fact]
    [Behaviour(40)]
    public Task What_is_counted_adds_up() => ProveAsync(async scene =>
    {
        using var metrics = new Measured("tenant", scene.Tenant);
        scene.History.AddMany(5, scene.Step);
        scene.History.Add(with: c => c with { Broken = true });
        scene.Settle();
        var run = await scene.RunAsync();

        Assert.Equal(["quarantined 1", "written 5"], metrics.Sum("integrationhub.sync.records", "outcome").Where(line => !line.StartsWith("unchanged", StringComparison.Ordinal) && !line.StartsWith("skipped", StringComparison.Ordinal)));
        Assert.Equal(["succeeded 1"], metrics.Sum("integrationhub.sync.runs", "outcome"));
        Assert.True(run.Counters is { Written: 5, Quarantined: 1 } && run.Counters.Reconciles, $"The history has {run.Counters}.");
        if (scene.CallsAVendor) Assert.Equal([$"answered {scene.Vendor.Calls.Count}"], metrics.Count("integrationhub.vendor.duration", "outcome"));
    });

    /// <summary>Behaviour 41.</summary>
    [Fact]
    [Behaviour(41)]
    public Task The_log_does_not_grow_with_the_records() => ProveAsync(new SceneOptions { PageSize = 100 }, async scene =>
    {
        scene.History.AddMany(200, TimeSpan.FromMinutes(1));
        scene.Settle();
        var before = scene.Log.Count(LogLevel.Information);

        await scene.ReadAsync();

        var lines = scene.Log.Count(LogLevel.Information) - before;
        Assert.True(lines <= 10, $"A run of 200 records wrote {lines} lines at the level information or above. What is told of each record or page belongs to debug.");
    });

    /// <summary>Behaviour 42.</summary>
    [Fact]
    [Behaviour(42)]
    public Task The_example_in_the_README_is_a_stream_file_that_is_right() => ProveAsync(() =>
    {
        Assert.True(Subject.Readme is not null, "The subject names no README.");
        var readme = File.ReadAllText(RepositoryPath.Of(Subject.Readme));
        var from = readme.IndexOf("```yaml", StringComparison.Ordinal);
        var until = from < 0 ? -1 : readme.IndexOf("```", from + 7, StringComparison.Ordinal);
        Assert.True(until > 0, $"{Subject.Readme} shows no stream file (```yaml).");
        var example = readme[(from + 7)..until];
        if (!example.Contains("\nstream:", StringComparison.Ordinal)) example = $"stream: example\nsource: example\nmapping: example\n{example}";

        var diagnostics = new DiagnosticBag();
        StreamFileReader.Read(Subject.Readme, example, [Subject.Adapter.Manifest], diagnostics);
        Assert.True(diagnostics.All.Count == 0, string.Join('\n', diagnostics.All));
        return Task.CompletedTask;
    });

    /// <summary>The page that is kept with the adapter says what is proved, waived and not declared.</summary>
    [Fact]
    public void The_conformance_page_is_up_to_date()
    {
        Assert.SkipWhen(Subject.Page is null, "No page is kept with this subject.");
        ConformancePage.Check(Subject);
    }
}
