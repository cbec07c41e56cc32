using System.CommandLine;
using IntegrationHub.Installation;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Server;

/// <summary>The command line <c>ihub-server</c>.</summary>
static class ServerCommand
{
    /// <summary>Runs a command line; answers with the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var file = new Option<string>("--settings") { Description = "The settings file. Paths in it are relative to its folder.", HelpName = "FILE", DefaultValueFactory = _ => ServerSettingsReader.FileName };
        var hubs = new Option<string[]>("--hub") { Description = "A hub's file (hub.yaml), beside or in place of those of the settings file; named as its folder.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var listen = new Option<string[]>("--listen") { Description = "Where it listens, in place of what the settings say: http://127.0.0.1:8080.", HelpName = "URL", DefaultValueFactory = _ => [] };
        var set = new Option<string[]>("--set") { Description = "Any setting: --set Hubs:sundby:Hosts:0=ihub.sundby.example.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };
        set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !t.Value.Contains('=', StringComparison.Ordinal))) result.AddError($"--set takes KEY=VALUE, not '{token.Value}'.");
        });
        var check = new Option<bool>("--check") { Description = "Check settings, hub files, keys, streams, mappings and packages, tell everything that is wrong, and end. Nothing is opened and nothing is read." };
        var root = new RootCommand(
            """
            Runs the hub: its streams on their schedules, the HTTP API and the pages, for one municipality or for several.

            What it is told comes from the settings file (appsettings.json), from environment variables that begin with IHUB_SERVER_, and from the command line, in this order; the last has the word.

            Examples:
              ihub-server --hub /etc/ihub/hub.yaml
              ihub-server --settings /etc/ihub/appsettings.json --check
              IHUB_SERVER_Listen=https://*:8443 ihub-server --settings /etc/ihub/appsettings.json

            Exit codes: 0 it was asked to stop, or everything is right; 1 it could not stop cleanly; 2 something is wrong, and it did not start.
            """)
        {
            file, hubs, listen, set, check,
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var wrong in parsed.Errors.Select(e => e.Message).Distinct()) await error.WriteLineAsync($"ihub-server: {wrong}");
            await error.WriteLineAsync("Try: ihub-server --help");
            return ExitCode.Refused;
        }

        root.SetAction((found, cancellationToken) => RunAsync(
            found.GetValue(file)!, Typed(found.GetValue(hubs)!, found.GetValue(listen)!, found.GetValue(set)!), found.GetValue(check), output, error));
        // Ctrl-C and SIGTERM are the server's: the command line library would end the process two seconds after them, in the middle of a commit.
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    static async Task<int> RunAsync(string file, List<KeyValuePair<string, string?>> typed, bool onlyCheck, TextWriter output, TextWriter error)
    {
        try
        {
            if (!File.Exists(file) && !typed.Any(pair => pair.Key.StartsWith("Hubs:", StringComparison.OrdinalIgnoreCase)) && !AnyHubInTheEnvironment())
                throw new SettingsUnusableException([new SettingsFault(file, "there is no such file; name the settings file with --settings, or a hub with --hub")]);

            var root = ServerSettingsReader.Open(file, typed, watched: !onlyCheck);
            var plan = ServerPlan.Read(root, Path.GetDirectoryName(Path.GetFullPath(file))!, !onlyCheck);
            if (!onlyCheck) return await ServerProcess.RunAsync(plan, error);

            foreach (var hub in plan.Hubs) await output.WriteLineAsync($"{hub.Settings.Name}: {hub.Setup.File.Name}, {string.Join(", ", hub.Setup.File.StreamFolders)}");
            await output.WriteLineAsync("Everything is right.");
            return ExitCode.Stopped;
        }
        catch (SettingsUnusableException e)
        {
            foreach (var fault in e.Faults) await error.WriteLineAsync($"ihub-server: {fault}");
            return ExitCode.Refused;
        }
    }

    static bool AnyHubInTheEnvironment() =>
        Environment.GetEnvironmentVariables().Keys.OfType<string>().Any(name => name.StartsWith(ServerSettingsReader.Prefix + "Hubs__", StringComparison.OrdinalIgnoreCase));

    static List<KeyValuePair<string, string?>> Typed(string[] hubs, string[] listen, string[] set)
    {
        var typed = new List<KeyValuePair<string, string?>>();
        foreach (var hub in hubs)
        {
            var path = Path.GetFullPath(hub);
            typed.Add(new($"Hubs:{Path.GetFileName(Path.GetDirectoryName(path))}:File", path));
        }

        // One text with commas: the items of a list in the file would stay beside those typed here.
        if (listen.Length > 0) typed.Add(new("Listen", string.Join(',', listen)));
        typed.AddRange(set.Select(pair => new KeyValuePair<string, string?>(pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])));
        return typed;
    }
}

/// <summary>What the process ends with.</summary>
static class ExitCode
{
    /// <summary>It was asked to stop and has; or there was nothing wrong.</summary>
    public const int Stopped = 0;

    /// <summary>It could not end what it was doing.</summary>
    public const int Failed = 1;

    /// <summary>It did not start.</summary>
    public const int Refused = 2;
}
