using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>Which cases are to be read again by their keys.</summary>
public abstract class RereadConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly StreamKey Events = Stream with { Stream = new StreamName("permits-events") };

    static readonly TimeSpan Settle = TimeSpan.FromMinutes(15);

    static readonly RereadQuery OpenOnly = new() { Limit = 100, EventsCommittedFrom = DateTimeOffset.MaxValue };

    static readonly RereadQuery ToldOf = new() { Limit = 100, Settle = Settle };

    [Fact]
    public async Task Cases_that_are_neither_closed_nor_withdrawn_are_found_in_the_order_of_their_keys()
    {
        var run = await BeginAsync();
        await run.CommitAsync([.. Enum.GetValues<CaseStatus>().Reverse().Select(status => Records.Store(In(status, status.ToString())))]);

        Assert.Equal(["Decided", "InProgress", "Received", "Unknown", "WaitingForCitizen", "WaitingForOther"], await KeysAsync(OpenOnly));
    }

    [Fact]
    public async Task A_page_begins_after_the_key_that_ended_the_one_before()
    {
        var run = await BeginAsync();
        await run.CommitAsync([.. Enumerable.Range(1, 7).Select(n => Records.Store($"{n}"))]);

        var first = await KeysAsync(OpenOnly with { Limit = 3 });
        var second = await KeysAsync(OpenOnly with { Limit = 3, AfterKey = first[^1] });
        var third = await KeysAsync(OpenOnly with { Limit = 3, AfterKey = second[^1] });

        Assert.Equal([["1", "2", "3"], ["4", "5", "6"], ["7"]], [first, second, third]);
    }

    [Fact]
    public async Task What_has_left_the_index_is_not_found_and_neither_is_what_another_stream_has()
    {
        var other = await BeginAsync(Stream with { Stream = new StreamName("permits-archive") });
        await other.CommitAsync(Records.Store(Records.Case("of-another-stream") with { Stream = new StreamName("permits-archive") }));
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Remove("2", order: 2), Records.Remove("3"));

        Assert.Equal(["1"], await KeysAsync(OpenOnly));
    }

    [Fact]
    public async Task A_case_is_found_no_more_when_it_is_closed_and_again_when_it_is_opened()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(In(CaseStatus.InProgress, "1"), order: 1));
        await run.CommitAsync(Records.Store(In(CaseStatus.Closed, "1", "closed"), order: 2));
        var closed = await KeysAsync(OpenOnly);
        await run.CommitAsync(Records.Store(In(CaseStatus.InProgress, "1", "again"), order: 3));

        Assert.Empty(closed);
        Assert.Equal(["1"], await KeysAsync(OpenOnly));
    }

    [Fact]
    public async Task What_was_closed_lately_is_found_by_the_best_time_there_is_of_it()
    {
        var run = await BeginAsync();
        var since = Records.Opened.AddDays(10);
        await run.CommitAsync(
            Records.Store(In(CaseStatus.Closed, "closed-late") with { ClosedAt = since.AddTicks(1) }),
            Records.Store(In(CaseStatus.Withdrawn, "withdrawn-late") with { ClosedAt = since.AddDays(1) }),
            Records.Store(In(CaseStatus.Closed, "closed-early") with { ClosedAt = since }),
            Records.Store(In(CaseStatus.Closed, "changed-late") with { UpdatedAt = since.AddDays(1) }),
            Records.Store(In(CaseStatus.Closed, "changed-early") with { UpdatedAt = since.AddDays(-3) }),
            Records.Store(In(CaseStatus.Closed, "told-nothing") with { UpdatedAt = null }));

        Assert.Equal(["changed-late", "closed-late", "withdrawn-late"], await KeysAsync(OpenOnly with { ClosedAfter = since }));
        Assert.Contains("told-nothing", await KeysAsync(OpenOnly with { ClosedAfter = Records.Read(0).AddTicks(-1) }));
        Assert.DoesNotContain("told-nothing", await KeysAsync(OpenOnly with { ClosedAfter = Records.Read(0) }));
    }

    [Fact]
    public async Task A_closed_case_is_found_when_a_stream_of_events_has_told_of_it_since_its_last_read()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Closed("told", read: 100), Closed("told-before", read: 100), Closed("silent", read: 100));
        var events = await BeginAsync(Events);
        Clock.Advance(Records.Read(84) - Clock.GetUtcNow());
        await events.CommitAsync(Records.StoreEvent(Records.Event("told-before", "e"), read: 84));
        Clock.Advance(TimeSpan.FromMinutes(17));
        await events.CommitAsync(Records.StoreEvent(Records.Event("told", "e"), read: 101));

        Assert.Equal([new CaseToReread("told", HasNewerEvent: true)], await Store.Streams.GetCasesToRereadAsync(Stream, ToldOf, Cancel));
    }

    [Fact]
    public async Task A_case_that_was_read_before_an_event_of_it_has_settled_may_be_older()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Closed("1", read: 100));
        var events = await BeginAsync(Events);
        Clock.Advance(Records.Read(85) - Clock.GetUtcNow());
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e"), read: 85));

        Assert.Equal(["1"], await KeysAsync(ToldOf));
        Assert.Empty(await KeysAsync(ToldOf with { Settle = Settle - TimeSpan.FromTicks(1) }));
        Assert.Empty(await KeysAsync(ToldOf with { EventsCommittedFrom = Records.Read(86) }));
    }

    [Fact]
    public async Task However_long_ago_an_event_was_asked_for_it_counts_from_when_it_was_committed()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Closed("1", read: 100));
        var events = await BeginAsync(Events);
        Clock.Advance(Records.Read(101) - Clock.GetUtcNow());
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e"), read: 3));

        Assert.Equal(["1"], await KeysAsync(ToldOf));
    }

    [Fact]
    public async Task An_event_that_comes_again_as_it_was_is_no_reason_and_one_that_has_changed_is()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Closed("1", read: 100));
        var events = await BeginAsync(Events);
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e"), read: 1));
        Clock.Advance(Records.Read(101) - Clock.GetUtcNow());
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e"), order: 2, read: 101));
        var same = await KeysAsync(ToldOf);
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e", "2"), order: 3, read: 101));

        Assert.Empty(same);
        Assert.Equal(["1"], await KeysAsync(ToldOf));
    }

    [Fact]
    public async Task What_a_record_tells_in_its_own_timeline_is_no_reason_to_read_it_again()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(In(CaseStatus.Closed, "1"), read: 100, timeline: Records.Event("1", "own")));

        Assert.Empty(await KeysAsync(ToldOf));
    }

    [Fact]
    public async Task A_read_that_confirms_is_written_down_and_the_event_is_no_reason_any_more()
    {
        var record = Closed("1", read: 100);
        var run = await BeginAsync();
        await run.CommitAsync(record);
        var events = await BeginAsync(Events);
        Clock.Advance(Records.Read(101) - Clock.GetUtcNow());
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e"), read: 101));

        await run.CommitAsync(Records.Unchanged("1", read: 117));
        var afterUnchanged = await KeysAsync(ToldOf);
        await run.CommitAsync(Records.Unchanged("1", read: 117) with { Confirms = true });

        Assert.Equal(["1"], afterUnchanged);
        Assert.Empty(await KeysAsync(ToldOf));
    }

    [Fact]
    public async Task An_unchanged_record_costs_nothing_unless_its_read_is_to_be_confirmed()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", read: 1));
        var before = (Written("cases"), Written("record_state"));

        await run.CommitAsync(Records.Unchanged("1", read: 2));

        Assert.Equal(before, (Written("cases"), Written("record_state")));
    }

    [Fact]
    public async Task An_earlier_read_takes_nothing_back_of_what_a_later_one_confirmed()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", "now", order: null, read: 1));
        await run.CommitAsync(Records.Unchanged("1", read: 5) with { Confirms = true });

        await run.CommitAsync(Records.Unchanged("1", read: 3) with { Confirms = true });
        await run.CommitAsync(Records.Store("1", "late", order: null, read: 4));

        Assert.Equal("Case 1, version now", (await GetAsync("1"))!.Case.Title);
    }

    [Fact]
    public async Task A_held_record_is_found_at_once_and_then_when_it_has_lain_there_as_long_again()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("held", read: 0), Records.Hold(null, "without a key", read: 0), Records.Store("open"));
        var first = Clock.GetUtcNow();

        Assert.Equal(["held", "open"], await KeysAsync(OpenOnly with { HeldAt = first }));
        Clock.Advance(TimeSpan.FromHours(1));
        await run.CommitAsync(Records.Hold("held") with { Entry = Records.Hold("held").Entry with { ReadStartedAt = Clock.GetUtcNow() } });

        Assert.Equal(["open"], await KeysAsync(OpenOnly with { HeldAt = first + TimeSpan.FromHours(1.9) }));
        Assert.Equal(["held", "open"], await KeysAsync(OpenOnly with { HeldAt = first + TimeSpan.FromHours(2) }));
        Assert.Equal(["open"], await KeysAsync(OpenOnly));
    }

    [Fact]
    public async Task A_held_record_that_was_read_by_a_clock_that_ran_ahead_is_found()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("held") with { Entry = Records.Hold("held").Entry with { ReadStartedAt = Clock.GetUtcNow().AddDays(1) } });

        Assert.Equal(["held"], await KeysAsync(OpenOnly with { HeldAt = Clock.GetUtcNow() }));
    }

    [Fact]
    public async Task A_held_record_that_a_complete_read_has_seen_is_left_out()
    {
        var run = await BeginAsync();
        await run.CommitAsync("sweep", Records.Hold("seen", read: 0));
        await run.CommitAsync(Records.Hold("unseen", read: 0));

        Assert.Equal(["unseen"], await KeysAsync(OpenOnly with { HeldAt = DateTimeOffset.MaxValue, SweepId = "sweep" }));
    }

    [Fact]
    public async Task What_a_complete_read_has_seen_is_left_out()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Closed("3", read: 0));
        var events = await BeginAsync(Events);
        await events.CommitAsync(Records.StoreEvent(Records.Event("3", "e"), read: 1));
        await run.CommitAsync("sweep", Records.Unchanged("1", read: 2), Records.Unchanged("3", read: 2));

        Assert.Equal(["2"], await KeysAsync(ToldOf with { SweepId = "sweep" }));
        Assert.Equal(["1", "2", "3"], await KeysAsync(ToldOf with { SweepId = "a sweep that saw nothing" }));
    }

    static StoredCase In(CaseStatus status, string key, string content = "1") => Records.Case(key, content) with { Status = status };

    static BatchItem.StoreCase Closed(string key, int read) => Records.Store(In(CaseStatus.Closed, key), read: read);

    async Task<string[]> KeysAsync(RereadQuery query) => [.. (await Store.Streams.GetCasesToRereadAsync(Stream, query, Cancel)).Select(c => c.Key)];
}
