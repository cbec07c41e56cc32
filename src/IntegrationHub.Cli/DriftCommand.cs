using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Drift;

namespace IntegrationHub.Cli;

/// <summary><c>ihub streams drift</c>: in what records are not what their mapping expects, with the lines that put it right.</summary>
internal static class DriftCommand
{
    public static TaughtCommand Create(Toolbox toolbox, Terminal terminal)
    {
        var accept = new Option<bool>("--accept") { Description = "Takes the records as they are now for how they should be: what was seen before is forgotten." };
        var (stream, hub, format) = (StreamsCommand.OneStream(), CommonOptions.Hub(), CommonOptions.ObjectFormat());
        var command = new TaughtCommand("drift", "Shows in what a stream's records are not what its mapping expects, with the lines to add.",
            """
            Fields that the mapping neither maps nor ignores, fields that vanished, fields that hold another kind of thing than before, and codes that stand in no row of their table.
            Counted while the stream is run: of small runs all records that were mapped, of large ones the first 200 and every 32nd; codes in all of them. No value is kept, except codes.
            What is mapped, ignored or added is told no more. Under drift: the stream file says what is ignored and what sends a record to quarantine.

            Exit codes: 0 nothing has drifted; 1 something has; 2 the hub cannot start.

            Examples:
              ihub streams drift byggr-permits
              ihub streams drift byggr-permits --accept
            """)
        {
            stream, accept, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            if (OperatorSession.Find(session, parsed.GetValue(stream)!, terminal) is not { } name) return ExitCodes.Usage;

            if (parsed.GetValue(accept))
            {
                await session.Hub.Drift.AcceptAsync(OperatorSession.Caller, name, cancellationToken);
                terminal.Line($"{name}: the records are taken as they are now.", Styles.Good);
                return ExitCodes.Good;
            }

            var drift = await session.Hub.Drift.GetAsync(name, cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Stream = name.Value, drift.Records, drift.Findings, drift.OtherFields, drift.OtherCodes, drift.MappingFile }, OperatorSession.Json));
            else Write(session, name, drift, terminal);
            return drift.Findings.Count == 0 ? ExitCodes.Good : ExitCodes.Findings;
        }, cancellationToken));
        return command;
    }

    static void Write(HubSession session, StreamName stream, StreamDrift drift, Terminal terminal)
    {
        if (drift.Findings.Count == 0)
        {
            terminal.Line($"{stream}: {OperatorSession.Number(drift.Records)} records were looked at; all is as the mapping expects.", Styles.Good);
            return;
        }

        foreach (var finding in drift.Findings)
        {
            terminal.Line($"{InWords(finding)}; first {OperatorSession.Time(session, finding.FirstSeenAt)}, last {OperatorSession.Time(session, finding.LastSeenAt)}");
            if (finding.Kind == DriftKind.NewCode && finding.Line is { } row) terminal.Line($"  add to {finding.File}: {row}");
            if (finding.MapLine is { } map) terminal.Line($"  to take it in, under attributes: in {drift.MappingFile}: {map}");
            if (finding.Kind == DriftKind.NewField) terminal.Line($"  to leave it out, under ignore: in {drift.MappingFile}: {finding.Line}");
            if (finding.Kind is DriftKind.TypeChange or DriftKind.MissingField) terminal.Line($"  change the mapping {drift.MappingFile}; when the change is meant: ihub streams drift {stream} --accept");
        }

        if (drift.OtherFields > 0) terminal.Line($"There are more fields than are kept one by one ({OperatorSession.Number(drift.OtherFields)} times).");
        if (drift.OtherCodes > 0) terminal.Line($"There are more codes than are kept one by one ({OperatorSession.Number(drift.OtherCodes)} times).");
    }

    static string InWords(DriftFinding finding) => finding.Kind switch
    {
        DriftKind.NewField => $"{finding.Path} is neither mapped nor ignored: in {OperatorSession.Number(finding.Times)} of {OperatorSession.Number(finding.Among ?? 0)} records",
        DriftKind.MissingField => $"{finding.Path} is not there any more: the last {OperatorSession.Number(finding.Times)} records that were looked at lack it",
        DriftKind.TypeChange => $"{finding.Path} holds {Kinds(finding.Is)} and held {Kinds(finding.Was)}: {OperatorSession.Number(finding.Times)} times",
        _ => $"code '{finding.Code}' is not in table {finding.Table}: {OperatorSession.Number(finding.Times)} times",
    };

    static string Kinds(IReadOnlyList<FieldKind> kinds) => string.Join(" or ", kinds.Select(kind => Words.Spaced(kind)));
}
