using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub alerts</c>: what the hub tells of by itself, and a test of whether it reaches anybody.</summary>
internal static class AlertsCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal) => new("alerts", "Shows what the hub tells of by itself, and tests whether it reaches anybody.")
    {
        List(toolbox, terminal),
        Test(toolbox, terminal),
    };

    static TaughtCommand List(Toolbox toolbox, Terminal terminal)
    {
        var (hub, format) = (CommonOptions.Hub(), CommonOptions.ObjectFormat("they are"));
        var command = new TaughtCommand("list", "Shows what fires, since when, and when somebody was told.",
            """
            It tells what the running hub has found: this command looks at no stream itself.

            Exit codes: 0 nothing fires; 1 something does; 2 the command line is wrong or the hub cannot start.

            Examples:
              ihub alerts list
              ihub alerts list --format json
            """)
        {
            hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var book = await session.Hub.Alerts.GetAsync(cancellationToken);
            var firing = book.Alerts.Where(alert => alert.FiredAt is not null).OrderBy(alert => alert.Since).ToList();
            if (parsed.GetValue(format) == CommonOptions.Json)
                terminal.Output.WriteLine(JsonSerializer.Serialize(new { book.LookedAt, Alerts = firing.Select(Told), Waiting = book.Messages.Count(message => message.DueAt is not null), book.Closed }, OperatorSession.Json));
            else
                WriteTable(session, firing, book, terminal);
            return firing.Count > 0 ? ExitCodes.Findings : ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Test(Toolbox toolbox, Terminal terminal)
    {
        var hub = CommonOptions.Hub();
        var command = new TaughtCommand("test", "Sends a test on every channel now, and tells what came of each.",
            """
            Who asked is in the audit.

            Exit codes: 0 every channel took it; 1 one did not; 2 the command line is wrong, hub.yaml names no channel, or the hub cannot start.

            Examples:
              ihub alerts test
            """)
        {
            hub,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            if (session.Hub.Alerts.Settings is not { Channels.Count: > 0 })
                return OperatorSession.Wrong($"{session.File.File} names no channel: write 'webhook' or 'mail' under 'alerts' (docs/alerts.md)", terminal);

            var sent = await session.Hub.Alerts.TestAsync(OperatorSession.Caller, cancellationToken);
            foreach (var message in sent) terminal.Line(message.SentAt is not null ? $"{message.Channel}: taken ({message.Id})" : $"{message.Channel}: not taken: {message.Fault}", message.SentAt is not null ? Styles.Good : Styles.Error);
            return sent.All(message => message.SentAt is not null) ? ExitCodes.Good : ExitCodes.Findings;
        }, cancellationToken));
        return command;
    }

    static object Told(AlertState alert) => new { Rule = EnumNames.Of(alert.Rule), alert.Stream, alert.Source, alert.Count, alert.Since, alert.FiredAt, alert.WellSince, alert.ToldAt };

    static void WriteTable(HubSession session, List<AlertState> firing, AlertBook book, Terminal terminal)
    {
        foreach (var (channel, why) in book.Closed) terminal.Line($"{channel} is closed: {why}", Styles.Error);
        if (book.LookedAt is not { } looked)
        {
            terminal.Line("No hub has looked for alerts yet: they are looked for while a hub with 'alerts' in hub.yaml runs.", Styles.Quiet);
            return;
        }

        if (firing.Count == 0)
        {
            terminal.Line($"Nothing fires. Looked at {OperatorSession.Time(session, looked)}.", Styles.Good);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Stream", "Rule", "Count", "Since", "Told"]) table.AddColumn(column);
        foreach (var alert in firing)
        {
            table.AddRow(
                Markup.Escape(alert.Stream), EnumNames.Of(alert.Rule), OperatorSession.Number(alert.Count), OperatorSession.Time(session, alert.Since),
                alert.ToldAt is { } told ? OperatorSession.Time(session, told) : "not yet");
        }

        terminal.Write(table);
        terminal.Line($"Looked at {OperatorSession.Time(session, looked)}.", Styles.Quiet);
    }
}
