using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ModelMunicipality.Vendors.ByggR;
using ModelMunicipality.Vendors.SocialExport;

namespace ModelMunicipality.Running;

/// <summary>The stand-ins for the municipality's systems: ByggR on a port of the loopback, the social services' export in a drop folder.</summary>
sealed class VendorSystems : IAsyncDisposable
{
    const string ByggRPath = "/TekisArende/ArendeExportWS.svc";

    // Every read looks two hours back: more changes than this would have it read the same cases over and over. And none comes before the first read is done.
    static readonly TimeSpan ChangeEvery = TimeSpan.FromSeconds(30);

    // The stream file leaves alone what changed in the last second.
    static readonly TimeSpan Settled = TimeSpan.FromSeconds(1.2);

    readonly WebApplication byggR;
    readonly CancellationTokenSource stopping = new();
    readonly Task exports;

    VendorSystems(WebApplication byggR, ByggRStandIn permits, SocialExportStandIn support, DataFolder folder, bool frozen)
    {
        this.byggR = byggR;
        var address = new Uri(byggR.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Settings = new Dictionary<string, string>
        {
            ["BYGGR_URL"] = new Uri(address, ByggRPath).ToString(),
            ["SOCIAL_DROP"] = folder.Drop,
        };
        Lookups = DemoLookups.Of(permits, support);
        exports = frozen ? Task.CompletedTask : Task.Run(() => ExportAsync(support, stopping.Token));
    }

    /// <summary>The settings that the stream files refer to: where the systems are.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>What can be looked up.</summary>
    public IReadOnlyList<DemoLookup> Lookups { get; }

    /// <summary>Starts the stand-ins.</summary>
    /// <param name="made">What the town is made from.</param>
    /// <param name="folder">Where the drop folder is.</param>
    /// <param name="frozen">Whether nothing changes in them.</param>
    /// <param name="time">The clock that they live by.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<VendorSystems> StartAsync(TownFile made, DataFolder folder, bool frozen, TimeProvider time, CancellationToken cancellationToken)
    {
        var town = new Town.Town(made.Seed);
        var permits = new ByggRStandIn(town, new ByggROptions { Cases = made.Cases, Base = made.Base, Frozen = frozen, ChangeEvery = ChangeEvery }, time);
        var support = new SocialExportStandIn(town, new SocialExportOptions { Cases = made.Cases, Frozen = frozen }, folder.Drop, time);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ByggR", EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.ToStandardError();
        var byggR = builder.Build();
        permits.Map(byggR, ByggRPath);
        await Task.WhenAll(byggR.StartAsync(cancellationToken), DropAsync(support, time, cancellationToken));
        return new VendorSystems(byggR, permits, support, folder, frozen);
    }

    // The file with all cases lies there, and is old enough to be whole, before anybody reads.
    static async Task DropAsync(SocialExportStandIn support, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await support.DeliverAsync(cancellationToken) is not null) await Task.Delay(Settled, time, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await exports;
        stopping.Dispose();
        await byggR.DisposeAsync();
    }

    static async Task ExportAsync(SocialExportStandIn support, CancellationToken cancellationToken)
    {
        try
        {
            await support.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The social services cannot drop their files any more: {e.Message}");
        }
    }
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
        // A start that fails is told in words; the host would print the stack trace before them.
        .AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
