using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Diagnostics;
using IntegrationHub.Testing;
using IntegrationHub.Workshop.Live;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Cli;

/// <summary><c>ihub replay</c>: serves stub files on this machine.</summary>
internal static class ReplayCommand
{
    const int StandardPort = 8089;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "A folder of stub files." };
        var listen = new Option<string>("--listen") { Description = "Where it is served: an address of this machine and a port; port 0 takes one that is free.", HelpName = "127.0.0.1:PORT", DefaultValueFactory = _ => $"127.0.0.1:{StandardPort}" };
        var format = CommonOptions.Format("How calls are told: text for people, json for programs (one object a line).");
        var command = new TaughtCommand("replay", "Serves stub files on this machine, in place of the system that they were recorded from.",
            """
            Each call is told with the stub that answered it; one that none answers with the nearest stub and what differs, and is answered with 404. Faults in faults.json beside are met.
            Links in the answers lead back to this address. Of parameters that sign in, and of what could be a person's, only the name is told. Ctrl-C ends it.

            A stream reads from it when its address is a setting, url: "${PERMITS_URL}", and that names what is printed here. To look at the stubs through a mapping no server is
            needed: ihub preview STREAM --stubs FOLDER.

            Exit codes: 0 ended by Ctrl-C; 1 the stub files have errors; 2 there is no such folder, the port is taken, or the address is none of this machine.

            Examples:
              ihub replay stubs/signalen
              ihub replay stubs/signalen --listen 127.0.0.1:0 --format json
            """)
        {
            folder, listen, format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(folder)!;
            if (!Directory.Exists(path)) return Refuse($"there is no folder '{path}'", terminal);
            if (Port(parsed.GetValue(listen)!) is not { } port) return Refuse($"--listen '{parsed.GetValue(listen)}' is no address of this machine with a port: 127.0.0.1:{StandardPort}", terminal);

            var diagnostics = new DiagnosticBag();
            var recorded = RecordedFolder.Read(path, diagnostics);
            foreach (var diagnostic in diagnostics.All) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
            return recorded is null ? ExitCodes.Findings : await ServeAsync(recorded, port, parsed.GetValue(format) == CommonOptions.Json, terminal, cancellationToken);
        });
        return command;
    }

    static int Refuse(string why, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {why}");
        return ExitCodes.Usage;
    }

    // Stubs have no sign-in: they are for this machine only.
    internal static int? Port(string listen) =>
        listen.Split(':') is ["127.0.0.1" or "localhost", var port] && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65_535 ? number : null;

    internal static string Taken(int port, IOException why) => string.Create(CultureInfo.InvariantCulture, $"port {port} cannot be listened on: {why.Message} Name another with --listen 127.0.0.1:PORT, or 0 for any that is free");

    static async Task<int> ServeAsync(RecordedFolder recorded, int port, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var shown = new ShownCalls();
        var gate = new Lock();
        ScriptedVendor vendor;
        try
        {
            vendor = await recorded.Stubs.ServeAsync(TimeProvider.System, port, served =>
            {
                lock (gate) Tell(shown.Of(served), json, terminal);
            });
        }
        catch (IOException taken)
        {
            return Refuse(Taken(port, taken), terminal);
        }

        await using (vendor)
        {
            Announce(recorded, vendor.Address, json, terminal);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // That is how it ends.
            }
        }

        return ExitCodes.Good;
    }

    static void Announce(RecordedFolder recorded, Uri address, bool json, Terminal terminal)
    {
        var origin = address.GetLeftPart(UriPartial.Authority);
        var settings = (recorded.From?.Addresses ?? new Dictionary<string, string>()).ToDictionary(a => a.Key, a => a.Value.Replace(StubFolder.Origin, origin, StringComparison.Ordinal), StringComparer.Ordinal);
        if (json)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(new { Address = origin, Connection = settings, Stubs = recorded.Stubs.Stubs.Select(s => s.Name), Faults = recorded.Stubs.Faults.Count }, OneLine));
            return;
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{recorded.Stubs.Stubs.Count} stubs{(recorded.Stubs.Faults.Count > 0 ? $" with {recorded.Stubs.Faults.Count} faults" : "")} on {origin}"), Styles.Good);
        foreach (var (setting, value) in settings) terminal.Line($"  connection.{setting}: {value}");
        terminal.Line("Ctrl-C ends it.", Styles.Quiet);
    }

    static void Tell(ShownCall call, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(call, OneLine));
            return;
        }

        terminal.Write($"{call.Method} {call.Address} ");
        if (call.Stub is not null)
        {
            terminal.Write(call.Status.ToString(CultureInfo.InvariantCulture), call.Fault is null ? Styles.Good : Styles.Warning).Line($" {call.Stub}{(call.Fault is null ? "" : $", and {call.Fault}")}");
            return;
        }

        terminal.Write("404 no stub", Styles.Error).Line(call.Nearest is null ? "" : $"; the nearest is {call.Nearest}, and these differ:");
        foreach (var difference in call.Differences) terminal.Line($"  {difference.Part}: {(difference.Asked is null ? "not sent" : $"'{difference.Asked}'")}, the stub has {difference.Expected}");
    }

    static readonly JsonSerializerOptions OneLine = new(Words.Json) { WriteIndented = false, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
