using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

/// <summary>Whatever goes wrong with complete reads, in whatever order: as long as none of them is complete, nothing leaves the index, and nothing is held either.</summary>
public sealed class IncompleteReadTests
{
    enum Trouble
    {
        Refused,
        Html,
        Empty,
        FewerThanPromised,
        MoreThanPromised,
        ChangesOnly,
        Cut,
        Repeating,
        Breaks,
    }

    const int Cases = 7;

    [Fact]
    public void No_sequence_of_incomplete_reads_removes_or_holds_anything()
    {
        var troubles = Gen.Elements(Enum.GetValues<Trouble>());
        var years = (from trouble in troubles from page in Gen.Choose(0, 2) from orders in Gen.Choose(0, 2) from gone in Gen.Choose(0, Cases) select (trouble, page, orders, gone)).ListOf();

        Prop.ForAll(years.ToArbitrary(), reads => PlayAsync([.. reads]).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    static async Task PlayAsync((Trouble Trouble, int Page, int Order, int Gone)[] reads)
    {
        await using var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Reading = new StreamReading { Strategy = ReadStrategy.Snapshot, Guard = new DeleteGuard { MaxShare = 1, MaxCases = 1000, AlwaysAllowed = 1000 } } };
        for (var i = 0; i < Cases; i++) hub.Vendor.Put($"K{i}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();

        foreach (var (drawn, page, order, gone) in reads)
        {
            // In the middle of a read that goes on, an empty page that says it is the last is the source's own word for its end.
            var trouble = drawn == Trouble.Empty && (await hub.CheckpointAsync()).Unfinished is { Records: > 0 } ? Trouble.Refused : drawn;
            // Some are really gone: but nobody has proved it.
            for (var i = 0; i < gone; i++) hub.Vendor.Forget($"K{i}");
            Make(hub.Vendor, trouble, page);
            hub.Clock.Advance(TimeSpan.FromMinutes(5));

            var run = await hub.RunAsync(order switch { 0 => RunOrder.Due, 1 => RunOrder.Everything, _ => RunOrder.Rebuild });

            Assert.True(run!.Outcome is RunOutcome.Failed or RunOutcome.Incomplete or RunOutcome.Succeeded);
            Assert.False(run is { Outcome: RunOutcome.Succeeded, Sweep.Reason: not SweepReason.NothingNew });
            Assert.Equal(0, run.Counters.Tombstoned);
            Assert.Equal(Cases, await hub.CountAsync());
        }

        Assert.Empty(await hub.Store.Removals.GetHeldAsync(SyncFixture.Tenant, null, waitingOnly: false, 10, CancellationToken.None));
        Assert.Empty(await hub.Store.Removals.GetRemovedAsync(SyncFixture.Tenant, null, 10, CancellationToken.None));
    }

    static void Make(ModelVendor vendor, Trouble trouble, int at)
    {
        vendor.BeforePage = page =>
        {
            if (trouble is Trouble.Refused or Trouble.Breaks or Trouble.Html && (page >= at || page >= 1 || vendor.Keys.Count() <= 3))
                throw trouble switch
                {
                    Trouble.Refused => new SourceRefusedException(FaultCodes.Refused, "HTTP 400"),
                    Trouble.Html => new UnreadableAnswerException(FaultCodes.UnexpectedContent, "the answer is HTML"),
                    _ => new SourceUnavailableException(FaultCodes.Connection, "the connection broke"),
                };
        };
        vendor.AfterPage = (_, page) => trouble switch
        {
            Trouble.Empty => page with { Records = [], Next = null },
            Trouble.FewerThanPromised => page with { Total = 1000 },
            Trouble.MoreThanPromised => page with { Total = 0, Records = page.Records.Count == 0 ? [ModelVendor.Record(new ModelVendor.Version("K6", 99, "open", DateTimeOffset.UnixEpoch))] : page.Records },
            Trouble.ChangesOnly => page with { PartOfComplete = false },
            Trouble.Cut => page with { Cut = true },
            Trouble.Repeating => page with { Next = "0" },
            _ => page,
        };
    }
}
