using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

public sealed class DropFolderTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    static string Rows(params int[] numbers) => $"{Drop.Header}\n{string.Concat(numbers.Select(n => $"{n};N;x\n"))}";

    [Fact]
    public async Task Files_are_read_in_the_order_of_their_names_and_put_away()
    {
        drop.Write("b.csv", Rows(3, 4));
        drop.Write("a.csv", Rows(1, 2));
        drop.Write("notes.txt", "no export");

        var run = await drop.RunAsync();

        Assert.Equal(["1;N;x", "2;N;x", "3;N;x", "4;N;x"], run.Texts);
        Assert.Equal(["notes.txt"], drop.Names);
        Assert.Equal(["a.csv", "b.csv"], drop.Archived);
    }

    [Fact]
    public async Task A_file_that_changed_just_now_is_left_alone_and_so_is_what_comes_after_it()
    {
        drop.Write("a.csv", Rows(1));
        drop.Write("b.csv", Rows(2));
        drop.Write("c.csv", Rows(3));
        drop.Age("b.csv", drop.Clock.GetUtcNow() - TimeSpan.FromSeconds(9));

        var first = await drop.RunAsync();
        drop.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await drop.RunAsync(first.Position);

        Assert.Equal(["1;N;x"], first.Texts);
        Assert.Equal(["2;N;x", "3;N;x"], second.Texts);
    }

    [Theory]
    [InlineData("a.csv.tmp")]
    [InlineData("a.csv.part")]
    [InlineData("a.csv.filepart")]
    [InlineData(".a.csv")]
    public async Task A_name_of_a_half_written_file_is_never_read_whatever_the_pattern(string name)
    {
        drop["pattern"] = "*";
        drop.Write(name, Rows(1));
        drop.Write("z.csv", Rows(2));

        var run = await drop.RunAsync();

        Assert.Equal(["2;N;x"], run.Texts);
        Assert.Equal([name], drop.Names);
    }

    [Fact]
    public async Task With_a_done_marker_a_file_is_read_once_its_marker_stands_beside_it()
    {
        drop["doneSuffix"] = ".done";
        drop["pattern"] = "*";
        drop.Write("a.csv", Rows(1));
        drop.Write("b.csv", Rows(2));
        drop.Write("a.csv.done", "");

        var run = await drop.RunAsync();

        Assert.Equal(["1;N;x"], run.Texts);
        Assert.Equal(["b.csv"], drop.Names);
        Assert.Equal(["a.csv", "a.csv.done"], drop.Archived);
    }

    [Fact]
    public async Task A_pattern_does_not_care_for_upper_and_lower_case()
    {
        drop.Write("A.CSV", Rows(1));

        var run = await drop.RunAsync();

        Assert.Equal(["1;N;x"], run.Texts);
    }

    [Fact]
    public async Task Before_the_first_file_has_come_nothing_is_known_which_is_not_the_same_as_no_cases()
    {
        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => drop.ReadOnceAsync());

        Assert.Equal(FaultCodes.NotFound, fault.Code);
    }

    [Fact]
    public async Task While_the_first_file_is_being_written_the_source_says_when_to_ask_again()
    {
        drop.Write("a.csv", Rows(1));
        drop.Age("a.csv", drop.Clock.GetUtcNow() - TimeSpan.FromSeconds(3));

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => drop.ReadOnceAsync());

        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
    }

    [Fact]
    public async Task When_no_new_file_has_come_the_data_stays_as_old_as_the_last_file()
    {
        drop.Write("a.csv", Rows(1));
        var written = new DateTimeOffset(2026, 3, 9, 22, 0, 0, TimeSpan.Zero);
        drop.Age("a.csv", written);

        var first = await drop.RunAsync();
        drop.Clock.Advance(TimeSpan.FromDays(3));
        var second = await drop.RunAsync(first.Position);

        Assert.Equal(written, first.Pages[^1].CompleteUntil);
        var page = Assert.Single(second.Pages);
        Assert.Empty(page.Records);
        Assert.Equal(written, page.CompleteUntil);
        Assert.False(page.PartOfComplete);
    }

    [Fact]
    public async Task A_page_in_the_middle_of_a_file_promises_nothing_about_that_file()
    {
        drop.Write("a.csv", Rows(1, 2));

        var page = await drop.ReadOnceAsync(pageSize: 1);

        Assert.Null(page.CompleteUntil);
        Assert.NotNull(page.Next);
    }

    [Fact]
    public async Task A_full_page_that_ends_a_file_says_so_without_an_empty_page_after_it()
    {
        drop.Write("a.csv", Rows(1, 2));

        var page = await drop.ReadOnceAsync(pageSize: 2);

        Assert.Equal(2, page.Records.Count);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_file_with_a_header_and_no_rows_is_read_and_put_away()
    {
        drop.Write("a.csv", Drop.Header);

        var run = await drop.RunAsync();

        Assert.Empty(run.Records);
        Assert.NotNull(run.Pages[^1].CompleteUntil);
        Assert.Equal(["a.csv"], drop.Archived);
    }

    [Fact]
    public async Task A_file_of_no_bytes_stops_the_stream_and_stays_but_the_files_before_it_were_read()
    {
        drop.Write("a.csv", Rows(1));
        drop.Write("b.csv", "");

        var page = await drop.ReadOnceAsync();
        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.ReadOnceAsync(page.Next));

        Assert.Single(page.Records);
        Assert.Contains("b.csv is empty", fault.Message);
        Assert.Equal(["a.csv", "b.csv"], drop.Names);
    }

    [Fact]
    public async Task A_file_larger_than_allowed_stops_the_stream_and_stays()
    {
        drop["maxFileSize"] = "20";
        drop.Write("a.csv", Rows(1, 2, 3));

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.ReadOnceAsync());

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
        Assert.Contains("connection.maxFileSize", fault.Message);
        Assert.Equal(["a.csv"], drop.Names);
    }

    [Fact]
    public async Task A_symbolic_link_is_refused()
    {
        var outside = Path.GetTempFileName();
        await File.WriteAllTextAsync(outside, Rows(1), TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(outside, drop.Clock.GetUtcNow().UtcDateTime.AddHours(-1));
        File.CreateSymbolicLink(drop.PathOf("a.csv"), outside);
        // The link itself is as old as the machine's clock says, which is not the test's.
        drop.Clock.Advance(TimeSpan.FromDays(36_500));

        var fault = await drop.ReadOnceAsyncOrFault();

        File.Delete(outside);
        Assert.Contains("a.csv is a symbolic link", fault.Message);
    }

    [Fact]
    public async Task A_missing_folder_is_a_setting_to_mend()
    {
        drop["folder"] = drop.PathOf("nowhere");

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => drop.ReadOnceAsync());

        Assert.Equal(FaultCodes.NoSuchEndpoint, fault.Code);
        Assert.Equal("connection.folder", fault.Setting);
    }

    [Fact]
    public async Task A_name_that_is_taken_in_the_archive_gets_a_number()
    {
        var position = (string?)null;
        foreach (var number in new[] { 1, 2, 3 })
        {
            drop.Write("export.csv", Rows(number));
            position = (await drop.RunAsync(position)).Position;
        }

        Assert.Equal(["export.2.csv", "export.3.csv", "export.csv"], drop.Archived);
        Assert.Equal(Rows(2), await File.ReadAllTextAsync(Path.Combine(drop.Archive, "export.2.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task After_a_crash_between_commit_and_put_away_the_file_is_not_read_again_and_is_put_away()
    {
        drop.Write("a.csv", Rows(1));
        var committed = await drop.ReadOnceAsync();
        drop.Write("b.csv", Rows(2));

        var after = await drop.RunAsync(committed.Position);

        Assert.Equal(["2;N;x"], after.Texts);
        Assert.Equal(["a.csv", "b.csv"], drop.Archived);
    }

    [Fact]
    public async Task Putting_away_twice_or_before_a_commit_that_finished_nothing_is_harmless()
    {
        drop.Write("a.csv", Rows(1, 2));
        var source = drop.Open();
        var half = await source.ReadPageAsync(new PageRequest { PageSize = 1 }, TestContext.Current.CancellationToken);
        var whole = await source.ReadPageAsync(new PageRequest { PageSize = 1, Position = half.Next }, TestContext.Current.CancellationToken);

        await ((IPutsAway)source).PutAwayAsync(half.Position!, TestContext.Current.CancellationToken);
        var before = drop.Names;
        await ((IPutsAway)source).PutAwayAsync(whole.Position!, TestContext.Current.CancellationToken);
        await ((IPutsAway)source).PutAwayAsync(whole.Position!, TestContext.Current.CancellationToken);

        Assert.Equal(["a.csv"], before);
        Assert.Equal(["a.csv"], drop.Archived);
    }

    [Fact]
    public async Task A_new_file_under_the_name_of_one_that_waits_to_be_put_away_is_not_put_away_unread()
    {
        drop.Write("export.csv", Rows(1));
        var committed = await drop.ReadOnceAsync();
        drop.Write("export.csv", Rows(2));
        var source = drop.Open();

        await ((IPutsAway)source).PutAwayAsync(committed.Position!, TestContext.Current.CancellationToken);
        var next = await drop.RunAsync(committed.Position);

        Assert.Equal(["2;N;x"], next.Texts);
        Assert.Equal(["export.csv"], drop.Archived);
    }

    [Fact]
    public async Task A_copy_of_a_file_that_was_read_is_put_away_unread()
    {
        drop.Write("a.csv", Rows(1));
        var first = await drop.RunAsync();
        drop.Write("a (copy).csv", Rows(1));
        drop.Write("b.csv", Rows(2));

        var second = await drop.RunAsync(first.Position);

        Assert.Equal(["2;N;x"], second.Texts);
        Assert.Equal(["a (copy).csv", "a.csv", "b.csv"], drop.Archived);
    }

    [Fact]
    public async Task A_new_file_that_says_the_same_again_keeps_the_source_fresh_and_an_old_one_put_back_does_not()
    {
        drop.Write("a.csv", Drop.Header);
        var first = await drop.RunAsync();
        drop.Clock.Advance(TimeSpan.FromDays(1));
        drop.Write("b.csv", Drop.Header);
        var second = await drop.RunAsync(first.Position);
        drop.Clock.Advance(TimeSpan.FromDays(1));
        drop.Write("b.csv", Drop.Header);
        var third = await drop.RunAsync(second.Position);

        Assert.True(second.Pages[^1].CompleteUntil > first.Pages[^1].CompleteUntil);
        Assert.Equal(second.Pages[^1].CompleteUntil, third.Pages[^1].CompleteUntil);
        Assert.Empty(drop.Names);
    }

    [Fact]
    public async Task A_position_stays_below_64_KiB_however_many_files_came_and_however_long_their_names()
    {
        string? position = null;
        for (var i = 0; i < 205; i++)
        {
            drop.Write($"{new string('å', 110)}-{i:000}.csv", Rows(i));
            position = (await drop.RunAsync(position)).Position;
        }

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(position!), 20_000, 64 * 1024);
    }

    [Fact]
    public async Task A_backlog_of_more_files_than_a_position_remembers_is_read_in_several_runs_each_file_once()
    {
        for (var i = 0; i < 400; i++) drop.Write($"{i:0000}.csv", Rows(i));

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
            drop.Write("export.csv", Rows(i));
            var run = await drop.RunAsync(position);
            Assert.Single(run.Records);
            position = run.Position;
        }

        Assert.Equal(210, drop.Archived.Count);
    }

    [Fact]
    public async Task The_first_page_tells_how_far_the_files_reach_so_that_the_hub_never_believes_to_know_what_came_later()
    {
        drop.Write("a.csv", Rows(1));
        drop.Write("b.csv", Rows(2));
        drop.Age("a.csv", new DateTimeOffset(2026, 3, 8, 22, 0, 0, TimeSpan.Zero));
        var newest = new DateTimeOffset(2026, 3, 9, 22, 0, 0, TimeSpan.Zero);
        drop.Age("b.csv", newest);

        var run = await drop.RunAsync();
        drop.Clock.Advance(TimeSpan.FromDays(5));
        var quiet = await drop.RunAsync(run.Position);

        Assert.Equal(newest, run.Pages[0].SourceTime);
        Assert.Equal(newest, quiet.Pages[0].SourceTime);
    }

    [Theory]
    [InlineData("2026-03-10T00:00:00Z")]
    [InlineData("{}")]
    [InlineData("{\"v\":2,\"finished\":[]}")]
    [InlineData("null")]
    public async Task A_position_of_somebody_else_is_refused(string position)
    {
        drop.Write("a.csv", Rows(1));

        var fault = await Assert.ThrowsAsync<MisconfiguredException>(() => drop.ReadOnceAsync(position));

        Assert.Contains("reset the stream", fault.Message);
    }

    [Fact]
    public async Task A_name_in_a_position_cannot_lead_out_of_the_folder()
    {
        drop.Write("a.csv", Rows(1));
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

static class DropFaults
{
    /// <summary>Reads to the end and returns the fault that stopped it.</summary>
    public static async Task<UnreadableAnswerException> ReadOnceAsyncOrFault(this Drop drop)
    {
        var source = drop.Open();
        return await Assert.ThrowsAsync<UnreadableAnswerException>(async () =>
        {
            string? next = null;
            do
            {
                next = (await source.ReadPageAsync(new PageRequest { Position = next }, TestContext.Current.CancellationToken)).Next;
            }
            while (next is not null);
        });
    }
}
