using IntegrationHub.Torture.Disturbing;

namespace IntegrationHub.Torture.Tests;

/// <summary>One town on SQLite and a few kills. What it leaves is deleted unless something was found.</summary>
sealed class SmallCampaign(int kills, bool outbox) : IDisposable
{
    const int Seed = 1;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ihub-torture-");
    bool keep;

    public void Dispose()
    {
        if (!keep) folder.Delete(recursive: true);
    }

    /// <summary>Tortures the town, and fails when anything was found.</summary>
    public async Task<TownReport> RunAsync()
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
        return report;
    }
}
