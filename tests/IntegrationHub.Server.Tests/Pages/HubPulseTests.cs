using IntegrationHub.Console.Live;
using IntegrationHub.Server.Tests.Api;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests.Pages;

public sealed class HubPulseTests : IDisposable
{
    readonly Application application = new();
    readonly LogLines log = new();
    readonly FakeHub hub = new() { BeforeStreams = new TaskCompletionSource() };

    public void Dispose()
    {
        log.Dispose();
        application.Dispose();
    }

    [Fact]
    public async Task A_store_that_is_closed_under_the_pages_while_the_application_stops_is_no_fault()
    {
        using var logging = LoggerFactory.Create(logging => logging.AddProvider(log));
        var pulse = new HubPulse(hub, application, TimeProvider.System, logging.CreateLogger<HubPulse>());
        using var page = pulse.Listen(_ => Task.CompletedTask);
        await hub.StreamsAreLookedAt;

        application.StopApplication();
        hub.BeforeStreams!.SetException(new ObjectDisposedException("store"));
        await pulse.Beating;

        Assert.Empty(log.All);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_while_the_application_runs_is_told()
    {
        using var logging = LoggerFactory.Create(logging => logging.AddProvider(log));
        var pulse = new HubPulse(hub, application, TimeProvider.System, logging.CreateLogger<HubPulse>());
        var page = pulse.Listen(_ => Task.CompletedTask);
        await hub.StreamsAreLookedAt;

        hub.BeforeStreams!.SetException(new IOException("the disk is gone"));
        page.Dispose();
        await pulse.Beating;

        Assert.Contains("The streams could not be looked at", log.All, StringComparison.Ordinal);
    }

    sealed class Application : IHostApplicationLifetime, IDisposable
    {
        readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
