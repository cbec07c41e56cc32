using IntegrationHub.Faults;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>What operators see and do: pauses, what the last day brought, one run, quarantine by groups.</summary>
public abstract class OperationConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly TenantId Norrby = new("norrby");

    [Fact]
    public async Task A_pause_is_there_for_every_process_and_after_a_restart()
    {
        var pause = new StreamPause(Clock.GetUtcNow(), "siv (console)");

        Assert.True(await Store.Streams.PauseAsync(Stream, pause, Cancel));

        await using var other = await Place.OpenAsync(Clock);
        Assert.Equal(pause, Assert.Single(await other.Streams.GetPausesAsync(Tenant, Cancel), p => p.Key == Stream).Value);
        Assert.Empty(await other.Streams.GetPausesAsync(Norrby, Cancel));
    }

    [Fact]
    public async Task A_second_pause_leaves_the_first_one_as_it_is()
    {
        var first = new StreamPause(Clock.GetUtcNow(), "siv");
        await Store.Streams.PauseAsync(Stream, first, Cancel);

        Assert.False(await Store.Streams.PauseAsync(Stream, new StreamPause(Clock.GetUtcNow().AddHours(1), "bo"), Cancel));

        Assert.Equal(first, (await Store.Streams.GetPausesAsync(Tenant, Cancel))[Stream]);
    }

    [Fact]
    public async Task A_resumed_stream_is_not_paused_and_can_be_paused_anew()
    {
        await Store.Streams.PauseAsync(Stream, new StreamPause(Clock.GetUtcNow(), "siv"), Cancel);

        Assert.True(await Store.Streams.ResumeAsync(Stream, Cancel));
        Assert.False(await Store.Streams.ResumeAsync(Stream, Cancel));
        Assert.Empty(await Store.Streams.GetPausesAsync(Tenant, Cancel));
        Assert.True(await Store.Streams.PauseAsync(Stream, new StreamPause(Clock.GetUtcNow(), "bo"), Cancel));
    }

    [Fact]
    public async Task A_pause_of_a_stream_that_never_ran_makes_no_state_of_it()
    {
        await Store.Streams.PauseAsync(Stream, new StreamPause(Clock.GetUtcNow(), "siv"), Cancel);

        Assert.Empty(await Store.Streams.GetStatesAsync(Tenant, Cancel));
    }

    [Fact]
    public async Task A_paused_stream_can_be_leased_because_a_person_may_run_it()
    {
        await Store.Streams.PauseAsync(Stream, new StreamPause(Clock.GetUtcNow(), "siv"), Cancel);

        var run = await BeginAsync();
        await run.ReleaseAsync();

        Assert.Single(await Store.Streams.GetPausesAsync(Tenant, Cancel));
    }

    [Fact]
    public async Task Recent_runs_are_added_up_by_stream_from_the_time_they_began()
    {
        var other = Stream with { Stream = new StreamName("permits-events") };
        await RunAsync(Stream, RunOutcome.Succeeded, Records.Store("0"));
        Clock.Advance(TimeSpan.FromHours(2));
        var since = Clock.GetUtcNow();
        await RunAsync(Stream, RunOutcome.Succeeded, Records.Store("1"), Records.Hold("2"));
        await RunAsync(Stream, RunOutcome.Failed, Records.Store("1"), Records.Remove("0", order: 2));
        await RunAsync(other, RunOutcome.Stopped);

        var recent = await Store.Streams.GetRecentRunsAsync(Tenant, since, Cancel);

        Assert.Equal(new RecentRuns(since, 2, 1, new RunCounters(Read: 4, Written: 2, Unchanged: 1, Skipped: 0, Quarantined: 1, Tombstoned: 1)), recent[Stream]);
        Assert.Equal(new RecentRuns(since, 1, 0, default), recent[other]);
        Assert.Empty(await Store.Streams.GetRecentRunsAsync(Tenant, since.AddTicks(1), Cancel));
        Assert.Empty(await Store.Streams.GetRecentRunsAsync(Norrby, since, Cancel));
    }

    [Fact]
    public async Task One_run_is_read_by_its_number_and_only_by_its_tenant()
    {
        var run = await BeginAsync();

        Assert.Equal((run.Run, Stream.Stream), (await Store.Streams.GetRunAsync(Tenant, run.Run, Cancel)) is { } found ? (found.Id, found.Stream) : default);
        Assert.Null(await Store.Streams.GetRunAsync(Tenant, run.Run + 1, Cancel));
        Assert.Null(await Store.Streams.GetRunAsync(Norrby, run.Run, Cancel));
    }

    [Fact]
    public async Task Quarantine_is_grouped_by_stream_code_and_field_with_the_newest_diagnostic()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Held("1", "IH3102", "status", "m.yaml:4:2: old", version: "1"), Held("2", "IH3002", "openedAt", "m.yaml:9:2: bad\nm.yaml:10:2: worse"));
        var first = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromMinutes(5));
        await run.CommitAsync(Held("3", "IH3102", "status", "m.yaml:5:2: new", version: "2"), Held(null, "IH3102", "status", "m.yaml:5:2: new", version: "2"));

        var groups = await Store.Quarantine.GroupAsync(Tenant, null, Cancel);

        Assert.Equal([("IH3102", "status", 3), ("IH3002", "openedAt", 1)], groups.Select(g => (g.Code, g.Field, g.Count)));
        Assert.Equal((Records.Stream, Records.Source), (groups[0].Stream, groups[0].Source));
        Assert.Equal((first, Clock.GetUtcNow()), (groups[0].FirstSeenAt, groups[0].LastSeenAt));
        Assert.Equal(("m.yaml:5:2: new", "2"), (groups[0].Diagnostic, groups[0].MappingVersion));
        Assert.Equal(["1", "3"], groups[0].Keys.Order());
        Assert.Equal("m.yaml:9:2: bad", groups[1].Diagnostic);
    }

    [Fact]
    public async Task A_group_tells_the_keys_of_its_newest_records_and_no_more_than_ten()
    {
        var run = await BeginAsync();
        for (var n = 0; n < 12; n++)
        {
            await run.CommitAsync(Records.Hold($"{n}"));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var group = Assert.Single(await Store.Quarantine.GroupAsync(Tenant, Stream.Stream, Cancel));

        Assert.Equal(12, group.Count);
        Assert.Equal(Enumerable.Range(2, 10).Select(n => $"{n}").Order(), group.Keys.Order());
    }

    [Fact]
    public async Task Records_in_quarantine_are_found_by_key_code_and_field()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Held("BYGG 2026-17", "IH3102", "status", "unknown code"), Held(null, "IH3002", "openedAt", "no date"));
        Clock.Advance(TimeSpan.FromMinutes(5));
        await run.CommitAsync(Held("BYGG 2026-18", "IH3102", "status", "unknown code"));

        Assert.Equal(["BYGG 2026-18", "BYGG 2026-17"], (await Store.Quarantine.SearchAsync(Tenant, "bygg", 10, Cancel)).Select(held => held.Key));
        Assert.Equal(["BYGG 2026-18"], (await Store.Quarantine.SearchAsync(Tenant, "ih3102", 1, Cancel)).Select(held => held.Key));
        Assert.Equal(["IH3002"], (await Store.Quarantine.SearchAsync(Tenant, "OPENEDAT", 10, Cancel)).Select(held => held.Code));
        Assert.Empty(await Store.Quarantine.SearchAsync(Tenant, "_", 10, Cancel));
        Assert.Empty(await Store.Quarantine.SearchAsync(Norrby, "bygg", 10, Cancel));
    }

    [Fact]
    public async Task Groups_are_of_the_stream_and_of_the_tenant_that_were_asked_for()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Hold("1"));

        Assert.Single(await Store.Quarantine.GroupAsync(Tenant, Stream.Stream, Cancel));
        Assert.Empty(await Store.Quarantine.GroupAsync(Tenant, new StreamName("another"), Cancel));
        Assert.Empty(await Store.Quarantine.GroupAsync(Norrby, null, Cancel));
    }

    async Task RunAsync(StreamKey stream, RunOutcome outcome, params BatchItem[] items)
    {
        var run = await BeginAsync(stream);
        await run.CommitAsync(items);
        var fault = outcome == RunOutcome.Failed ? new RunFault(FaultKind.Unavailable, "IH6001", "The source does not answer.") : null;
        await Store.Streams.EndRunAsync(run.Lease, run.Run, new RunEnd(outcome, Clock.GetUtcNow(), fault, null), Cancel);
        await run.ReleaseAsync();
    }

    static BatchItem.Hold Held(string? key, string code, string field, string diagnostics, string version = "1") =>
        new(Records.Hold(key, code + field + diagnostics).Entry with { Code = code, Field = field, Diagnostics = diagnostics, MappingVersion = version });
}
