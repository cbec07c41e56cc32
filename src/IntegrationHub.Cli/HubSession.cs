using IntegrationHub.Audit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using IntegrationHub.Installation;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace IntegrationHub.Cli;

/// <summary>A hub that was started from its file, for the time of one command.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="File">What its file says.</param>
internal sealed record HubSession(IHub Hub, HubFile File)
{
    /// <summary>Starts the hub, does the work and stops the hub. What keeps it from starting goes to the error output.</summary>
    /// <param name="path">The hub's file.</param>
    /// <param name="toolbox">The adapters.</param>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="whenRefused">Told what is wrong in the hub's files, when that keeps it from starting.</param>
    /// <returns>The work's exit code; <see cref="ExitCodes.Usage"/> when the hub cannot start, or cannot go on.</returns>
    public static async Task<int> UseAsync(
        string path, Toolbox toolbox, Terminal terminal, Func<HubSession, Task<int>> work, CancellationToken cancellationToken, Action<IReadOnlyList<Diagnostic>>? whenRefused = null)
    {
        try
        {
            var setup = HubSetup.Read(path, toolbox.Parts);
            await using var services = Build(setup, toolbox);
            var hub = services.GetRequiredService<IHub>();
            await hub.StartAsync(cancellationToken);
            return await work(new HubSession(hub, setup.File));
        }
        catch (HubSetupException e)
        {
            return Refused(e.Diagnostics, e.Words, terminal, whenRefused);
        }
        catch (HubStartException e)
        {
            return Refused([.. e.Diagnostics.Select(d => d with { Place = d.Place with { File = AsTyped(path, d.Place.File) } })], [], terminal, whenRefused);
        }
        catch (Exception e) when (e is StoreUnusableException or AuditUnavailableException or KeyRingUnusableException or ProtectedValueException)
        {
            return Refused([], [e.Message], terminal);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Refused([], ["stopped"], terminal);
        }
        catch (Exception e)
        {
            // Of a message that nobody foresaw it is not known whether it holds personal data; where it came from holds none.
            return Refused([], [$"a fault that no code expects ({e.GetType().Name}); please report it with these lines:{Environment.NewLine}{e.StackTrace}"], terminal);
        }
    }

    static ServiceProvider Build(HubSetup setup, Toolbox toolbox)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true));
        // The output is for what was asked for.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        foreach (var adapter in toolbox.Adapters) services.AddSingleton(adapter);
        services.AddSingleton(toolbox.Functions);
        var builder = services
            .AddIntegrationHub(hub =>
            {
                hub.Take(setup.File);
                hub.Keys = setup.Keys;
                hub.Disclosure = setup.Disclosure;
                hub.Settings = SettingSources.OfMachine();
            });
        if (setup.File.PostgreSql is { } database) builder.UsePostgreSql(database);
        else builder.UseSqlite(setup.File.DataFolder);
        return services.BuildServiceProvider();
    }

    // The hub names files from its folder on; here somebody stands who typed the way to it.
    static string AsTyped(string hubFile, string file) => Path.Combine(Path.GetDirectoryName(hubFile) ?? "", file);

    static int Refused(IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<string> words, Terminal terminal, Action<IReadOnlyList<Diagnostic>>? whenRefused = null)
    {
        var errors = terminal.OnErrorOutput();
        foreach (var diagnostic in diagnostics) DiagnosticPrinter.Text(diagnostic, errors);
        foreach (var word in words) terminal.Error.WriteLine($"ihub: {word}");
        if (diagnostics.Count > 0) whenRefused?.Invoke(diagnostics);
        return ExitCodes.Usage;
    }
}
