using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using IntegrationHub.Tests.Shared;
using ModelMunicipality.Town;
using ModelMunicipality.Vendors.SocialExport;
using ModelMunicipality.Vendors.Troubles;

namespace IntegrationHub.Adapters.Tests.SocialSupport;

public sealed partial class SocialExportStandInTests : IDisposable
{
    static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding("windows-1252", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    readonly string folder = Directory.CreateTempSubdirectory("social").FullName;
    readonly ManualClock clock = new();
    readonly Town town = new(seed: 7);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    SocialExportStandIn StandIn(int cases = 200, bool frozen = false) => new(town, new SocialExportOptions { Cases = cases, Frozen = frozen }, folder, clock);

    async Task<string?> DeliverAsync(SocialExportStandIn standIn)
    {
        var name = await standIn.DeliverAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(5));
        return name;
    }

    List<IReadOnlyList<string>> RowsOf(string name)
    {
        using var csv = CsvReader.FromText(File.ReadAllText(Path.Combine(folder, name), Windows1252), new CsvReaderOptions { Separator = ';', HasHeader = false, MalformedData = CsvMalformedDataHandling.Throw });
        var rows = new List<IReadOnlyList<string>>();
        while (csv.Read()) rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        return rows;
    }

    [Fact]
    public async Task Every_file_has_the_layout_that_was_agreed()
    {
        var standIn = StandIn();
        for (var i = 0; i < 150; i++) await DeliverAsync(standIn);

        foreach (var file in Directory.EnumerateFiles(folder))
        {
            var rows = RowsOf(Path.GetFileName(file));
            Assert.Equal(SocialExportStandIn.Columns, rows[0]);
            Assert.All(rows, row => Assert.Equal(12, row.Count));
            Assert.All(rows.Skip(1).Where(row => row[0] != "Antal"), HasLayout);
        }
    }

