using IntegrationHub.Torture.Disturbing;

namespace IntegrationHub.Torture.Tests;

/// <summary>The suite itself, with fixed seeds and a number of kills that is the same every time. For more: <c>ihub torture</c>.</summary>
public sealed class TortureTests : IDisposable
{
    const int FirstSeed = 1;
    const int Towns = 1;
    const int KillsPerTown = 4;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ihub-torture-");
    bool keep;

    public void Dispose()
    {
        if (!keep) folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Hubs_that_are_killed_paused_and_starved_lose_nothing_double_nothing_and_set_nothing_back()
    {
        var told = TestContext.Current.TestOutputHelper;
        var reports = await TortureCampaign.RunAsync(
            new TortureOptions { Seed = FirstSeed, Towns = Towns, KillsPerTown = KillsPerTown, AtOnce = 1, Folder = folder.FullName, Program = WorkerProgram.Of(AppContext.BaseDirectory) },
            report => told?.WriteLine($"seed {report.Seed}: {report.Kills.Values.Sum()} kills, {report.Workers} workers, {report.Steps} changes, {report.Findings.Count} findings"),
            TestContext.Current.CancellationToken);

        keep = reports.Any(r => r.Findings.Count > 0);
        Assert.Empty(reports.SelectMany(r => r.Findings.Select(f => $"{f} (again: ihub torture --seed {r.Seed} --towns 1 --kills {KillsPerTown} --at-once 1; its index is in {r.Folder})")));
        Assert.Single(reports);
        Assert.All(reports, r => Assert.Equal((r.Seed, KillsPerTown), (r.Seed, r.Kills.Values.Sum())));
        Assert.All(reports, r => Assert.True(r.Steps > 500));
    }
}
