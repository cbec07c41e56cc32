using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Adapters.Http;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>How pages are turned, and what ends a read.</summary>
public sealed class PagingTests
{
    static readonly ValuePath At = ValuePath.Parse("at")!;

    [Theory]
    [InlineData(nameof(EndKind.Last), "true", true)]
    [InlineData(nameof(EndKind.Last), "false", false)]
    [InlineData(nameof(EndKind.More), "true", false)]
    [InlineData(nameof(EndKind.More), "false", true)]
    [InlineData(nameof(EndKind.Next), "/page/3", false)]
    [InlineData(nameof(EndKind.Next), null, true)]
    [InlineData(nameof(EndKind.Pages), "3", false)]
    [InlineData(nameof(EndKind.Pages), "2", true)]
    [InlineData(nameof(EndKind.Pages), "0", true)]
    public void A_read_by_page_numbers_ends_by_what_the_vendor_says(string kind, string? said, bool ends)
    {
        var rules = Rules(PagingKind.Page) with { End = new EndSignal(Enum.Parse<EndKind>(kind), At) };

        var end = PageTurn.Turn(rules, PagePlace.First(rules) with { Number = 2 }, Seen(1, said));

        Assert.Equal(ends ? null : 3, end.Next?.Number);
    }

    [Theory]
    [InlineData(nameof(EndKind.Last), "perhaps")]
    [InlineData(nameof(EndKind.Last), null)]
    [InlineData(nameof(EndKind.More), null)]
    [InlineData(nameof(EndKind.Pages), "many")]
    [InlineData(nameof(EndKind.Pages), null)]
    public void A_sign_of_the_end_that_is_not_there_is_a_fault_and_no_end(string kind, string? said)
    {
        var rules = Rules(PagingKind.Page) with { End = new EndSignal(Enum.Parse<EndKind>(kind), At) };

        var fault = Assert.Throws<UnreadableAnswerException>(() => PageTurn.Turn(rules, PagePlace.First(rules), Seen(3, said)));

        Assert.Equal(FaultCodes.UnexpectedContent, fault.Code);
    }

    [Fact]
    public void A_page_count_from_nought_ends_as_one_from_one_does()
    {
        var rules = Rules(PagingKind.Page) with { First = 0, End = new EndSignal(EndKind.Pages, At) };

        Assert.Equal(1, PageTurn.Turn(rules, PagePlace.First(rules), Seen(3, "2")).Next?.Number);
        Assert.Null(PageTurn.Turn(rules, PagePlace.First(rules) with { Number = 1 }, Seen(3, "2")).Next);
    }

    [Fact]
    public void An_offset_grows_by_what_came_however_much_was_asked_for()
    {
        var rules = Rules(PagingKind.Offset) with { End = new EndSignal(EndKind.Empty, null) };

        var next = PageTurn.Turn(rules, PagePlace.First(rules), Seen(7)).Next!;

        Assert.Equal(7, next.Number);
        Assert.Equal(9, PageTurn.Turn(rules, next, Seen(2)).Next!.Number);
        Assert.Null(PageTurn.Turn(rules, next, Seen(0)).Next);
    }

    [Fact]
    public void A_short_page_is_no_end()
    {
        var rules = Rules(PagingKind.Page) with { End = new EndSignal(EndKind.Empty, null) };

        Assert.NotNull(PageTurn.Turn(rules, PagePlace.First(rules), Seen(1)).Next);
    }

    [Fact]
    public void An_empty_page_before_everything_came_is_a_fault_and_no_end()
    {
        foreach (var by in (PagingKind[])[PagingKind.Page, PagingKind.Offset])
        {
            var rules = Rules(by) with { End = new EndSignal(EndKind.Empty, null) };
            var second = PageTurn.Turn(rules, PagePlace.First(rules), Seen(7) with { Total = 9 }).Next!;

            Assert.Throws<UnreadableAnswerException>(() => PageTurn.Turn(rules, second, Seen(0) with { Total = 9 }));
            Assert.Null(PageTurn.Turn(rules, second, Seen(0) with { Total = 7 }).Next);
        }
    }

