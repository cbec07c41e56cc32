using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using ModelMunicipality.Day;
using Spectre.Console;

namespace ModelMunicipality.Running;

/// <summary>The whole municipality in one process: its systems, the hub over them, and the hub's API.</summary>
static class Municipality
{
    /// <summary>Runs it as the command line says and returns the exit code.</summary>
    public static Task<int> RunAsync(MunicipalityOptions options, CancellationToken cancellationToken) => RunAsync(options, JobEngine.Quartz, cancellationToken);

    /// <summary>The same with another job engine.</summary>
    public static async Task<int> RunAsync(MunicipalityOptions options, JobEngine engine, CancellationToken cancellationToken)
    {
        try
        {
            if (options.Day is not null) return await DayTown.RunAsync(options, cancellationToken);

            var folder = DataFolder.Open(options.Folder);
            var town = TownFile.Open(folder.Town, options, TimeProvider.System);
            await using var vendors = await VendorSystems.StartAsync(town, folder, options, TimeProvider.System, cancellationToken);
            await using var app = HubApplication.Build(folder, vendors, options, engine);
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
        var results = await ShownAsync(Console.Error, live: !options.Json, progress => Reading.AllAsync(hub, progress, TimeProvider.System, cancellationToken));
        if (options.Json) await Console.Out.WriteLineAsync(Summary.Json(results));
        else Summary.Print(AnsiConsole.Console, results);
        return await ReportAsync(results) ? ExitCode.Success : ExitCode.Failed;
    }

    static async Task<int> ServeAsync(WebApplication app, DataFolder folder, VendorSystems vendors, TownFile town, MunicipalityOptions options, CancellationToken cancellationToken)
    {
        var hub = app.Services.GetRequiredService<IHub>();
        await hub.StartAsync(cancellationToken);
        var before = await Reading.RunsUntilNowAsync(hub, cancellationToken);
        var address = await HubApplication.ListenAsync(app, options, cancellationToken);
        Console.WriteLine($"Sundby has {town.Cases} cases in each of its systems. The API listens at {address}; the first read begins.");

        var results = await ShownAsync(Console.Out, live: true, progress => Reading.FollowAsync(hub, before, progress, TimeProvider.System, cancellationToken));
        await ReportAsync(results);
        if (!cancellationToken.IsCancellationRequested)
        {
            var demo = DemoFile.Of(address, HubApplication.KeysOf(folder), vendors.Lookups);
            demo.Write(folder);
            WhereToLook.Print(Console.Out, folder, demo, vendors, options);
            vendors.Begin();
            await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        }

        Console.WriteLine("Stopping; a second Ctrl-C ends at once.");
        await app.StopAsync(CancellationToken.None);
        return ExitCode.Success;
    }

    static async Task<IReadOnlyList<StreamResult>> ShownAsync(TextWriter lines, bool live, Func<IReadingProgress, Task<IReadOnlyList<StreamResult>>> readAsync)
    {
        if (!live || Console.IsOutputRedirected) return await readAsync(new LineProgress(lines));

        IReadOnlyList<StreamResult> results = [];
        await AnsiConsole.Live(LiveProgress.Table([])).AutoClear(true).StartAsync(async display =>
            results = await readAsync(new LiveProgress(display)));
        return results;
    }

    static async Task<bool> ReportAsync(IReadOnlyList<StreamResult> results)
    {
        foreach (var result in results.Where(r => r.Problem is not null)) await Console.Error.WriteLineAsync($"{result.Stream}: {result.Problem}");
        return results.All(r => r.Problem is null);
    }
}
