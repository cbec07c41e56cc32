using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class ReadCourseTests
{
    static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly StreamReading Windowed = new()
    {
        Strategy = ReadStrategy.Windowed,
        From = Begin,
        Settle = TimeSpan.FromMinutes(1),
        Window = new StreamWindow { First = TimeSpan.FromDays(1), Min = TimeSpan.FromSeconds(1), Max = TimeSpan.FromDays(1), Rows = 100 },
    };

    static ReadCourse Course(double days, bool openEnd = false, StreamReading? reading = null, LearnedWindow? learned = null) => new(
        new ReadPlan(RunKind.Changes, new UnfinishedRead { StartedAt = Begin, ChangedAfter = Begin, ChangedUntil = Begin.AddDays(days) }, null, Resumed: false) { OpenEnd = openEnd },
        reading ?? Windowed, learned);

    static SourcePage Page(int records = 60, bool cut = false, string? next = null) =>
        new() { Records = [.. Enumerable.Repeat(new SourceRecord { Content = new byte[1], Format = RecordFormat.Json }, records)], Cut = cut, Next = next };

    static (double From, double? To)? Asked(ReadCourse course) =>
        course.Next is { } request ? ((request.ChangedAfter!.Value - Begin).TotalDays, (request.ChangedUntil - Begin)?.TotalDays) : null;

    [Fact]
    public void One_window_follows_the_other_and_the_last_ends_where_the_read_ends()
    {
        var course = Course(days: 2.5);
        var asked = new List<(double, double?)?>();

        for (; course.Next is not null; course.Take(Page())) asked.Add(Asked(course));

        Assert.Equal([(0, 1), (1, 2), (2, 2.5)], asked);
    }

    [Fact]
    public void A_read_with_an_open_end_reaches_to_now_and_its_last_window_beyond()
    {
        var settle = TimeSpan.FromDays(0.25);
        var course = Course(days: 2.25, openEnd: true, Windowed with { Settle = settle });
        var asked = new List<(double, double?)?>();
        DateTimeOffset? whole = null;

        for (; course.Next is not null; whole = course.Take(Page()).Whole) asked.Add(Asked(course));

        Assert.Equal([(0, 1), (1, 2), (2, null)], asked);
        Assert.Equal(Begin.AddDays(2.5), whole);
    }

    [Fact]
    public void Pages_of_a_window_are_read_before_the_next_window_begins()
    {
        var course = Course(days: 2);

        var first = course.Take(Page(next: "2"));
        var between = (course.Next!.Position, course.Next.ChangedUntil);
        var second = course.Take(Page());

        Assert.Equal(("2", Begin.AddDays(1)), between);
        Assert.Equal((null, Begin.AddDays(1)), (first.Whole, second.Whole));
        Assert.Null(course.Next!.Position);
    }

    [Fact]
    public void A_cut_window_begins_again_and_ends_in_its_middle()
    {
        var course = Course(days: 2);

        var step = course.Take(Page(cut: true));

        Assert.Null(step.Whole);
        Assert.Equal((0, 0.5), Asked(course));
    }

    [Fact]
    public void The_rest_of_a_cut_window_is_not_paged_through_before_it_is_asked_for_in_smaller_ones()
    {
        var course = Course(days: 2);

        course.Take(Page(cut: true, next: "2"));

        Assert.Equal((null, (0.0, 0.5)), (course.Next!.Position, Asked(course)));
    }

    [Fact]
    public void The_smallest_window_is_read_to_its_end_before_the_read_gives_up()
    {
        var course = Course(days: 2, learned: new LearnedWindow(TimeSpan.FromSeconds(1), null));

        course.Take(Page(cut: true, next: "2"));
        var before = (course.Next?.Position, course.Fault);
        var step = course.Take(Page());

        Assert.Equal(("2", null), before);
        Assert.Null(course.Next);
        Assert.Null(step.Whole);
        Assert.Equal(FaultCodes.WindowTooFull, course.Fault!.Code);
        Assert.Contains("The window of 1s after 2026-03-01T00:00:00Z holds more than the 120 records", course.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_clock_was_set_back_the_source_is_asked_all_the_same()
    {
        var course = Course(days: -1);

        Assert.Equal((Begin.AddDays(-1).AddSeconds(-1), Begin.AddDays(-1)), (course.Next!.ChangedAfter, course.Next.ChangedUntil));
        course.Take(Page());
        Assert.Null(course.Next);
    }

    [Fact]
    public void A_cursor_is_read_through_one_window_whatever_its_pages_say()
    {
        var course = Course(days: 400, reading: new StreamReading { Strategy = ReadStrategy.Cursor });

        Assert.Equal((0, 400), Asked(course));
        course.Take(Page(cut: true, next: "2"));
        Assert.Equal("2", course.Next!.Position);
        Assert.Null(course.Take(Page()).Whole);
        Assert.Null(course.Next);
    }

    /// <summary>Whatever comes back, a course ends: each answer moves it on or makes the window narrower, and the windows lie one behind the other without a gap.</summary>
    [Fact]
    public void No_answers_make_a_course_endless_or_leave_a_gap() =>
        Prop.ForAll(Gen.Choose(0, 300).Two().ListOf().ToArbitrary(), Gen.Choose(1, 200_000).ToArbitrary(), (answers, seconds) =>
        {
            var course = Course(days: seconds / 86_400.0);
            var (reached, asked) = (Begin, 0);
            while (course.Next is { } request)
            {
                Assert.Equal(reached, request.ChangedAfter);
                var (records, luck) = asked < answers.Count ? answers[asked] : (0, 299);
                if (course.Take(Page(records, cut: luck < 150)).Whole is { } whole) reached = whole;
                Assert.InRange(++asked, 1, answers.Count + 40);
            }

            Assert.True(course.Fault is not null || reached == Begin.AddDays(seconds / 86_400.0));
        }).QuickCheckThrowOnFailure();
}
