using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.EndToEnd.Tests.Municipality;

namespace IntegrationHub.EndToEnd.Tests.Kills;

/// <summary>A real process, killed in the middle of its work without a word, and started again.</summary>
public sealed partial class KillTests : IDisposable
{
    const int Cases = 500;
    const int KillsPerTown = 3;
    // Each way of reading: by cursor, by windows that are cut, by days with a call for each record, events of cases that are not there yet.
    static readonly string[] Watched = ["building-permits", "fault-reports", "e-service-submissions", "fault-report-updates", "e-service-messages"];

    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);

    readonly TestFolder shared = new();

    public void Dispose() => shared.Dispose();

    [Fact]
    public async Task However_often_it_is_killed_nothing_is_lost_and_nothing_is_doubled()
    {
        string[] arguments = ["--once", "--format", "json", "--cases", $"{Cases}", "--mappings", SmallBatches()];
        using var untouched = new TestFolder();
        var (code, _, errors) = await MunicipalityProcess.RunAsync(untouched.Path, ["--data", untouched.Path, .. arguments]);
        Assert.True(code == 0, errors);

        // Side by side: a killed process leaves its lease behind, and the next one waits until that runs out.
        var ends = await Task.WhenAll(Enumerable.Range(1, 2).Select(seed => KilledAgainAndAgainAsync(untouched, arguments, new Random(seed))));

        var expected = IndexContents.Lines(untouched.Path);
        Assert.True(expected.Count > 10 * Cases);
        Assert.All(ends, end =>
        {
            Assert.Equal(KillsPerTown, end.Kills);
            // The differences by themselves: among thousands of lines the first one tells too little.
            Assert.Empty(expected.Except(end.Lines).Select(line => "missing: " + line).Concat(end.Lines.Except(expected).Select(line => "not expected: " + line)));
            Assert.Equal(expected, end.Lines);
            Assert.Equal(0, end.AddedAgain);
        });
    }

    // The same town with the same keys, so that the same index must come of it.
    static async Task<(int Kills, IReadOnlyList<string> Lines, long AddedAgain)> KilledAgainAndAgainAsync(TestFolder model, string[] arguments, Random random)
    {
        using var town = new TestFolder();
        foreach (var file in new[] { "town.json", "hub.keys" }) File.Copy(model.In(file), town.In(file));

        var kills = 0;
        for (var tries = 0; kills < KillsPerTown && tries < 3 * KillsPerTown; tries++)
            if (await KilledInTheMiddleAsync(town.Path, arguments, random)) kills++;

        var (code, _, errors) = await MunicipalityProcess.RunAsync(town.Path, ["--data", town.Path, .. arguments]);
        Assert.True(code == 0, errors);
        return (kills, IndexContents.Lines(town.Path), IndexContents.AddedAgain(town.Path));
    }

    // A kill counts only when the run had committed, and had not ended.
    static async Task<bool> KilledInTheMiddleAsync(string folder, string[] arguments, Random random)
    {
        var stream = Watched[random.Next(Watched.Length)];
        var runsBefore = IndexContents.Runs(folder, stream);
        var commits = 1 + random.Next(2);
        await using var process = MunicipalityProcess.Begin(folder, ["--data", folder, .. arguments]);
        while (!process.HasExited && !(IndexContents.LatestRun(folder, stream) is { GoesOn: true } run && run.Commits >= commits && IndexContents.Runs(folder, stream) > runsBefore))
            await Task.Delay(Glance, TimeProvider.System);

        await process.KillAsync();
        return IndexContents.Runs(folder, stream) > runsBefore && IndexContents.LatestRun(folder, stream) is { GoesOn: true, Commits: >= 1 };
    }

    // The mappings that are shipped with the town's own stream files, and a transaction for each page.
    string SmallBatches()
    {
        var copy = shared.In("mappings");
        foreach (var kind in (string[])["mappings", "streams"])
        {
            var shipped = Path.Combine(AppContext.BaseDirectory, kind);
            foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
            {
                var isStream = file.EndsWith(".stream.yaml", StringComparison.Ordinal);
                if (isStream == (kind == "mappings")) continue;

                var target = Path.Combine(copy, kind, Path.GetRelativePath(shipped, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                if (!isStream) File.Copy(file, target);
                else File.WriteAllText(target, Strategy().Replace(File.ReadAllText(file), "$0\n  page:\n    size: 50\n  batch:\n    size: 1"), Encoding.UTF8);
            }
        }

        return copy;
    }

    [GeneratedRegex("^  strategy: [a-z]+$", RegexOptions.Multiline)]
    private static partial Regex Strategy();
}
