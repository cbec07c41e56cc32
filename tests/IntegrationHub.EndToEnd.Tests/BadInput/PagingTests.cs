using System.Text.RegularExpressions;
using IntegrationHub.Faults;
using IntegrationHub.Sync;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

public sealed partial class PagingTests
{
    [Fact]
    public async Task A_batch_whose_end_never_moves_ends_the_run_instead_of_going_on_for_ever()
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Change(honest => BatchEnd().Replace(honest, "<BatchEnd>2024-01-02T03:04:05</BatchEnd>"));

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.PagingWentRound, "After 2 pages", "a page it has already read", "the next run tries again");
    }

    [Fact]
    public async Task Batches_that_go_round_end_the_run_at_the_first_page_that_comes_again()
    {
        await using var town = await SmallTown.StartAsync();
        var page = 0;

        town.Vendor.Change(honest => BatchEnd().Replace(honest, $"<BatchEnd>2024-01-0{1 + page++ % 3}T00:00:00</BatchEnd>"));

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.PagingWentRound, "After 4 pages");
    }

    [Fact]
    public async Task Batches_that_are_always_new_and_never_the_last_end_at_the_limit_of_pages()
    {
        await using var town = await SmallTown.StartAsync("maxPages: 50");
        var second = 0;

        town.Vendor.Change(honest => BatchEnd().Replace(honest, $"<BatchEnd>2024-01-01T00:{second / 60:00}:{second++ % 60:00}</BatchEnd>"));

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.LimitExceeded, "more than 50 pages", "limits.maxPages");
        Assert.Equal(50, second);
    }

    [Fact]
    public async Task A_batch_end_that_is_no_time_is_an_unreadable_answer()
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Change(honest => BatchEnd().Replace(honest, "<BatchEnd>snart</BatchEnd>"));

        await town.SurvivesAsync(FaultKind.Unreadable, FaultCodes.MalformedAnswer, "BatchEnd was expected to be a date and time");
    }

    [Fact]
    public async Task An_empty_answer_to_a_complete_read_removes_nothing_and_is_not_believed()
    {
        await using var town = await SmallTown.StartAsync();
        town.Clock.Advance(TimeSpan.FromDays(8));
        town.Vendor.Change(honest => Records().Replace(honest, "<Arenden />"));

        var (permits, errands) = await town.RunBothAsync();

        Assert.Equal((RunKind.Full, RunOutcome.Incomplete, null), (permits.Kind, permits.Outcome, permits.Fault));
        Assert.Equal($"incomplete: the source sent nothing, but the index has {town.Live} cases of this stream; nothing was removed", permits.Verdict);
        Assert.Equal((town.Live, 0L), (await town.CountAsync(SmallTown.Permits), permits.Counters.Tombstoned));
        Assert.Equal((RunOutcome.Succeeded, 1L), (errands.Outcome, errands.Counters.Written));
        Assert.Equal((Lookup.CoverageState.Partial, Lookup.NoticeCode.NothingFoundYet), await town.AskedForNobodyAsync());

        town.Vendor.Mend();
        await town.EverythingGoesWellAsync();
        Assert.Equal(town.Live, await town.CountAsync(SmallTown.Permits));
    }

    [Fact]
    public async Task A_complete_read_that_brings_a_tenth_of_the_cases_is_held_for_a_person()
    {
        await using var town = await SmallTown.StartAsync();
        town.Clock.Advance(TimeSpan.FromDays(8));
        // What has changed is asked for first, in the same pages: the first page of everything is the one that comes a second time, and the only one with cases.
        string? first = null;
        town.Vendor.Change(honest =>
        {
            if (honest == first) return honest;

            first ??= honest;
            return Records().Replace(honest, "<Arenden />");
        });

        var (permits, _) = await town.RunBothAsync();

        Assert.Equal((RunKind.Full, RunOutcome.Incomplete), (permits.Kind, permits.Outcome));
        Assert.StartsWith("held: ", permits.Verdict, StringComparison.Ordinal);
        Assert.Equal((town.Live, 0L), (await town.CountAsync(SmallTown.Permits), permits.Counters.Tombstoned));

        town.Vendor.Mend();
        town.Clock.Advance(TimeSpan.FromDays(8));
        await town.EverythingGoesWellAsync();
        Assert.Equal(town.Live, await town.CountAsync(SmallTown.Permits));
    }

    [GeneratedRegex("<BatchEnd>[^<]*</BatchEnd>")]
    private static partial Regex BatchEnd();

    [GeneratedRegex("<Arenden>.*</Arenden>", RegexOptions.Singleline)]
    private static partial Regex Records();
}
