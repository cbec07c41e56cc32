using IntegrationHub.Torture.Disturbing;

namespace IntegrationHub.Torture.Tests;

/// <summary>The suite itself, with fixed seeds and a number of kills that is the same every time. For more: <c>ihub torture</c>.</summary>
public sealed class TortureTests : IDisposable
{
    const int Seed = 1;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ihub-torture-");
    bool keep;

    public void Dispose()
    {
        if (!keep) folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(3, true)]
    public async Task Hubs_that_are_killed_paused_and_starved_lose_nothing_double_nothing_and_set_nothing_back(int kills, bool outbox)
    {
        var told = TestContext.Current.TestOutputHelper;
        var reports = await TortureCampaign.RunAsync(
            new TortureOptions { Seed = Seed, Towns = 1, KillsPerTown = kills, Outbox = outbox, AtOnce = 1, Folder = folder.FullName, Program = WorkerProgram.Of(AppContext.BaseDirectory) },
            report => told?.WriteLine($"seed {report.Seed}: {report.Kills.Values.Sum()} kills, {report.Workers} workers, {report.Steps} changes, {report.Commands.Asked} commands, {report.Findings.Count} findings"),
            TestContext.Current.CancellationToken);

        var report = Assert.Single(reports);
        keep = report.Findings.Count > 0;
        Assert.Empty(report.Findings.Select(f => $"{f} (again: ihub torture{(outbox ? " --outbox" : "")} --seed {Seed} --towns 1 --kills {kills} --at-once 1; its index is in {report.Folder})"));
        Assert.Equal((Seed, kills), (report.Seed, report.Kills.Values.Sum()));
        Assert.True(report.Steps > 500);
        Assert.Equal(outbox, report.Commands.Asked > 0);
        Assert.Equal(outbox, report.KillsInOutbox > 0);
    }
}
