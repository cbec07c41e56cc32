using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class SweepVerdictTests
{
    static readonly DeleteGuard Guard = new() { MaxShare = 0.05, MaxCases = 100, AlwaysAllowed = 3 };

    static readonly SweepFacts Whole = new() { StartedAt = DateTimeOffset.UnixEpoch, Records = 1000, Promised = 1000 };

    static readonly SweepCount NothingGone = new(1000, 0);

    static SweepVerdict Decide(SweepFacts facts, SweepCount count) => SweepVerdict.Decide(facts, count.Seen == 0 ? count with { Seen = facts.Records } : count, Guard);

    [Fact]
    public void What_a_complete_read_did_not_hold_may_go()
    {
        var verdict = Decide(Whole with { Records = 980, Promised = 980 }, new SweepCount(1000, 20));

        Assert.Equal((SweepReason.Complete, SweepRemoval.Remove, true, false), (verdict.Reason, verdict.Removal, verdict.Complete, verdict.NeedsAPerson));
    }

    [Fact]
    public void A_complete_read_that_held_everything_removes_nothing()
    {
        var verdict = Decide(Whole, NothingGone);

        Assert.Equal((SweepReason.Complete, SweepRemoval.Nothing, true, false), (verdict.Reason, verdict.Removal, verdict.Complete, verdict.NeedsAPerson));
    }

    [Fact]
    public void An_empty_answer_is_no_proof_that_everything_is_gone()
    {
        var verdict = Decide(Whole with { Records = 0, Promised = null }, new SweepCount(2, 2));

        Assert.Equal((SweepReason.Empty, SweepRemoval.Nothing, false, true), (verdict.Reason, verdict.Removal, verdict.Complete, verdict.NeedsAPerson));
    }

    [Fact]
    public void An_empty_answer_from_a_source_that_never_had_anything_is_complete()
    {
        Assert.True(Decide(Whole with { Records = 0, Promised = null }, new SweepCount(0, 0)).Complete);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1001)]
    public void Another_count_than_the_source_promised_removes_nothing(long promised)
    {
        var verdict = Decide(Whole with { Promised = promised }, new SweepCount(1000, 1));

        Assert.Equal((SweepReason.OtherCount, SweepRemoval.Nothing, false, true), (verdict.Reason, verdict.Removal, verdict.Complete, verdict.NeedsAPerson));
    }

    [Fact]
    public void Between_two_complete_exports_nothing_is_proved_removed_or_wrong()
    {
        var verdict = Decide(Whole with { Records = 0, Promised = null, ChangesOnly = true }, new SweepCount(1000, 1000));

        Assert.Equal((SweepReason.NothingNew, SweepRemoval.Nothing, false, false), (verdict.Reason, verdict.Removal, verdict.Complete, verdict.NeedsAPerson));
    }

    [Fact]
    public void A_file_of_changes_proves_nothing_about_what_it_does_not_hold()
    {
        var verdict = Decide(Whole with { ChangesOnly = true }, new SweepCount(1000, 1));

        Assert.Equal((SweepReason.ChangesOnly, SweepRemoval.Nothing), (verdict.Reason, verdict.Removal));
    }

    [Fact]
    public void A_held_record_without_a_key_may_be_any_case_that_seems_to_have_vanished()
    {
        var verdict = Decide(Whole with { Keyless = 1 }, new SweepCount(1000, 1));

        Assert.Equal((SweepReason.Keyless, SweepRemoval.Nothing, true), (verdict.Reason, verdict.Removal, verdict.NeedsAPerson));
    }

    [Fact]
    public void A_held_record_without_a_key_says_nothing_while_no_case_is_missing()
    {
        Assert.Equal(SweepReason.Complete, Decide(Whole with { Keyless = 1 }, NothingGone).Reason);
    }

    [Fact]
    public void A_page_that_came_twice_in_the_place_of_another_is_no_proof_though_the_number_is_right()
    {
        var twice = Decide(Whole, new SweepCount(1000, 10, Seen: 990));
        var skipped = Decide(Whole with { Skipped = 10 }, new SweepCount(1000, 10, Seen: 990));
        var untold = Decide(Whole with { Promised = null }, new SweepCount(1000, 10, Seen: 990));

        Assert.Equal((SweepReason.Repeated, SweepRemoval.Nothing, true), (twice.Reason, twice.Removal, twice.NeedsAPerson));
        Assert.Contains("10 of 1,000 records came more than once", twice.InWords(), StringComparison.Ordinal);
        Assert.Equal((SweepReason.Complete, SweepReason.Complete), (skipped.Reason, untold.Reason));
    }

    [Theory]
    [InlineData(1000, 51)] // more than the share
    [InlineData(10_000, 101)] // more than the number
    public void More_than_the_guard_lets_go_at_once_waits_for_a_person(long live, long unseen)
    {
        var verdict = Decide(Whole, new SweepCount(live, unseen));

        Assert.Equal((SweepReason.AboveGuard, SweepRemoval.Hold, true, true), (verdict.Reason, verdict.Removal, verdict.Complete, verdict.NeedsAPerson));
    }

    [Theory]
    [InlineData(1000, 50)]
    [InlineData(10_000, 100)]
    [InlineData(10, 3)] // a small stream may lose single cases
    [InlineData(3, 3)]
    public void As_much_as_the_guard_lets_go_goes(long live, long unseen)
    {
        Assert.Equal(SweepRemoval.Remove, Decide(Whole, new SweepCount(live, unseen)).Removal);
    }

    [Fact]
    public void What_somebody_decided_to_keep_neither_goes_nor_is_asked_about_again()
    {
        var same = Decide(Whole, new SweepCount(1000, 80, Kept: 80));
        var three = Decide(Whole, new SweepCount(1000, 83, Kept: 80));
        var many = Decide(Whole, new SweepCount(1000, 160, Kept: 80));

        Assert.Equal((SweepRemoval.Nothing, false), (same.Removal, same.NeedsAPerson));
        Assert.Equal((SweepRemoval.Remove, 3L), (three.Removal, three.Count.Gone));
        Assert.Equal((SweepRemoval.Hold, 80L), (many.Removal, many.Count.Gone));
        Assert.Contains("80 more stay", three.InWords(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_complete_read_removes_or_holds_whatever_else_is_true_of_it()
    {
        var numbers = Gen.Choose(0, 300).Select(n => (long)n);
        var sweeps =
            from records in numbers
            from promised in Gen.OneOf(Gen.Constant<long?>(null), numbers.Select(n => (long?)n))
            from keyless in Gen.Choose(0, 2)
            from changesOnly in Gen.Elements(true, false)
            from live in numbers
            from unseen in Gen.Choose(0, (int)live)
            from kept in Gen.Choose(0, unseen)
            from seen in numbers
            from share in Gen.Elements(0, 0.05, 1)
            from most in Gen.Choose(0, 50)
            from always in Gen.Choose(0, 5)
            select SweepVerdict.Decide(
                new SweepFacts { StartedAt = DateTimeOffset.UnixEpoch, Records = records, Promised = promised, Keyless = keyless, ChangesOnly = changesOnly },
                new SweepCount(live, unseen, seen, kept),
                new DeleteGuard { MaxShare = share, MaxCases = most, AlwaysAllowed = always });

        Prop.ForAll(sweeps.ToArbitrary(), verdict =>
        {
            var (facts, count, guard) = (verdict.Facts, verdict.Count, verdict.Guard);
            var proved = !facts.ChangesOnly && !(facts.Records == 0 && count.Live > 0) && (facts.Promised ?? facts.Records) == facts.Records;
            if (verdict.Removal != SweepRemoval.Nothing) Assert.True(verdict.Complete && proved && facts.Keyless == 0 && count.Gone > 0 && (facts.Promised is null || facts.Records <= count.Seen));
            if (verdict.Removal == SweepRemoval.Remove) Assert.True(count.Gone <= guard.AlwaysAllowed || (count.Gone <= guard.MaxCases && count.Gone <= count.Live * guard.MaxShare));
            if (!proved) Assert.False(verdict.Complete);
            Assert.NotEmpty(verdict.InWords());
        }).QuickCheckThrowOnFailure();
    }
}
