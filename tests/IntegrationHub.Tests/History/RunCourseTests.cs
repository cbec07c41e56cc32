using IntegrationHub.History;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;

namespace IntegrationHub.Tests.History;

/// <summary>The course of a run, as a run leaves it in the store.</summary>
public sealed class RunCourseTests : IAsyncLifetime
{
    SyncFixture town = null!;

    public async ValueTask InitializeAsync() => town = await SyncFixture.StartAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_run_leaves_its_pages_and_checkpoints_behind_and_they_reconcile_with_its_counts()
    {
        for (var n = 0; n < 7; n++) town.Vendor.Put($"{n}", "new");

        var run = (await town.RunAsync())!;

        var course = (await town.Store.History.GetCourseAsync(SyncFixture.Tenant, run.Id, TestContext.Current.CancellationToken))!;
        Assert.Equal(run.Progress.Pages, course.First.Count(step => step.Kind == CourseKind.Page));
        Assert.Equal(run.Counters.Read, course.First.Where(step => step.Kind == CourseKind.Page).Sum(step => step.Records));
        Assert.Equal(run.Counters.Read, course.First.Where(step => step.Kind == CourseKind.Checkpoint).Sum(step => step.Records));
        Assert.Equal(run.Commits, course.First.Count(step => step.Kind == CourseKind.Checkpoint));
    }

    [Fact]
    public async Task A_run_that_a_fault_ended_leaves_what_it_did_until_then()
    {
        town.Vendor.Put("1", "new");

        var run = (await town.RunAsync(_ => throw new InvalidOperationException("nobody expects this")))!;

        Assert.Equal(RunOutcome.Failed, run.Outcome);
        Assert.Empty((await town.Store.History.GetCourseAsync(SyncFixture.Tenant, run.Id, TestContext.Current.CancellationToken))!.First);
    }
}