    [Fact]
    public void A_read_ends_as_cut_at_the_ceiling_of_its_vendor()
    {
        var rules = Rules(PagingKind.Page) with { End = new EndSignal(EndKind.Pages, At), Ceiling = 6 };
        var second = PageTurn.Turn(rules, PagePlace.First(rules), Seen(3, "9"));

        Assert.Equal((false, true), (second.Cut, second.Next is not null));
        Assert.Equal(new PageEnd(null, Cut: true), PageTurn.Turn(rules, second.Next!, Seen(3, "9")));
        Assert.True(PageTurn.Turn(Rules(PagingKind.None) with { Ceiling = 6 }, PagePlace.First(Rules(PagingKind.None)), Seen(6)).Cut);
    }

    [Fact]
    public void A_page_that_comes_three_times_in_a_row_ends_the_read_by_a_fault()
    {
        var guard = new RepeatGuard();
        guard.Check(isFirst: true, Seen(3).Rows, "x");
        guard.Check(isFirst: false, Seen(3).Rows, "x");

        Assert.Equal(FaultCodes.PagingWentRound, Assert.Throws<UnreadableAnswerException>(() => guard.Check(isFirst: false, Seen(3).Rows, "x")).Code);
    }

    [Fact]
    public void Pages_that_differ_empty_ones_and_new_reads_are_no_repetition()
    {
        var guard = new RepeatGuard();
        for (var round = 0; round < 5; round++)
        {
            guard.Check(isFirst: true, Seen(3).Rows, "x");
            guard.Check(isFirst: false, Seen(3).Rows, "x");
            guard.Check(isFirst: false, Seen(0).Rows, "x");
            guard.Check(isFirst: false, Seen(4).Rows, "x");
        }
    }

    [Fact]
    public void A_place_comes_back_as_it_was_kept()
    {
        var rules = Rules(PagingKind.Token) with { At = At };
        var places = Gen.Choose(0, int.MaxValue).SelectMany(number => ArbMap.Default.GeneratorFor<NonEmptyString>().Select(given => (number, given.Get))).ToArbitrary();

        Prop.ForAll(places, p =>
        {
            var place = PagePlace.First(rules) with { Number = p.number, Given = p.Get };
            return p.Get.Any(char.IsSurrogate) || PagePlace.Read(place.Write(), rules, null) == place;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("no place at all")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("-1")]
    [InlineData("{\"by\":\"Page\",\"number\":-3}")]
    [InlineData("{\"by\":\"Page\",\"number\":0}")]
    [InlineData("{\"by\":\"Page\",\"number\":1.5}")]
    [InlineData("{\"by\":\"Page\",\"number\":\"3\"}")]
    [InlineData("{\"by\":\"Offset\",\"number\":300}")]
    [InlineData("{\"by\":\"Page\",\"number\":3,\"deletions\":true}")]
    public void A_place_that_makes_no_sense_or_is_of_another_way_of_paging_begins_anew(string text)
    {
        var rules = Rules(PagingKind.Page);

        Assert.Equal(PagePlace.First(rules), PagePlace.Read(text, rules, null));
    }

    [Theory]
    [InlineData("2026-03-10T10:00:00", "2026-03-10T09:00:00", null, 0, "2026-03-10T10:00:00")]
    [InlineData("2026-03-10T10:00:00", "2026-03-10T10:00:00", null, 0, null)]
    [InlineData("2026-03-10T10:00:00", "2026-03-10T10:00:00", null, 3, "2026-03-10T10:00:00")]
    [InlineData("2026-03-10T10:00:00", "2026-03-10T09:00:00", "2026-03-10T10:00:00", 3, null)]
    [InlineData(null, "2026-03-10T09:00:00", null, 3, null)]
    public void A_bound_leads_on_until_it_stands_still_or_has_come_far_enough(string? bound, string asked, string? until, int records, string? next)
    {
        var clock = new LocalClock(TimeZoneInfo.Utc);
        LocalTime? read = bound is null ? null : BoundTurn.Read(bound, clock, "x");

        Assert.Equal(next, BoundTurn.Next(read, BoundTurn.Read(asked, clock, "x").Label, until is null ? null : BoundTurn.Read(until, clock, "x").Label, records));
    }

    static PagingRules Rules(PagingKind by) => new() { By = by, End = by is PagingKind.Page or PagingKind.Offset ? new EndSignal(EndKind.Last, At) : null };

    static PageSeen Seen(int rows, string? at = null) =>
        new([.. Enumerable.Range(1, rows).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{i}"))], path => path == At ? at : null, null, "GET /cases");
}
