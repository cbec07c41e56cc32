using IntegrationHub.History;
using IntegrationHub.Tests.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.History;

public sealed class RunExpiryTests : IAsyncLifetime
{
    SyncFixture town = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => town = await SyncFixture.StartAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task The_course_of_a_run_that_succeeded_goes_after_a_week_and_the_run_after_four_hundred_days()
    {
        var run = (await town.RunAsync())!;
        await town.RunAsync();
        var began = town.Clock.GetUtcNow();

        await DoAsync(began + RunRetention.CourseOfSuccessKeptFor - TimeSpan.FromHours(1));
        Assert.NotNull(await town.Store.History.GetCourseAsync(SyncFixture.Tenant, run.Id, Cancel));
        await DoAsync(began + RunRetention.CourseOfSuccessKeptFor + TimeSpan.FromHours(1));
        Assert.Null(await town.Store.History.GetCourseAsync(SyncFixture.Tenant, run.Id, Cancel));
        await DoAsync(began + RunRetention.KeptFor - TimeSpan.FromHours(1));
        Assert.NotNull(await town.Store.Streams.GetRunAsync(SyncFixture.Tenant, run.Id, Cancel));

        await DoAsync(began + RunRetention.KeptFor + TimeSpan.FromHours(1));

        Assert.Null(await town.Store.Streams.GetRunAsync(SyncFixture.Tenant, run.Id, Cancel));
    }

    [Fact]
    public async Task The_course_of_a_run_that_a_fault_ended_stays_for_thirty_days()
    {
        var run = (await town.RunAsync(_ => throw new InvalidOperationException("nobody expects this")))!;
        var began = town.Clock.GetUtcNow();

        await DoAsync(began + RunRetention.CourseKeptFor - TimeSpan.FromHours(1));
        Assert.NotNull(await town.Store.History.GetCourseAsync(SyncFixture.Tenant, run.Id, Cancel));
        await DoAsync(began + RunRetention.CourseKeptFor + TimeSpan.FromHours(1));

        Assert.Null(await town.Store.History.GetCourseAsync(SyncFixture.Tenant, run.Id, Cancel));
    }

    Task DoAsync(DateTimeOffset now) => new RunExpiry(SyncFixture.Tenant, town.Store, NullLogger.Instance).DoAsync(now, Cancel);
}
