using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Installation;

namespace IntegrationHub.Cli;

/// <summary><c>ihub doctor</c>: examines an installation.</summary>
internal static class DoctorCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var hub = CommonOptions.Hub();
        var settings = new Option<string?>("--settings") { Description = "The server's settings file (appsettings.json): all its hubs are examined, its ports and its certificate.", HelpName = "FILE" };
        var offline = new Option<bool>("--offline") { Description = "Ask no stream and no identity provider; the store is asked all the same." };
        var format = CommonOptions.Format("How it is written: text for people, json for programs (one array and nothing else).");
        var command = new TaughtCommand("doctor", "Examines an installation: files, keys, store, disk, clock, secrets, streams, ports and certificates.",
            """
            Looks at everything and tells it at once, with what to do about each: who may read the keys, whether the index was written with them, what is free on the disk, which tables are missing,
            how far the clock is from the database's, which settings of PostgreSQL are dangerous, which secrets have no value, which streams cannot connect. Nothing is changed, and nothing is read but one page of each stream.
            Run it as the user that the hub runs as: rights are looked at with its eyes.

            Exit codes: 0 everything is as it should be, or only doubtful (?); 1 something is wrong (✗); 2 the command line is wrong.

            Examples:
              ihub doctor --hub /etc/ihub/hub.yaml
              sudo -u ihub ihub doctor --settings /etc/ihub/appsettings.json --format json
            """)
        {
            hub, settings, offline, format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var connects = !parsed.GetValue(offline);
            var findings = parsed.GetValue(settings) is { } file
                ? await new ServerDoctor(TimeProvider.System).ExamineAsync(file, toolbox.Parts, connects, cancellationToken)
                : await new HubDoctor(toolbox.Parts, TimeProvider.System).ExamineAsync("hub", parsed.GetValue(hub)!, SettingSources.OfMachine(), connects, cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(findings, Words.Json));
            else Write(findings, terminal);
            return findings.Any(f => f.Outcome == FindingOutcome.Bad) ? ExitCodes.Findings : ExitCodes.Good;
        });
        return command;
    }

    static void Write(IReadOnlyList<Finding> findings, Terminal terminal)
    {
        foreach (var group in findings.GroupBy(f => f.Of))
        {
            terminal.Line(group.Key);
            foreach (var finding in group)
            {
                var (mark, style) = finding.Outcome switch { FindingOutcome.Good => ("  ✓ ", Styles.Good), FindingOutcome.Doubt => ("  ? ", Styles.Warning), _ => ("  ✗ ", Styles.Error) };
                terminal.Write(mark, style).Line($"{finding.Name}: {finding.Says}");
                if (finding.Remedy is { } remedy) terminal.Write("      → ", Styles.Quiet).Line(remedy);
            }
        }

        var (bad, doubtful) = (findings.Count(f => f.Outcome == FindingOutcome.Bad), findings.Count(f => f.Outcome == FindingOutcome.Doubt));
        terminal.Line(bad + doubtful == 0 ? "Everything is as it should be." : $"{bad} wrong, {doubtful} doubtful, {findings.Count - bad - doubtful} as they should be.", bad > 0 ? Styles.Error : doubtful > 0 ? Styles.Warning : Styles.Good);
    }
}
