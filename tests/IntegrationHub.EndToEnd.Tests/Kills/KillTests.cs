using IntegrationHub.EndToEnd.Tests.Municipality;

namespace IntegrationHub.EndToEnd.Tests.Kills;

/// <summary>A real process, killed in the middle of its work without a word, and started again.</summary>
public sealed class KillTests
{
    const string Cases = "12000";
    const int KillsPerTown = 5;
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    // Four towns side by side: a killed process leaves its lease behind, and the next one waits until that runs out.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_often_it_is_killed_nothing_is_lost_and_nothing_is_doubled(int seed)
    {
        using var town = new TestFolder();
        using var untouched = new TestFolder();
        var random = new Random(seed);
        string[] arguments = ["--once", "--format", "json", "--cases", Cases, "--seed", $"{seed}", "--mappings", SmallBatches(town)];
        var kills = 0;
        for (var tries = 0; kills < KillsPerTown; tries++)
        {
            Assert.True(tries < 4 * KillsPerTown, $"Only {kills} of {tries} kills came in the middle of a run: it is too fast for {Cases} cases.");
            if (await KilledInTheMiddleAsync(town.Path, arguments, random)) kills++;
        }

        var (code, _, errors) = await MunicipalityProcess.RunAsync(town.Path, ["--data", town.Path, .. arguments]);
        foreach (var file in new[] { "town.json", "hub.keys" }) File.Copy(town.In(file), untouched.In(file));
        var (codeWithout, _, errorsWithout) = await MunicipalityProcess.RunAsync(untouched.Path, ["--data", untouched.Path, .. arguments]);

        Assert.True(code == 0, errors);
        Assert.True(codeWithout == 0, errorsWithout);
        var expected = IndexContents.Lines(untouched.Path);
        Assert.True(expected.Count > 2 * int.Parse(Cases, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected, IndexContents.Lines(town.Path));
        Assert.Equal(0, IndexContents.AddedAgain(town.Path));
    }

    // A kill counts only when the run had committed, and had more to commit.
    static async Task<bool> KilledInTheMiddleAsync(string folder, string[] arguments, Random random)
    {
        await using var process = MunicipalityProcess.Begin(folder, ["--data", folder, .. arguments]);
        var commits = 1 + random.Next(3);
        var runBefore = IndexContents.RunCount(folder);
        while (!process.HasExited)
        {
            if (IndexContents.RunCount(folder) > runBefore && IndexContents.LatestRun(folder, "building-permits") is { GoesOn: true } run && run.Commits >= commits) break;
            await Task.Delay(Glance, TimeProvider.System);
        }

        await process.KillAsync();
        return IndexContents.RunCount(folder) > runBefore
            && IndexContents.LatestRun(folder, "building-permits") is { GoesOn: true, Commits: >= 1 }
            && IndexContents.Cases(folder, "building-permits") < int.Parse(Cases, System.Globalization.CultureInfo.InvariantCulture);
    }

    // The mappings that are shipped, with a transaction for each page.
    static string SmallBatches(TestFolder town)
    {
        var copy = town.In("mappings");
        var shipped = Path.Combine(AppContext.BaseDirectory, "mappings");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var text = File.ReadAllBytes(file);
            if (file.EndsWith(".stream.yaml", StringComparison.Ordinal))
                text = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(text).Replace("  strategy: cursor\n", "  strategy: cursor\n  page:\n    size: 100\n  batch:\n    size: 1\n", StringComparison.Ordinal));
            File.WriteAllBytes(target, text);
        }

        return copy;
    }
}