    static void HasLayout(IReadOnlyList<string> row)
    {
        Assert.Matches(@"^S-\d{4}-\d{6}$", row[0]);
        Assert.Matches(@"^(|(19|20)\d{6}-\d{4}|\d{6}-\d{4}|(19|20)\d{10})$", row[1]);
        Assert.Equal(row[1].Length == 0, row[2].Length == 0);
        Assert.NotEmpty(row[4]);
        var cameIn = DateOnly.ParseExact(row[5], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var changed = DateTime.ParseExact(row[6], "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Assert.True(DateOnly.FromDateTime(changed) >= cameIn);
        if (row[7].Length > 0) Assert.InRange(DateOnly.ParseExact(row[7], "yyyy-MM-dd", CultureInfo.InvariantCulture), cameIn, DateOnly.FromDateTime(changed));
        Assert.Matches(@"^(|\d{1,2} \d{3},\d{2})$", row[10]);
        Assert.Contains(row[11], (string[])["J", "N"]);
    }

    [Fact]
    public async Task The_first_file_holds_every_case_once_and_counts_them_in_its_last_row()
    {
        var name = await DeliverAsync(StandIn(cases: 300));

        var rows = RowsOf(name!);

        Assert.Equal(300, rows.Skip(1).SkipLast(1).Select(r => r[0]).Distinct().Count());
        Assert.Equal(["Antal", "300"], rows[^1].Take(2));
        Assert.Equal(302, rows.Count);
    }

    [Fact]
    public async Task The_files_show_every_habit_that_the_mapping_has_to_cope_with()
    {
        var name = await DeliverAsync(StandIn(cases: 1_000));

        var rows = RowsOf(name!).Skip(1).SkipLast(1).ToList();

        Assert.Contains(rows, r => r[1].Length == 0);
        Assert.Contains(rows, r => Long().IsMatch(r[1]));
        Assert.Contains(rows, r => Short().IsMatch(r[1]));
        Assert.Contains(rows, r => r[1].Length == 12);
        Assert.Contains(rows, r => r[2].Contains(';', StringComparison.Ordinal));
        Assert.Contains(rows, r => r[10].Contains(' ', StringComparison.Ordinal));
        Assert.Contains(rows, r => r[11] == "N");
        Assert.All(rows.Where(r => r[3] == "Orosanmälan"), r => Assert.Equal("J", r[11]));
    }

    [GeneratedRegex(@"^\d{8}-\d{4}$")]
    private static partial Regex Long();

    [GeneratedRegex(@"^\d{6}-\d{4}$")]
    private static partial Regex Short();

    [Fact]
    public async Task The_person_of_the_story_has_a_case_that_others_may_know_of()
    {
        var standIn = StandIn();
        var name = await DeliverAsync(standIn);

        var row = RowsOf(name!)[1];

        Assert.Equal(town.Resident(0).PersonalNumber, row[1]);
        Assert.Equal("N", row[11]);
        Assert.Contains(standIn.ExampleNumbers, n => n.Text == row[0]);
    }

    [Fact]
    public async Task A_file_of_changes_holds_cases_of_the_first_file_with_a_later_time_and_the_same_number_and_person()
    {
        var standIn = StandIn();
        var all = RowsOf((await DeliverAsync(standIn))!).Skip(1).SkipLast(1).ToDictionary(r => r[0]);

        var changed = RowsOf((await DeliverAsync(standIn))!).Skip(1).ToList();

        Assert.Equal(3, changed.Count);
        Assert.All(changed, r => Assert.Equal(all[r[0]].Take(4), r.Take(4)));
        Assert.All(changed, r => Assert.True(string.CompareOrdinal(r[6], all[r[0]][6]) > 0));
    }

    [Fact]
    public async Task Every_case_has_its_turn_before_one_has_it_twice()
    {
        var standIn = StandIn(cases: 60);
        await DeliverAsync(standIn);

        var changed = new List<string>();
        for (var i = 0; i < 20; i++) changed.AddRange(RowsOf((await DeliverAsync(standIn))!).Skip(1).Select(r => r[0]));

        Assert.Equal(60, changed.Distinct().Count());
    }

    [Fact]
    public async Task A_second_start_goes_on_where_the_first_one_stopped_wherever_the_files_lie_now()
    {
        var first = StandIn();
        var full = await DeliverAsync(first);
        var changes = await DeliverAsync(first);
        Directory.CreateDirectory(first.Archive);
        File.Move(Path.Combine(folder, full!), Path.Combine(first.Archive, full!));
        File.Move(Path.Combine(folder, changes!), Path.Combine(first.Archive, "arenden-000001.2.csv"));
        clock.Advance(TimeSpan.FromDays(40));

        var next = await DeliverAsync(StandIn());

        Assert.Equal("arenden-000002.csv", next);
        // The year in the number is still that of the first file's reckoning.
        var numbers = File.ReadAllText(Path.Combine(first.Archive, full!), Windows1252);
        Assert.All(RowsOf(next!).Skip(1), r => Assert.Contains(r[0], numbers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_without_a_file_leaves_nothing_out_and_one_that_dies_leaves_half_a_file_under_another_name()
    {
        TroubleKind? trouble = null;
        var standIn = new SocialExportStandIn(town, new SocialExportOptions { Cases = 200 }, folder, clock) { Trouble = () => trouble };
        await DeliverAsync(standIn);

        trouble = TroubleKind.NoFile;
        Assert.Null(await DeliverAsync(standIn));
        trouble = TroubleKind.HalfFile;
        Assert.Null(await DeliverAsync(standIn));
        Assert.Equal(["arenden-000000.csv", "arenden-000001.csv.tmp"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        trouble = null;
        Assert.Equal("arenden-000001.csv", await DeliverAsync(standIn));
        Assert.Equal(4, RowsOf("arenden-000001.csv").Count);
    }

    [Fact]
    public async Task A_row_is_a_bad_one_now_and_then_and_one_without_a_day_comes_again_whole()
    {
        var standIn = new SocialExportStandIn(town, new SocialExportOptions { Cases = 200, HasMishaps = true }, folder, clock);
        var files = new List<List<IReadOnlyList<string>>>();
        for (var i = 0; i < 12; i++) files.Add([.. RowsOf((await DeliverAsync(standIn))!).Skip(1)]);

        var changes = files[1..];
        Assert.Single(changes.SelectMany(f => f), r => r[4] == SocialExportStandIn.NewStatus);
        var file = changes.FindIndex(f => f.Exists(r => !DateTime.TryParseExact(r[6], "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));
        Assert.True(file >= 0);
        Assert.Contains(changes[file + 1], r => r[0] == changes[file][0][0] && DateTime.TryParseExact(r[6], "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    [Fact]
    public async Task Two_runs_with_the_same_seed_and_clock_write_the_same_bytes()
    {
        await DeliverAsync(StandIn());
        var one = await File.ReadAllBytesAsync(Path.Combine(folder, "arenden-000000.csv"), TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(folder, "arenden-000000.csv"));

        await new SocialExportStandIn(new Town(seed: 7), new SocialExportOptions { Cases = 200 }, folder, new ManualClock()).DeliverAsync(TestContext.Current.CancellationToken);

        Assert.Equal(one, await File.ReadAllBytesAsync(Path.Combine(folder, "arenden-000000.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Frozen_it_drops_the_first_file_and_is_done()
    {
        var standIn = StandIn(frozen: true);

        await standIn.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["arenden-000000.csv"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
        Assert.Null(await standIn.DeliverAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Running_it_drops_a_file_at_every_tick_until_it_is_stopped()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = StandIn().RunAsync(stop.Token);
        foreach (var files in (int[])[1, 2, 3])
        {
            while (Directory.EnumerateFiles(folder, "*.csv").Count() < files) await Task.Yield();
            while (clock.Waiting == 0) await Task.Yield();
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(["arenden-000000.csv", "arenden-000001.csv", "arenden-000002.csv"], Directory.EnumerateFiles(folder, "*.csv").Select(Path.GetFileName).Order(StringComparer.Ordinal).Take(3));
    }
}
