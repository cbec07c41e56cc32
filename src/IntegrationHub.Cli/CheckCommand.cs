using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Cli;

/// <summary><c>ihub check</c>: whether a stream can connect, and whether what it reads is what the mapping expects.</summary>
internal static class CheckCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var stream = new Argument<string>("stream") { Description = "A stream file, or the name of a stream." };
        var records = new Option<int>("--records") { Description = "How many records of the first page are looked at.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var hub = CommonOptions.Hub();
        var format = CommonOptions.Format("How it is written: text for people, json for programs (one array and nothing else).");
        var command = new TaughtCommand("check", "Tells whether a stream can connect, and whether what it reads is what its mapping expects.",
            """
            Step by step, up to the first that fails: settings and secrets have values; the host is known and allowed; the certificate is good; the system lets the hub in;
            a page comes; its records are mapped; their codes have rows; the fields that the mapping expects are there. What is wrong comes with what to do. Nothing is written.

            Exit codes: 0 everything is as it should be, or only doubtful (?); 1 a step failed (✗); 2 there is no such stream, or its files have errors.

            Examples:
              ihub check mappings/byggr/building-permits.stream.yaml
              ihub check fault-reports --records 500
            """)
        {
            stream, records, hub, format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (StreamSelection.Find(parsed.GetValue(stream)!, parsed.GetValue(hub)!, toolbox, terminal) is not { } found) return ExitCodes.Usage;

            var steps = await StreamCheck.RunAsync(found, Math.Max(1, parsed.GetValue(records)), cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(steps, Words.Json));
            else Write(found, steps, terminal);
            return steps.Any(s => s.Outcome == CheckOutcome.Bad) ? ExitCodes.Findings : ExitCodes.Good;
        });
        return command;
    }

    static void Write(LiveStream stream, IReadOnlyList<CheckStep> steps, Terminal terminal)
    {
        terminal.Write("✓ ", Styles.Good).Line($"the files: {stream.File.Definition.File}, mapping {stream.Mapping?.Name} {stream.Mapping?.Version}");
        foreach (var step in steps)
        {
            var (mark, style) = step.Outcome switch { CheckOutcome.Good => ("✓ ", Styles.Good), CheckOutcome.Doubt => ("? ", Styles.Warning), _ => ("✗ ", Styles.Error) };
            terminal.Write(mark, style).Line($"{step.Name}: {step.Says}");
        }
    }
}
