using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub audit</c>: what operators did here.</summary>
internal static class AuditCommand
{
    // Who may read the hub's files at this terminal may read this too; that they did stands in the audit.
    static Caller You => new() { Name = "ihub", Role = CallerRole.Administrator, OnBehalfOf = Environment.UserName };

    public static TaughtCommand Create(Toolbox toolbox, Terminal terminal)
    {
        var person = new Option<string?>("--person") { Description = "Only of keys or people whose name holds this.", HelpName = "TEXT" };
        var action = new Option<string?>("--action") { Description = "Only actions that begin so: stream., quarantine.edit.", HelpName = "ACTION" };
        var stream = new Option<string?>("--stream") { Description = "Only about this stream.", HelpName = "STREAM" };
        var from = new Option<string?>("--from") { Description = "Only then or later, with an offset.", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "Only before then, with an offset.", HelpName = "TIME" };
        var before = new Option<long?>("--before") { Description = "Goes on behind this line.", HelpName = "NUMBER" };
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 50, HelpName = "N" };
        var (hub, format) = (CommonOptions.Hub(), CommonOptions.ObjectFormat("lines are"));
        var command = new TaughtCommand("audit", "Shows what operators did and who signed in, newest first.",
            """
            Look-ups of people and cases are not among it. That you read it is written into the audit first.

            Examples:
              ihub audit --stream byggr-permits
              ihub audit --action quarantine. --from 2026-03-01T00:00:00+01:00
            """)
        {
            person, action, stream, from, until, before, limit, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            // A stream that was taken away has lines too; only what can be no name is refused.
            if (parsed.GetValue(stream) is { } name && !HubName.IsValid(name)) return OperatorSession.Wrong($"'{name}' is no name of a stream: lower-case letters, digits and hyphens", terminal);
            var wrong = RunsCommand.Moment(parsed.GetValue(from), out var begin);
            wrong ??= RunsCommand.Moment(parsed.GetValue(until), out _);
            if (wrong is not null) return OperatorSession.Wrong(wrong, terminal);

            RunsCommand.Moment(parsed.GetValue(until), out var end);
            var lines = await session.Hub.AuditTrail.ReadAsync(You, new AuditQuery
            {
                Person = parsed.GetValue(person),
                Action = parsed.GetValue(action),
                Stream = parsed.GetValue(stream) is { } of ? new StreamName(of) : null,
                From = begin,
                Until = end,
                Before = parsed.GetValue(before),
                Limit = Math.Clamp(parsed.GetValue(limit), 1, 1000),
            }, cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Lines = lines.Select(Told) }, OperatorSession.Json));
            else WriteTable(session, lines, terminal);
            return ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static void WriteTable(HubSession session, IReadOnlyList<WrittenAuditLine> lines, Terminal terminal)
    {
        if (lines.Count == 0)
        {
            terminal.Line("There is no such line.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Line", "When", "Who", "Role", "Action", "Stream", "What", "Result"]) table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var (number, line, _) in lines)
            table.AddRow($"{number}", OperatorSession.Time(session, line.At), Markup.Escape(line.OnBehalfOf is { } who ? $"{who} ({line.Caller})" : line.Caller), Markup.Escape(line.Role), Markup.Escape(line.Action),
                Markup.Escape(line.Stream ?? ""), Markup.Escape(string.Join(" · ", new[] { line.Entry, line.Purpose }.Where(part => part is not null))), Markup.Escape(line.Result));
        terminal.Write(table);
    }

    static object Told(WrittenAuditLine written) => new
    {
        written.Number,
        written.Line.At,
        written.Line.Caller,
        written.Line.Role,
        Person = written.Line.OnBehalfOf,
        written.Line.Action,
        written.Line.Stream,
        written.Line.Entry,
        written.Line.Purpose,
        written.Line.Result,
    };
}
