using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Tests;

/// <summary>Stand-ins of the model municipality on a port of their own, with a clock that a test moves.</summary>
sealed class StandInHost : IAsyncDisposable
{
    readonly WebApplication app;

    StandInHost(WebApplication app, ManualClock clock) => (this.app, Clock) = (app, clock);

    public ManualClock Clock { get; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts them.</summary>
    /// <param name="clock">The clock that they live by.</param>
    /// <param name="map">Maps the stand-ins.</param>
    public static async Task<StandInHost> StartAsync(ManualClock clock, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new StandInHost(app, clock);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
