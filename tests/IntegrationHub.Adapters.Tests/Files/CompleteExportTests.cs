using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

public sealed class CompleteExportTests : IDisposable
{
    readonly Drop drop = new() { ["content"] = "complete" };

    public void Dispose() => drop.Dispose();

    static string Rows(params int[] numbers) => $"{Drop.Header}\n{string.Concat(numbers.Select(n => $"{n};N;x\n"))}";

    [Fact]
    public async Task Only_the_newest_complete_export_is_read_and_the_older_ones_are_put_away_unread()
    {
        drop.Write("2026-03-08.csv", Rows(1, 2, 3));
        drop.Write("2026-03-09.csv", Rows(1, 2));
        drop.Write("2026-03-10.csv", Rows(1, 4));

        var run = await drop.RunAsync();

        Assert.Equal(["1;N;x", "4;N;x"], run.Texts);
        Assert.All(run.Pages, p => Assert.True(p.PartOfComplete));
        Assert.Equal(["2026-03-08.csv", "2026-03-09.csv", "2026-03-10.csv"], drop.Archived);
    }

    [Fact]
    public async Task Older_exports_stay_until_the_newest_has_been_read_to_its_end()
    {
        drop.Write("a.csv", Rows(1));
        drop.Write("b.csv", Rows(1, 2));
        var source = drop.Open();

        var half = await source.ReadPageAsync(new PageRequest { PageSize = 1 }, TestContext.Current.CancellationToken);
        await ((IPutsAway)source).PutAwayAsync(half.Position!, TestContext.Current.CancellationToken);

        Assert.Equal(["a.csv", "b.csv"], drop.Names);
    }

    [Fact]
    public async Task Without_a_new_export_the_read_is_not_part_of_a_complete_one_so_nothing_can_vanish()
    {
        drop.Write("a.csv", Rows(1));
        var first = await drop.RunAsync();

        var page = Assert.Single((await drop.RunAsync(first.Position)).Pages);

        Assert.Empty(page.Records);
        Assert.False(page.PartOfComplete);
        Assert.Equal(first.Pages[^1].CompleteUntil, page.CompleteUntil);
    }

    [Fact]
    public async Task A_new_export_that_says_what_an_earlier_one_said_is_read_like_any_other()
    {
        string? position = null;
        var runs = new List<Run>();
        foreach (var numbers in new int[][] { [1, 2], [1], [1, 2], [1, 2] })
        {
            drop.Write("export.csv", Rows(numbers));
            runs.Add(await drop.RunAsync(position));
            position = runs[^1].Position;
        }

        Assert.Equal([2, 1, 2, 2], runs.Select(r => r.Records.Count));
        Assert.All(runs, r => Assert.All(r.Pages, p => Assert.True(p.PartOfComplete)));
    }

    [Fact]
    public async Task An_export_that_came_late_under_an_earlier_name_does_not_turn_the_time_back()
    {
        drop.Write("2026-03-09.csv", Rows(1, 2));
        var first = await drop.RunAsync();
        drop.Write("2026-03-08.csv", Rows(1));
        var second = await drop.RunAsync(first.Position);
        drop.Write("2026-03-10.csv", Rows(1, 2, 3));
        var third = await drop.RunAsync(second.Position);

        Assert.Empty(second.Records);
        Assert.Equal(3, third.Records.Count);
        Assert.Equal(["2026-03-08.csv", "2026-03-09.csv", "2026-03-10.csv"], drop.Archived);
    }

    [Fact]
    public async Task An_export_that_came_while_another_was_read_waits_for_the_next_run()
    {
        drop.Write("a.csv", Rows(1, 2));
        var half = await drop.ReadOnceAsync(pageSize: 1);
        drop.Write("b.csv", Rows(3));

        var rest = await drop.RunAsync(half.Next);
        var next = await drop.RunAsync(rest.Position);

        Assert.Equal(["2;N;x"], rest.Texts);
        Assert.Equal(["3;N;x"], next.Texts);
    }

    [Fact]
    public void A_complete_export_is_not_read_as_changes_nor_changes_as_a_complete_export()
    {
        Assert.Equal("connection.content", Assert.Throws<MisconfiguredException>(() => drop.Open(ReadStrategy.Cursor)).Setting);
        drop["content"] = "changes";
        Assert.Equal("connection.content", Assert.Throws<MisconfiguredException>(() => drop.Open(ReadStrategy.Snapshot)).Setting);
    }
}
