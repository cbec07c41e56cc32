using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using Spectre.Console;

namespace ModelMunicipality.Running;

/// <summary>The whole municipality in one process: its systems, the hub over them, and the hub's API.</summary>
static class Municipality
{
    /// <summary>Runs it as the command line says and returns the exit code.</summary>
    public static async Task<int> RunAsync(MunicipalityOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var folder = DataFolder.Open(options.Folder);
            var town = TownFile.Open(folder.Town, options, TimeProvider.System);
            await using var vendors = await VendorSystems.StartAsync(town, folder, frozen: options.Once, TimeProvider.System, cancellationToken);
            await using var app = HubApplication.Build(folder, vendors, options);
            return options.Once
                ? await ReadOnceAsync(app.Services.GetRequiredService<IHub>(), options, cancellationToken)
                : await ServeAsync(app, folder, vendors, town, options, cancellationToken);
        }
        catch (StartRefusedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Refused;
        }
        catch (HubStartException e)
        {
            foreach (var diagnostic in e.Diagnostics) await Console.Error.WriteLineAsync(diagnostic.ToString());
            return ExitCode.Refused;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Failed;
        }
    }

    static async Task<int> ReadOnceAsync(IHub hub, MunicipalityOptions options, CancellationToken cancellationToken)
    {
        await hub.StartAsync(cancellationToken);
        var results = await ReadAllAsync(hub, Console.Error, live: !options.Json, cancellationToken);
        if (options.Json) await Console.Out.WriteLineAsync(Summary.Json(results));
        else Summary.Print(AnsiConsole.Console, results);
        return await ReportAsync(results) ? ExitCode.Success : ExitCode.Failed;
    }

    static async Task<int> ServeAsync(WebApplication app, DataFolder folder, VendorSystems vendors, TownFile town, MunicipalityOptions options, CancellationToken cancellationToken)
    {
        var hub = app.Services.GetRequiredService<IHub>();
        await hub.StartAsync(cancellationToken);
        var address = await HubApplication.ListenAsync(app, options, cancellationToken);
        Console.WriteLine($"Sundby has {town.Cases} cases in each of its systems. The API listens at {address}; the first read begins.");

        var results = await ReadAllAsync(hub, Console.Out, live: true, cancellationToken);
        await ReportAsync(results);
        if (!cancellationToken.IsCancellationRequested)
        {
            var demo = DemoFile.Of(address, HubApplication.KeysOf(folder), vendors.Lookups);
            demo.Write(folder);
            WhereToLook.Print(Console.Out, folder, demo);
            await new StreamTimer(hub, TimeProvider.System, Failed).RunAsync(cancellationToken);
        }

        Console.WriteLine("Stopping; a second Ctrl-C ends at once.");
        await app.StopAsync(CancellationToken.None);
        return ExitCode.Success;
    }

    static async Task<IReadOnlyList<StreamResult>> ReadAllAsync(IHub hub, TextWriter lines, bool live, CancellationToken cancellationToken)
    {
        if (!live || Console.IsOutputRedirected) return await Reading.AllAsync(hub, new LineProgress(lines), TimeProvider.System, cancellationToken);

        IReadOnlyList<StreamResult> results = [];
        await AnsiConsole.Live(LiveProgress.Table([])).AutoClear(true).StartAsync(async display =>
            results = await Reading.AllAsync(hub, new LiveProgress(display), TimeProvider.System, cancellationToken));
        return results;
    }

    static async Task<bool> ReportAsync(IReadOnlyList<StreamResult> results)
    {
        foreach (var result in results.Where(r => r.Problem is not null)) await Console.Error.WriteLineAsync($"{result.Stream}: {result.Problem}");
        return results.All(r => r.Problem is null);
    }

    static void Failed(IntegrationHub.StreamName stream, Exception e) => Console.Error.WriteLine($"{stream}: {e.GetType().Name}: {e.Message}");
}
