using IntegrationHub.Faults;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

public sealed class DropFolderTests
{
    [Fact]
    public async Task A_quote_that_is_never_closed_costs_its_own_row_and_no_other()
    {
        await using var town = await SmallTown.StartAsync();
        var before = await town.CountAsync(SmallTown.Errands);

        town.Drop(town.Errand(), town.Errand(), town.Errand("\"Tolvan ringde"), town.Errand(), town.Errand("\"Klotter; igen\""), town.Errand());
        var (permits, errands) = await town.RunBothAsync();

        Assert.Equal((RunOutcome.Succeeded, null), (errands.Outcome, errands.Fault));
        Assert.Equal((7L, 6L, 1L), (errands.Counters.Read, errands.Counters.Written, errands.Counters.Quarantined));
        Assert.Equal(before + 6, await town.CountAsync(SmallTown.Errands));
        Assert.Equal(RunOutcome.Succeeded, permits.Outcome);
        Assert.Equal((CoverageState.Partial, NoticeCode.NothingFoundYet), await town.AskedForNobodyAsync("errands"));

        var held = Assert.Single(await town.Hub.Quarantine.ListAsync(new IntegrationHub.Quarantine.QuarantineQuery { Stream = SmallTown.Errands }, TestContext.Current.CancellationToken));
        Assert.Equal("errands-002.csv:4", held.Where);
        Assert.Contains("a quote is opened and not closed in this row", held.Diagnostics, StringComparison.Ordinal);
        Assert.DoesNotContain("Tolvan", held.Diagnostics, StringComparison.Ordinal);
        Assert.DoesNotContain(town.Log.Lines, l => l.Text.Contains("Tolvan", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Nummer;Rubrik;Status", FaultCodes.UnexpectedContent, "has another header than agreed")]
    [InlineData("<html>Logga in</html>", FaultCodes.UnexpectedContent, "has another header than agreed")]
    public async Task A_file_under_another_header_stops_its_stream_and_no_other(string header, string code, string told)
    {
        await using var town = await SmallTown.StartAsync();
        var before = await town.CountAsync(SmallTown.Errands);

        var bad = town.DropRaw($"{header}\r\nE-900;Trasig;Inkommet\r\n");
        var (permits, errands) = await town.RunBothAsync();

        Assert.Equal((RunOutcome.Failed, FaultKind.Unreadable, code), (errands.Outcome, errands.Fault!.Kind, errands.Fault.Code));
        Assert.Contains($"{Path.GetFileName(bad)} {told}", errands.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, await town.CountAsync(SmallTown.Errands));
        Assert.Equal(RunOutcome.Succeeded, permits.Outcome);
        Assert.Equal((CoverageState.Failing, NoticeCode.NothingFoundYet), await town.AskedForNobodyAsync("errands"));

        File.Delete(bad);
        await town.EverythingGoesWellAsync();
        Assert.Equal(before + 2, await town.CountAsync(SmallTown.Errands));
    }
}
