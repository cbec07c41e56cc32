using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

/// <summary>When a file that was read leaves the folder, and what becomes of its name.</summary>
public sealed class PutAwayTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task A_name_that_is_taken_in_the_archive_gets_a_number()
    {
        var position = (string?)null;
        foreach (var number in new[] { 1, 2, 3 })
        {
            drop.Write("export.csv", Drop.Rows(number));
            position = (await drop.RunAsync(position)).Position;
        }

        Assert.Equal(["export.2.csv", "export.3.csv", "export.csv"], drop.Archived);
        Assert.Equal(Drop.Rows(2), await File.ReadAllTextAsync(Path.Combine(drop.Archive, "export.2.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task After_a_crash_between_commit_and_put_away_the_file_is_not_read_again_and_is_put_away()
    {
        drop.Write("a.csv", Drop.Rows(1));
        var committed = await drop.ReadOnceAsync();
        drop.Write("b.csv", Drop.Rows(2));

        var after = await drop.RunAsync(committed.Position);

        Assert.Equal(["2;N;x"], after.Texts);
        Assert.Equal(["a.csv", "b.csv"], drop.Archived);
    }

    [Fact]
    public async Task Putting_away_twice_or_before_a_commit_that_finished_nothing_is_harmless()
    {
        drop.Write("a.csv", Drop.Rows(1, 2));
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
        drop.Write("export.csv", Drop.Rows(1));
        var committed = await drop.ReadOnceAsync();
        drop.Write("export.csv", Drop.Rows(2));
        var source = drop.Open();

        await ((IPutsAway)source).PutAwayAsync(committed.Position!, TestContext.Current.CancellationToken);
        var next = await drop.RunAsync(committed.Position);

        Assert.Equal(["2;N;x"], next.Texts);
        Assert.Equal(["export.csv"], drop.Archived);
    }

    [Fact]
    public async Task A_copy_of_a_file_that_was_read_is_put_away_unread()
    {
        drop.Write("a.csv", Drop.Rows(1));
        var first = await drop.RunAsync();
        drop.Write("a (copy).csv", Drop.Rows(1));
        drop.Write("b.csv", Drop.Rows(2));

        var second = await drop.RunAsync(first.Position);

        Assert.Equal(["2;N;x"], second.Texts);
        Assert.Equal(["a (copy).csv", "a.csv", "b.csv"], drop.Archived);
    }
}
