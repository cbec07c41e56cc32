using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ModelMunicipality.Vendors.ByggR;

namespace ModelMunicipality.Running;

/// <summary>The stand-ins for the municipality's systems: ByggR on a port of the loopback, the social services' export in a drop folder.</summary>
sealed class VendorSystems : IAsyncDisposable
{
    const string ByggRPath = "/TekisArende/ArendeExportWS.svc";

    readonly WebApplication byggR;

    VendorSystems(WebApplication byggR, Uri byggRUrl, IReadOnlyList<DemoLookup> lookups) => (this.byggR, ByggRUrl, Lookups) = (byggR, byggRUrl, lookups);

    /// <summary>Where ByggR answers.</summary>
    public Uri ByggRUrl { get; }

    /// <summary>What can be looked up.</summary>
    public IReadOnlyList<DemoLookup> Lookups { get; }

    /// <summary>Starts the stand-ins.</summary>
    /// <param name="town">The town.</param>
    /// <param name="folder">Where the drop folder is.</param>
    /// <param name="frozen">Whether nothing changes in them.</param>
    /// <param name="time">The clock that they live by.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<VendorSystems> StartAsync(TownFile town, DataFolder folder, bool frozen, TimeProvider time, CancellationToken cancellationToken)
    {
        var people = new Town.Town(town.Seed);
        var permits = new ByggRStandIn(people, new ByggROptions { Cases = town.Cases, Base = town.Base, Frozen = frozen }, time);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ByggR", EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.ToStandardError();
        var app = builder.Build();
        permits.Map(app, ByggRPath);
        await app.StartAsync(cancellationToken);

        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return new VendorSystems(app, new Uri(address, ByggRPath), [.. permits.ExampleNumbers.Select(Demo)]);
    }

    public async ValueTask DisposeAsync() => await byggR.DisposeAsync();

    static DemoLookup Demo(ExampleNumber number) => new(
        new DemoRequest(
            number.Kind switch
            {
                "personal number" => "person",
                "case number" => "caseNumber",
                _ => number.Kind,
            },
            number.Text,
            DemoFile.Purpose),
        number.Finds);
}

/// <summary>Leaves signals to <see cref="StopSignal"/>: the host's own way would swallow the second Ctrl-C.</summary>
sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

static class LoggingToStandardError
{
    /// <summary>Warnings and worse, on standard error: standard output is for what was asked for.</summary>
    public static void ToStandardError(this ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(null, LogLevel.Warning)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
