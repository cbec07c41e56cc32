using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class SweepVerdictTests
{
    static readonly DeleteGuard Guard = new() { MaxShare = 0.05, MaxCases = 100, AlwaysAllowed = 3 };

    static readonly SweepFacts Whole = new() { Records = 1000, Total = 1000, Keyless = 0, ChangesOnly = false, Count = new SweepCount(1000, 0, 1000) };

    [Fact]
    public void What_a_complete_read_did_not_hold_may_go()
    {
        var verdict = SweepVerdict.Decide(Whole with { Records = 980, Total = 980, Count = new SweepCount(1000, 20, 1000) }, Guard);

        Assert.True(verdict is { Complete: true, Remove: true, NeedsAPerson: false });
    }

    [Fact]
    public void A_complete_read_that_held_everything_removes_nothing()
    {
        var verdict = SweepVerdict.Decide(Whole, Guard);

        Assert.True(verdict is { Complete: true, Remove: false, NeedsAPerson: false });
    }

    [Fact]
    public void An_empty_answer_is_no_proof_that_everything_is_gone()
    {
        var verdict = SweepVerdict.Decide(Whole with { Records = 0, Total = null, Count = new SweepCount(2, 2, 1000) }, Guard);

        Assert.True(verdict is { Complete: false, Remove: false, NeedsAPerson: true });
    }

    [Fact]
    public void An_empty_answer_from_a_source_that_never_had_anything_is_complete()
    {
        var verdict = SweepVerdict.Decide(Whole with { Records = 0, Total = null, Count = new SweepCount(0, 0, 1000) }, Guard);

        Assert.True(verdict.Complete);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1001)]
    public void Another_count_than_the_source_promised_removes_nothing(long total)
    {
        var verdict = SweepVerdict.Decide(Whole with { Total = total, Count = new SweepCount(1000, 1, 1000) }, Guard);

        Assert.True(verdict is { Complete: false, Remove: false, NeedsAPerson: true });
    }

    [Fact]
    public void A_record_that_came_twice_may_stand_in_the_place_of_one_that_seems_to_have_vanished()
    {
        var verdict = SweepVerdict.Decide(Whole with { Count = new SweepCount(1000, 1, 999) }, Guard);

        Assert.True(verdict is { Complete: false, Remove: false, NeedsAPerson: true });
    }

    [Fact]
    public void A_record_that_came_twice_is_no_trouble_while_nothing_seems_to_have_vanished()
    {
        var verdict = SweepVerdict.Decide(Whole with { Count = new SweepCount(1000, 0, 999) }, Guard);

        Assert.True(verdict is { Complete: true, Remove: false, NeedsAPerson: false });
    }

    [Fact]
    public void What_the_mapping_leaves_out_counts_as_seen()
    {
        var verdict = SweepVerdict.Decide(Whole with { Skipped = 20, Count = new SweepCount(980, 1, 980) }, Guard);

        Assert.True(verdict is { Complete: true, Remove: true });
    }

    [Fact]
    public void Of_a_source_that_promises_no_number_a_record_may_come_twice()
    {
        var verdict = SweepVerdict.Decide(Whole with { Total = null, Count = new SweepCount(1000, 1, 990) }, Guard);

        Assert.True(verdict is { Complete: true, Remove: true });
    }

    [Fact]
    public void Between_two_complete_exports_nothing_is_proved_removed_or_wrong()
    {
        var verdict = SweepVerdict.Decide(Whole with { Records = 0, Total = null, ChangesOnly = true, Count = new SweepCount(1000, 1000, 1000) }, Guard);

        Assert.True(verdict is { Complete: false, Remove: false, NeedsAPerson: false });
    }

    [Fact]
    public void A_file_of_changes_proves_nothing_about_what_it_does_not_hold()
    {
        var verdict = SweepVerdict.Decide(Whole with { ChangesOnly = true, Count = new SweepCount(1000, 1, 1000) }, Guard);

        Assert.True(verdict is { Complete: false, Remove: false });
    }

    [Fact]
    public void A_held_record_without_a_key_may_be_any_case_that_seems_to_have_vanished()
    {
        var verdict = SweepVerdict.Decide(Whole with { Keyless = 1, Count = new SweepCount(1000, 1, 1000) }, Guard);

        Assert.True(verdict is { Complete: false, Remove: false, NeedsAPerson: true });
    }

    [Theory]
    [InlineData(1000, 51)] // more than the share
    [InlineData(10_000, 101)] // more than the number
    public void More_than_the_guard_lets_go_at_once_waits_for_a_person(long live, long unseen)
    {
        var verdict = SweepVerdict.Decide(Whole with { Count = new SweepCount(live, unseen, 1000) }, Guard);

        Assert.True(verdict is { Complete: true, Remove: false, NeedsAPerson: true });
    }

    [Fact]
    public void A_small_stream_may_lose_single_cases()
    {
        var verdict = SweepVerdict.Decide(Whole with { Records = 7, Total = null, Count = new SweepCount(10, 3, 1000) }, Guard);

        Assert.True(verdict.Remove);
    }
}
