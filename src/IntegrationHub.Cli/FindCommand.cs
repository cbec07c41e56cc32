using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Operation;

namespace IntegrationHub.Cli;

/// <summary><c>ihub find</c>: streams, runs, records in quarantine and codes by a text.</summary>
internal static class FindCommand
{
    public static TaughtCommand Create(Toolbox toolbox, Terminal terminal)
    {
        var text = new Argument<string>("text") { Description = "Two characters at least.", HelpName = "TEXT" };
        var (hub, format) = (CommonOptions.Hub(), CommonOptions.ObjectFormat());
        var command = new TaughtCommand("find", "Finds streams, runs, records in quarantine and codes without a row by a text.",
            """
            Looked at are names, numbers, keys, codes and what faults say; no record and no case. Of each kind the first 20. To look a case up: ihub lookup.

            Exit codes: 0 something was found; 1 nothing was; 2 the hub cannot start.

            Examples:
              ihub find IH6003
              ihub find permits
              ihub find "BYGG 2026-17"
            """)
        {
            text, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var found = await session.Hub.Search.FindAsync(parsed.GetValue(text)!, cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json)
            {
                terminal.Output.WriteLine(JsonSerializer.Serialize(new
                {
                    Streams = found.Streams.Select(stream => new { Name = stream.Name.Value, stream.Title, Source = stream.Source.Value, stream.Adapter }),
                    Runs = found.Runs.Select(RunsCommand.Told),
                    Quarantined = found.Held.Select(held => new { held.Id, Stream = held.Stream.Value, held.Key, held.Code, held.Field, held.LastSeenAt }),
                    Codes = found.Codes.Select(code => new { Stream = code.Stream.Value, code.Table, code.Code, code.File, code.Line }),
                }, OperatorSession.Json));
            }
            else
            {
                Write(session, found, terminal);
            }

            return found.IsEmpty ? ExitCodes.Findings : ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static void Write(HubSession session, FoundThings found, Terminal terminal)
    {
        if (found.IsEmpty) terminal.Line("Nothing was found.");
        foreach (var stream in found.Streams) terminal.Line($"stream      {stream.Name}: {stream.Title}, {stream.Adapter}");
        foreach (var run in found.Runs) terminal.Line($"run         {run.Id} of {run.Stream}, {OperatorSession.Time(session, run.StartedAt)}: {Words.Spaced(run.Outcome)}{(run.Fault is { } fault ? $", {fault.Code} {fault.Message}" : "")}");
        foreach (var held in found.Held) terminal.Line($"quarantine  {held.Id} of {held.Stream}: {held.Key ?? "without a key"}, {held.Code} {held.Field}");
        foreach (var code in found.Codes) terminal.Line($"code        {code.Code} of {code.Stream} is in no row of {code.Table}; add to {code.File}: {code.Line}");
    }
}
