using IntegrationHub.Faults;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class RunConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task The_history_adds_up_what_the_commits_did()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"), Records.Hold("3"));
        await run.CommitAsync(Records.Store("1"), Records.Remove("2", order: 2), new BatchItem.Skip("4", Records.Read(0)));
        await Store.Streams.EndRunAsync(run.Lease, run.Run, new RunEnd(RunOutcome.Succeeded, Clock.GetUtcNow().AddMinutes(1), null, SweepVerdict.Decide(Session.Whole, new SweepCount(1, 0), Session.LetsAllGo)), Cancel);

        var record = Assert.Single(await Store.Streams.GetRunsAsync(Tenant, null, 10, Cancel));

        Assert.Equal(new RunCounters(Read: 6, Written: 3, Unchanged: 1, Skipped: 1, Quarantined: 1, Tombstoned: 1), record.Counters);
        Assert.True(record.Counters.Reconciles);
        Assert.Equal(new RunProgress(2, 2, 0), record.Progress);
        Assert.Equal(2, record.Commits);
        Assert.Equal(RunOutcome.Succeeded, record.Outcome);
        Assert.Equal(Clock.GetUtcNow().AddMinutes(1), record.EndedAt);
        Assert.Equal("complete: 1 records, nothing has vanished", record.Verdict);
        Assert.Equal(SweepReason.Complete, record.Sweep!.Reason);
        Assert.Equal(Stream.Stream, record.Stream);
        Assert.Equal(run.Lease.Epoch, record.Epoch);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(9, false)]
    public async Task An_incomplete_run_counts_for_freshness_only_when_its_read_was_complete_and_all_it_lacks_is_a_decision(int promised, bool counts)
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        var verdict = SweepVerdict.Decide(Session.Whole with { Promised = promised == 0 ? null : promised }, new SweepCount(10, 9), Session.LetsNothingGo);

        await Store.Streams.EndRunAsync(run.Lease, run.Run, new RunEnd(RunOutcome.Incomplete, Clock.GetUtcNow(), null, verdict), Cancel);

        Assert.Equal(counts, (await Store.Streams.GetStatesAsync(Tenant, Cancel))[0].LastSuccessStartedAt is not null);
    }

    [Fact]
    public async Task A_run_that_never_ended_is_closed_as_interrupted_when_the_next_one_begins()
    {
        var dead = await BeginAsync();
        await Place.LetLeaseTimePassAsync(TimeSpan.FromMinutes(1));

        await BeginAsync();
        await Store.Streams.EndRunAsync(dead.Lease, dead.Run, new RunEnd(RunOutcome.Succeeded, Clock.GetUtcNow(), null, null), Cancel);

        var runs = await Store.Streams.GetRunsAsync(Tenant, Stream.Stream, 10, Cancel);
        Assert.Equal([RunOutcome.Running, RunOutcome.Interrupted], runs.Select(run => run.Outcome));
    }

    [Fact]
    public async Task A_run_cannot_begin_on_a_lost_lease()
    {
        var lost = await BeginAsync();
        await lost.ReleaseAsync();

        await Assert.ThrowsAsync<StreamFencedException>(async () =>
            await Store.Streams.BeginRunAsync(lost.Lease, RunTrigger.Manual, RunKind.Full, Clock.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task Failures_in_a_row_are_counted_from_the_first_one_and_end_with_a_success()
    {
        var fault = new RunFault(FaultKind.Unavailable, "IH6001", "The source does not answer.");
        var began = Clock.GetUtcNow();
        await EndAsync(RunOutcome.Failed, fault);
        Clock.Advance(TimeSpan.FromMinutes(5));
        await EndAsync(RunOutcome.Failed, fault);
        var failing = Assert.Single(await Store.Streams.GetStatesAsync(Tenant, Cancel));
        Clock.Advance(TimeSpan.FromMinutes(5));
        await EndAsync(RunOutcome.Succeeded, null);

        var well = Assert.Single(await Store.Streams.GetStatesAsync(Tenant, Cancel));

        Assert.Equal((2, began, null), (failing.FailuresInARow, failing.FailingSince, failing.LastSuccessStartedAt));
        Assert.Equal(fault, failing.LastRun?.Fault);
        Assert.Equal((0, null, Clock.GetUtcNow()), (well.FailuresInARow, well.FailingSince, well.LastSuccessStartedAt));
        Assert.Equal(3, well.Epoch);
    }

    [Fact]
    public async Task A_stopped_run_is_no_failure_and_no_success()
    {
        await EndAsync(RunOutcome.Failed, new RunFault(FaultKind.Unavailable, "IH6001", "The source does not answer."));
        await EndAsync(RunOutcome.Stopped, null);

        var state = Assert.Single(await Store.Streams.GetStatesAsync(Tenant, Cancel));

        Assert.Equal((1, null), (state.FailuresInARow, state.LastSuccessStartedAt));
    }

    [Fact]
    public async Task The_checkpoint_comes_back_as_it_was_committed()
    {
        var checkpoint = new Checkpoint
        {
            Watermark = Records.Read(3),
            Position = "opaque \"ö\" 🏠",
            FirstReadDone = true,
            LastFullAt = Records.Read(1),
            Unfinished = new UnfinishedRead { StartedAt = Records.Read(2), SweepId = "s", Next = "p2", Records = 500, Total = 900, ChangedAfter = Records.Read(0) },
        };
        var run = await BeginAsync();
        await run.CommitAsync(new Batch { Items = [], Checkpoint = checkpoint, Progress = default });

        Assert.Equal(checkpoint, await Store.Streams.GetCheckpointAsync(Stream, Cancel));
        Assert.Equal(Checkpoint.Start, await Store.Streams.GetCheckpointAsync(Stream with { Stream = new StreamName("never-ran") }, Cancel));
    }

    async Task EndAsync(RunOutcome outcome, RunFault? fault)
    {
        var run = await BeginAsync();
        await Store.Streams.EndRunAsync(run.Lease, run.Run, new RunEnd(outcome, Clock.GetUtcNow(), fault, null), Cancel);
        await run.ReleaseAsync();
    }
}
