using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

/// <summary>What a position remembers of files, and how much it may grow.</summary>
public sealed class FilePositionTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task A_position_stays_below_64_KiB_however_many_files_came_and_however_long_their_names()
    {
        string? position = null;
        for (var i = 0; i < 205; i++)
        {
            drop.Write($"{new string('å', 110)}-{i:000}.csv", Drop.Rows(i));
            position = (await drop.RunAsync(position)).Position;
        }

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(position!), 20_000, 64 * 1024);
    }

    [Fact]
    public async Task A_backlog_of_more_files_than_a_position_remembers_is_read_in_several_runs_each_file_once()
    {
        for (var i = 0; i < 400; i++) drop.Write($"{i:0000}.csv", Drop.Rows(i));

        var read = new List<string>();
        string? position = null;
        for (var run = 0; run < 3; run++)
        {
            var source = drop.Open();
            string? next = position;
            do
            {
                var page = await source.ReadPageAsync(new PageRequest { Position = next }, TestContext.Current.CancellationToken);
                read.AddRange(page.Records.Select(Drop.TextOf));
                (next, position) = (page.Next, page.Position);
            }
            while (next is not null);

            // As the hub does it: at the end of the read.
            await ((IPutsAway)source).PutAwayAsync(position!, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Enumerable.Range(0, 400).Select(i => $"{i};N;x"), read);
        Assert.Empty(drop.Names);
    }

    [Fact]
    public async Task A_name_that_comes_every_day_never_counts_as_a_backlog()
    {
        string? position = null;
        for (var i = 0; i < 210; i++)
        {
            drop.Write("export.csv", Drop.Rows(i));
            var run = await drop.RunAsync(position);
            Assert.Single(run.Records);
            position = run.Position;
        }

        Assert.Equal(210, drop.Archived.Count);
    }

    [Theory]
    [InlineData("2026-03-10T00:00:00Z")]
    [InlineData("{}")]
    [InlineData("{\"v\":2,\"finished\":[]}")]
    [InlineData("null")]
    public async Task A_position_of_somebody_else_is_refused(string position)
    {
        drop.Write("a.csv", Drop.Rows(1));

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => drop.ReadOnceAsync(position));

        Assert.Contains("reset the stream", fault.Message);
    }

    [Fact]
    public async Task A_name_in_a_position_cannot_lead_out_of_the_folder()
    {
        drop.Write("a.csv", Drop.Rows(1));
        var page = await drop.ReadOnceAsync();
        var foreign = Path.Combine(Path.GetDirectoryName(drop.Folder)!, $"{Path.GetFileName(drop.Folder)}-a.csv");
        File.Copy(drop.PathOf("a.csv"), foreign);
        File.SetLastWriteTimeUtc(foreign, File.GetLastWriteTimeUtc(drop.PathOf("a.csv")));
        var forged = page.Position!.Replace("\"a.csv\"", $"\"../{Path.GetFileName(foreign)}\"", StringComparison.Ordinal);

        await ((IPutsAway)drop.Open()).PutAwayAsync(forged, TestContext.Current.CancellationToken);

        Assert.NotEqual(page.Position, forged);
        Assert.True(File.Exists(foreign));
        File.Delete(foreign);
    }
}
