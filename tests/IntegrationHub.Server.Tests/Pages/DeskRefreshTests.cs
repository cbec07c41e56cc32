using IntegrationHub.Cases;
using IntegrationHub.Console.Desk;
using IntegrationHub.Console.Live;
using IntegrationHub.Lookup;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Pages;

public sealed class DeskRefreshTests
{
    static readonly IReadOnlyList<SourceCoverage> Permits = [new SourceCoverage { Source = "byggr", Title = "Building permits", State = CoverageState.Complete }];

    [Fact]
    public void An_answer_is_looked_up_again_when_one_of_its_sources_was_written_to_and_not_for_others()
    {
        var seen = new Dictionary<string, long> { ["byggr"] = 4, ["social"] = 1 };

        Assert.False(DeskRefresh.IsDue(seen, new Dictionary<string, long> { ["byggr"] = 4, ["social"] = 9 }, Permits));
        Assert.True(DeskRefresh.IsDue(seen, new Dictionary<string, long> { ["byggr"] = 5, ["social"] = 1 }, Permits));
    }

    [Fact]
    public void Every_change_of_every_run_counts_once_also_of_runs_that_ended_between_two_looks()
    {
        var counts = new WrittenCounts();
        var running = FakeHub.Run(1, FakeHub.Permits);

        counts.Take([running], _ => "byggr");
        counts.Take([running], _ => "byggr");
        Assert.Equal(5, counts.Current["byggr"]);

        var grown = running with { Counters = running.Counters with { Written = 6 }, Outcome = RunOutcome.Succeeded };
        counts.Take([FakeHub.Run(3, FakeHub.Permits), FakeHub.Run(2, FakeHub.Permits), grown], _ => "byggr");

        Assert.Equal(5 + 2 + 5 + 5, counts.Current["byggr"]);
    }

    [Fact]
    public void The_audit_tells_what_the_page_did_by_itself_however_long_the_purpose_is()
    {
        Assert.Equal("the citizen calls (updated)", DeskRefresh.PurposeOf("the citizen calls", " (updated)"));

        var longest = DeskRefresh.PurposeOf(new string('x', 200), " (updated)");

        Assert.Equal(200, longest.Length);
        Assert.EndsWith(" (updated)", longest, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_difference_that_can_be_seen_is_told_as_one()
    {
        var permit = Answers.Permit(new CaseId(42)).Case;
        var before = Answers.Nothing with { Cases = [permit] };

        Assert.False(DeskRefresh.Differs(before, before with { Cases = [permit with { Attributes = new Dictionary<string, string>() }] }));
        Assert.True(DeskRefresh.Differs(before, before with { Cases = [permit with { Status = CaseStatus.Decided }] }));
        Assert.True(DeskRefresh.Differs(before, Answers.Nothing));
    }
}
