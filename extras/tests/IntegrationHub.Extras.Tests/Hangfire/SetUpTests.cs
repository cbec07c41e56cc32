using Hangfire;
using IntegrationHub.Hangfire;
using IntegrationHub.Hosting;
using IntegrationHub.Protection;
using IntegrationHub.Server.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationHub.Extras.Tests.Hangfire;

/// <summary>What is set up wrongly is told at the start, with what to do.</summary>
[Collection(RealHangfire.OneAtATime)]
public sealed class SetUpTests
{
    [Fact]
    public async Task A_hub_without_a_storage_of_Hangfire_says_what_to_call()
    {
        await using var services = Services(_ => { });

        var wrong = Assert.Throws<InvalidOperationException>(() => services.GetServices<IHostedService>().ToList());

        Assert.Contains("Call services.AddHangfire(", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_cannot_keep_the_queue_is_refused()
    {
        await using var services = Services(s => s.AddHangfire(hangfire => RealHangfire.Quiet(hangfire).UseStorage(new OldStorage())));

        var wrong = Assert.Throws<InvalidOperationException>(() => services.GetServices<IHostedService>().ToList());

        Assert.Contains("OldStorage cannot keep the queue of a recurring job", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dashboard_that_nobody_can_sign_in_to_is_not_mapped()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var wrong = Assert.Throws<InvalidOperationException>(() => app.MapIntegrationHubDashboard());

        Assert.Contains("Call services.AddIntegrationHubPages(", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(20, 0)]
    public void An_option_that_makes_no_sense_is_refused_at_once(int runs, int seconds) => Assert.Throws<ArgumentOutOfRangeException>(() => Services(_ => { }, hangfire =>
    {
        hangfire.MaxRunsAtOnce = runs;
        hangfire.PollingInterval = TimeSpan.FromSeconds(seconds);
    }));

    static ServiceProvider Services(Action<IServiceCollection> add, Action<HangfireScheduleOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        add(services);
        services.AddIntegrationHub(hub =>
            {
                hub.Tenant = "sundby";
                hub.Keys = KeyRing.Create();
                hub.StreamFolders.Add(Path.GetTempPath());
            })
            // Nothing starts, so it is never opened; what shows a node to the others wants one.
            .UseSqlite(Path.GetTempPath())
            .UseHangfire(configure);
        services.AddSingleton<IHub>(new FakeHub());
        return services.BuildServiceProvider();
    }

    sealed class OldStorage : JobStorage
    {
        public override global::Hangfire.Storage.IMonitoringApi GetMonitoringApi() => throw new NotSupportedException();

        public override global::Hangfire.Storage.IStorageConnection GetConnection() => throw new NotSupportedException();
    }
}
