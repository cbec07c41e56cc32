using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

/// <summary>Which files of a folder are read, in which order, and which stop the stream.</summary>
public sealed class DropFolderTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task Files_are_read_in_the_order_of_their_names_and_put_away()
    {
        drop.Write("b.csv", Drop.Rows(3, 4));
        drop.Write("a.csv", Drop.Rows(1, 2));
        drop.Write("notes.txt", "no export");

        var run = await drop.RunAsync();

        Assert.Equal(["1;N;x", "2;N;x", "3;N;x", "4;N;x"], run.Texts);
        Assert.Equal(["notes.txt"], drop.Names);
        Assert.Equal(["a.csv", "b.csv"], drop.Archived);
    }

    [Fact]
    public async Task A_file_that_changed_just_now_is_left_alone_and_so_is_what_comes_after_it()
    {
        drop.Write("a.csv", Drop.Rows(1));
        drop.Write("b.csv", Drop.Rows(2));
        drop.Write("c.csv", Drop.Rows(3));
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
        drop.Write(name, Drop.Rows(1));
        drop.Write("z.csv", Drop.Rows(2));

        var run = await drop.RunAsync();

        Assert.Equal(["2;N;x"], run.Texts);
        Assert.Equal([name], drop.Names);
    }

    [Fact]
    public async Task With_a_done_marker_a_file_is_read_once_its_marker_stands_beside_it()
    {
        drop["doneSuffix"] = ".done";
        drop["pattern"] = "*";
        drop.Write("a.csv", Drop.Rows(1));
        drop.Write("b.csv", Drop.Rows(2));
        drop.Write("a.csv.done", "");

        var run = await drop.RunAsync();

        Assert.Equal(["1;N;x"], run.Texts);
        Assert.Equal(["b.csv"], drop.Names);
        Assert.Equal(["a.csv", "a.csv.done"], drop.Archived);
    }

    [Fact]
    public async Task A_pattern_does_not_care_for_upper_and_lower_case()
    {
        drop.Write("A.CSV", Drop.Rows(1));

        var run = await drop.RunAsync();

        Assert.Equal(["1;N;x"], run.Texts);
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
        drop.Write("a.csv", Drop.Rows(1));
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
        drop.Write("a.csv", Drop.Rows(1, 2, 3));

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.ReadOnceAsync());

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
        Assert.Contains("connection.maxFileSize", fault.Message);
        Assert.Equal(["a.csv"], drop.Names);
    }

    [Fact]
    public async Task A_symbolic_link_is_refused()
    {
        var outside = Path.GetTempFileName();
        await File.WriteAllTextAsync(outside, Drop.Rows(1), TestContext.Current.CancellationToken);
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
