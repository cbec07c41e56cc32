using IntegrationHub.Torture.Disturbing;

namespace IntegrationHub.Torture.Tests;

/// <summary>The same over PostgreSQL: three nodes share an index and its schedules, and one after the other comes to harm while the others go on. For more: <c>ihub torture --postgresql … --nodes 3</c>.</summary>
/// <remarks>How soon they go on is measured where the machine is known; here nothing is said of time.</remarks>
public sealed class ClusterTortureTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    const int Seed = 1;
    const int Kills = 2;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ihub-torture-");
    bool keep;

    public void Dispose()
    {
        if (!keep) folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Nodes_that_are_killed_while_others_go_on_lose_nothing_double_nothing_and_set_nothing_back()
    {
        var reports = await TortureCampaign.RunAsync(
            new TortureOptions
            {
                Seed = Seed,
                Towns = 1,
                KillsPerTown = Kills,
                AtOnce = 1,
                Folder = folder.FullName,
                Program = WorkerProgram.Of(AppContext.BaseDirectory),
                Lease = TimeSpan.FromSeconds(3),
                PostgreSql = server.Administrator,
                Nodes = 3,
            },
            _ => { }, TestContext.Current.CancellationToken);

        var report = Assert.Single(reports);
        keep = report.Findings.Count > 0;
        Assert.Empty(report.Findings.Select(f => $"{f} (again: ihub torture --postgresql … --nodes 3 --seed {Seed} --towns 1 --kills {Kills} --at-once 1 --lease 3; its workers' lines are in {report.Folder})"));
        Assert.Equal((Kills, Kills), (report.Kills.Values.Sum(), report.TakeOvers.Count));
        Assert.True(report.Steps > 500);
    }
}
