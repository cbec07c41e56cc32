using IntegrationHub.AspNetCore;
using IntegrationHub.Hosting;
using ModelMunicipality.Running;
using Spectre.Console;

namespace ModelMunicipality.Day;

/// <summary>The town of one day: everything as ever, but on the day's clock, and in a folder of its own.</summary>
static class DayTown
{
    static readonly TimeSpan Morning = TimeSpan.FromHours(7.5);

    /// <summary>Plays the day, prints what it came to, and returns the exit code.</summary>
    public static async Task<int> RunAsync(MunicipalityOptions options, CancellationToken cancellationToken)
    {
        DayResult? result = null;
        if (options.Json || Console.IsOutputRedirected) result = await PlayAsync(options, _ => { }, cancellationToken);
        else await AnsiConsole.Status().StartAsync("The town is built.", async status => result = await PlayAsync(options, text => status.Status(Markup.Escape(text)), cancellationToken));

        if (options.Json) await Console.Out.WriteLineAsync(DayTable.Json(result!));
        else DayTable.Print(AnsiConsole.Console, result!);
        return result!.IsGood ? ExitCode.Success : ExitCode.Failed;
    }

    /// <summary>Plays the day.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="told">Is told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StartRefusedException">The folder is not empty.</exception>
    public static async Task<DayResult> PlayAsync(MunicipalityOptions options, Action<string> told, CancellationToken cancellationToken)
    {
        var passing = options.Day!.Keeps ? null : Directory.CreateTempSubdirectory("model-municipality-day-");
        try
        {
            return await PlayAsync(Open(passing?.FullName ?? options.Folder), options with { Cases = options.Cases ?? DayOptions.UsualCases }, told, cancellationToken);
        }
        finally
        {
            passing?.Delete(recursive: true);
        }
    }

    static async Task<DayResult> PlayAsync(DataFolder folder, MunicipalityOptions options, Action<string> told, CancellationToken cancellationToken)
    {
        var clock = new DayClock(TownTime.Midnight + Morning);
        var town = TownFile.Open(folder.Town, options, clock);
        var keys = Callers.NewKeys();
        ApiKeyFile.CreateNew(folder.ApiKeys, keys);
        await using var vendors = await VendorSystems.StartAsync(town, folder, options, clock, cancellationToken);
        await using var app = HubApplication.Build(folder, vendors, options, JobEngine.None, clock);
        var hub = app.Services.GetRequiredService<IHub>();
        await hub.StartAsync(cancellationToken);
        var address = await HubApplication.ListenAsync(app, options, cancellationToken);
        using var player = new DayPlayer(hub, address, keys, vendors, town, options, clock);
        var result = await player.PlayAsync(told, cancellationToken);
        await app.StopAsync(CancellationToken.None);
        return result;
    }

    static DataFolder Open(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new StartRefusedException($"A day begins with a town of its own, and '{path}' is not empty. Name another folder with --data, or leave it out: then nothing is kept.");
        return DataFolder.Open(path);
    }
}
