using IntegrationHub.Faults;
using IntegrationHub.History;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>The history of runs as people read it: narrowed and paged, day by day, searched, with the course of each run, and for as long as it is kept.</summary>
public abstract class HistoryConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly TenantId Norrby = new("norrby");
    static readonly StreamKey Events = Stream with { Stream = new StreamName("permits-events") };
    static readonly RunFault Down = new(FaultKind.Unavailable, "IH6003", "The source answered with a server error (503).");

    [Fact]
    public async Task Runs_are_listed_newest_first_and_page_after_page_without_one_twice_or_left_out()
    {
        for (var n = 0; n < 5; n++) await RunAsync(n % 2 == 0 ? Stream : Events);

        var whole = await ListAsync(new RunQuery());
        var first = await ListAsync(new RunQuery { Limit = 2 });
        var second = await ListAsync(new RunQuery { Limit = 2, Before = first[^1] });
        var third = await ListAsync(new RunQuery { Limit = 2, Before = second[^1] });

        Assert.Equal(whole.OrderDescending(), whole);
        Assert.Equal(5, whole.Count);
        Assert.Equal(whole, [.. first, .. second, .. third]);
    }

    [Fact]
    public async Task Runs_are_narrowed_by_stream_outcome_trigger_code_and_period()
    {
        var well = await RunAsync(Stream);
        Clock.Advance(TimeSpan.FromHours(1));
        var failed = await RunAsync(Stream, Down);
        Clock.Advance(TimeSpan.FromHours(1));
        var byHand = await RunAsync(Stream, trigger: RunTrigger.Manual);
        var other = await RunAsync(Events, Down);

        Assert.Equal([byHand, failed, well], await ListAsync(new RunQuery { Stream = Stream.Stream }));
        Assert.Equal([failed], await ListAsync(new RunQuery { Stream = Stream.Stream, Outcome = RunOutcome.Failed }));
        Assert.Equal([other, failed], await ListAsync(new RunQuery { Outcome = RunOutcome.Failed }));
        Assert.Equal([byHand], await ListAsync(new RunQuery { Trigger = RunTrigger.Manual }));
        Assert.Equal([other, failed], await ListAsync(new RunQuery { Code = "IH6003" }));
        Assert.Empty(await ListAsync(new RunQuery { Code = "IH6001" }));
        Assert.Equal([failed, well], await ListAsync(new RunQuery { Until = Clock.GetUtcNow() }));
        Assert.Equal([other, byHand], await ListAsync(new RunQuery { From = Clock.GetUtcNow() }));
        Assert.Empty(await ListAsync(new RunQuery { Stream = new StreamName("another") }));
        Assert.Empty(await Store.History.ListAsync(Norrby, new RunQuery(), Cancel));
    }

    [Fact]
    public async Task A_name_that_moved_to_another_source_has_one_list()
    {
        var before = await RunAsync(Stream);
        var after = await RunAsync(Stream with { Source = new SourceId("permits-new") });
        var again = await RunAsync(Stream);

        Assert.Equal([again, after], await ListAsync(new RunQuery { Stream = Stream.Stream, Limit = 2 }));
        Assert.Equal([before], await ListAsync(new RunQuery { Stream = Stream.Stream, Limit = 2, Before = after }));
    }

    [Fact]
    public async Task Days_add_up_what_their_runs_brought_once_they_have_ended()
    {
        var today = RunDay.Of(Clock.GetUtcNow());
        await RunAsync(Stream, fault: null, takes: TimeSpan.FromSeconds(4), items: [Records.Store("1"), Records.Hold("2")]);
        await RunAsync(Stream, Down, takes: TimeSpan.FromSeconds(6), items: [Records.Store("1")]);
        Clock.Advance(TimeSpan.FromDays(2));
        await RunAsync(Stream, items: [Records.Store("3")]);
        await BeginAsync(Events);

        var days = await Store.History.GetDaysAsync(Tenant, null, today, Cancel);

        var (of, known) = Assert.Single(days);
        Assert.Equal(Stream, of);
        Assert.Equal([today, today.AddDays(2)], known.Select(day => day.Day));
        Assert.Equal(new RunDay(today, 2, 1, new RunCounters(3, 1, 1, 0, 1, 0), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(6)), known[0]);
        Assert.Equal([today.AddDays(2)], (await Store.History.GetDaysAsync(Tenant, Stream.Stream, today.AddDays(1), Cancel))[Stream].Select(day => day.Day));
        Assert.Empty(await Store.History.GetDaysAsync(Tenant, new StreamName("another"), today, Cancel));
        Assert.Empty(await Store.History.GetDaysAsync(Norrby, null, today, Cancel));
    }

    [Fact]
    public async Task A_run_whose_process_died_counts_for_the_day_on_which_it_began_and_is_no_failure_of_the_source()
    {
        var day = RunDay.Of(Clock.GetUtcNow());
        var dead = await BeginAsync();
        await dead.CommitAsync(Records.Store("1"));
        Clock.Advance(TimeSpan.FromDays(1));
        await Place.LetLeaseTimePassAsync(TimeSpan.FromMinutes(1));

        await BeginAsync();

        var known = Assert.Single((await Store.History.GetDaysAsync(Tenant, null, day, Cancel))[Stream]);
        Assert.Equal((day, 1L, 0L, 1L, TimeSpan.FromDays(1)), (known.Day, known.Runs, known.Failed, known.Counters.Read, known.Took));
    }

    [Fact]
    public async Task The_course_of_a_run_comes_back_as_it_was_written_with_its_end()
    {
        var run = await BeginAsync();
        var course = new RunCourse(
            [
                new CourseStep { Kind = CourseKind.Request, At = TimeSpan.FromMilliseconds(3), Took = TimeSpan.FromMilliseconds(120), Method = "POST", Origin = "https://permits.example", Status = 503, Code = "IH6003" },
                new CourseStep { Kind = CourseKind.Retry, At = TimeSpan.FromMilliseconds(123), Took = TimeSpan.FromSeconds(2), Code = "IH6003" },
            ],
            CourseGap.None with { Steps = 3, Pages = 3 },
            [new CourseStep { Kind = CourseKind.Checkpoint, At = TimeSpan.FromSeconds(9), Records = 500, Watermark = Records.Read(1) }]);
        await Store.History.WriteCourseAsync(run.Lease, run.Run, RunCourse.Empty, Cancel);
        Assert.Empty((await Store.History.GetCourseAsync(Tenant, run.Run, Cancel))!.First);

        await Store.Streams.EndRunAsync(run.Lease, run.Run, new RunEnd(RunOutcome.Succeeded, Clock.GetUtcNow(), null, null) { Course = course }, Cancel);

        var known = (await Store.History.GetCourseAsync(Tenant, run.Run, Cancel))!;
        Assert.Equal(course.First, known.First);
        Assert.Equal(course.Between, known.Between);
        Assert.Equal(course.Last, known.Last);
        Assert.Null(await Store.History.GetCourseAsync(Norrby, run.Run, Cancel));
        Assert.Null(await Store.History.GetCourseAsync(Tenant, run.Run + 1, Cancel));
    }

    [Fact]
    public async Task No_course_is_written_for_a_run_of_another_lease()
    {
        var run = await BeginAsync();
        await run.ReleaseAsync();
        var next = await BeginAsync();

        await Store.History.WriteCourseAsync(next.Lease, run.Run, RunCourse.Empty, Cancel);

        Assert.Null(await Store.History.GetCourseAsync(Tenant, run.Run, Cancel));
    }

    [Fact]
    public async Task Runs_are_found_by_code_and_by_what_their_fault_says()
    {
        await RunAsync(Stream);
        var first = await RunAsync(Stream, Down);
        var second = await RunAsync(Events, new RunFault(FaultKind.Misconfigured, "IH6401", "permits.example does not accept who calls (401)."));

        Assert.Equal([first], (await Store.History.SearchAsync(Tenant, "SERVER error", 10, Cancel)).Select(run => run.Id));
        Assert.Equal([second], (await Store.History.SearchAsync(Tenant, "ih6401", 10, Cancel)).Select(run => run.Id));
        Assert.Equal([second], (await Store.History.SearchAsync(Tenant, "IH6", 1, Cancel)).Select(run => run.Id));
        Assert.Empty(await Store.History.SearchAsync(Tenant, "%", 10, Cancel));
        Assert.Empty(await Store.History.SearchAsync(Norrby, "IH6", 10, Cancel));
    }

    [Fact]
    public async Task What_is_too_old_is_taken_out_and_the_last_run_of_each_stream_stays()
    {
        var began = Clock.GetUtcNow();
        await RunAsync(Stream);
        await RunAsync(Stream);
        var last = await RunAsync(Events);
        Clock.Advance(TimeSpan.FromDays(3));
        var young = await RunAsync(Stream);
        var before = began.AddDays(2);

        Assert.Equal(1, await Store.History.ExpireAsync(Tenant, before, 1, Cancel));
        Assert.Equal(1, await Store.History.ExpireAsync(Tenant, before, 10, Cancel));
        Assert.Equal(0, await Store.History.ExpireAsync(Tenant, before, 10, Cancel));
        Assert.Equal(0, await Store.History.ExpireAsync(Norrby, before, 10, Cancel));

        Assert.Equal([young, last], await ListAsync(new RunQuery()));
        Assert.Equal([RunDay.Of(Clock.GetUtcNow())], (await Store.History.GetDaysAsync(Tenant, null, RunDay.Of(began), Cancel)).SelectMany(of => of.Value).Select(day => day.Day));
        Assert.Equal(2, (await Store.Streams.GetStatesAsync(Tenant, Cancel)).Count(state => state.LastRun is not null));
    }

    [Fact]
    public async Task A_course_is_taken_out_before_its_run()
    {
        var old = await RunAsync(Stream);
        var failed = await RunAsync(Stream, Down);
        Clock.Advance(TimeSpan.FromDays(3));
        var young = await RunAsync(Stream);
        var before = Clock.GetUtcNow().AddDays(-1);

        Assert.Equal(1, await Store.History.ExpireCoursesAsync(Tenant, before, ofSuccess: true, 10, Cancel));
        Assert.Equal(0, await Store.History.ExpireCoursesAsync(Tenant, before, ofSuccess: true, 10, Cancel));
        Assert.Null(await Store.History.GetCourseAsync(Tenant, old, Cancel));
        Assert.NotNull(await Store.History.GetCourseAsync(Tenant, failed, Cancel));
        Assert.Equal(1, await Store.History.ExpireCoursesAsync(Tenant, before, ofSuccess: false, 10, Cancel));

        Assert.Null(await Store.History.GetCourseAsync(Tenant, failed, Cancel));
        Assert.NotNull(await Store.History.GetCourseAsync(Tenant, young, Cancel));
        Assert.NotNull(await Store.Streams.GetRunAsync(Tenant, old, Cancel));
    }

    async Task<List<long>> ListAsync(RunQuery query) => [.. (await Store.History.ListAsync(Tenant, query, Cancel)).Select(run => run.Id)];

    async Task<long> RunAsync(StreamKey stream, RunFault? fault = null, RunTrigger trigger = RunTrigger.Schedule, TimeSpan takes = default, BatchItem[]? items = null)
    {
        var lease = (await Store.Streams.TryLeaseAsync(stream, "node-1", TimeSpan.FromMinutes(1), Cancel))!;
        var began = Clock.GetUtcNow();
        var run = new Session(Store, lease, await Store.Streams.BeginRunAsync(lease, trigger, RunKind.Changes, began, Cancel));
        if (items is not null) await run.CommitAsync(items);
        await Store.Streams.EndRunAsync(lease, run.Run, new RunEnd(fault is null ? RunOutcome.Succeeded : RunOutcome.Failed, began + takes, fault, null) { Course = RunCourse.Empty }, Cancel);
        await run.ReleaseAsync();
        return run.Run;
    }
}
