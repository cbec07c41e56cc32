using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Tests.Files;

/// <summary>How far the files reach in time, and what is known before and between them.</summary>
public sealed class FileFreshnessTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task Before_the_first_file_has_come_nothing_is_known_which_is_not_the_same_as_no_cases()
    {
        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => drop.ReadOnceAsync());

        Assert.Equal(FaultCodes.NotFound, fault.Code);
    }

    [Fact]
    public async Task While_the_first_file_is_being_written_the_source_says_when_to_ask_again()
    {
        drop.Write("a.csv", Drop.Rows(1));
        drop.Age("a.csv", drop.Clock.GetUtcNow() - TimeSpan.FromSeconds(3));

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(() => drop.ReadOnceAsync());

        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
    }

    [Fact]
    public async Task When_no_new_file_has_come_the_data_stays_as_old_as_the_last_file()
    {
        drop.Write("a.csv", Drop.Rows(1));
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
        drop.Write("a.csv", Drop.Rows(1, 2));

        var page = await drop.ReadOnceAsync(pageSize: 1);

        Assert.Null(page.CompleteUntil);
        Assert.NotNull(page.Next);
    }

    [Fact]
    public async Task A_full_page_that_ends_a_file_says_so_without_an_empty_page_after_it()
    {
        drop.Write("a.csv", Drop.Rows(1, 2));

        var page = await drop.ReadOnceAsync(pageSize: 2);

        Assert.Equal(2, page.Records.Count);
        Assert.Null(page.Next);
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
    public async Task The_first_page_tells_how_far_the_files_reach_so_that_the_hub_never_believes_to_know_what_came_later()
    {
        drop.Write("a.csv", Drop.Rows(1));
        drop.Write("b.csv", Drop.Rows(2));
        drop.Age("a.csv", new DateTimeOffset(2026, 3, 8, 22, 0, 0, TimeSpan.Zero));
        var newest = new DateTimeOffset(2026, 3, 9, 22, 0, 0, TimeSpan.Zero);
        drop.Age("b.csv", newest);

        var run = await drop.RunAsync();
        drop.Clock.Advance(TimeSpan.FromDays(5));
        var quiet = await drop.RunAsync(run.Position);

        Assert.Equal(newest, run.Pages[0].SourceTime);
        Assert.Equal(newest, quiet.Pages[0].SourceTime);
    }
}
