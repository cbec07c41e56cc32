using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Disclosure;
using IntegrationHub.Notifications;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub notifications</c>: vendors' notifications that wait, and what is to be done with those that could not be read (dead letters).</summary>
internal static class NotificationsCommand
{
    const int Most = 1000;

    public static Command Create(Toolbox toolbox, Terminal terminal) => new("notifications", "Shows vendors' notifications that could not be read (dead letters), and tries them again or throws them away.")
    {
        List(toolbox, terminal),
        Change("replay", "Lets dead letters be tried again.",
            """
            They are read by the hub that takes notifications in, or by the stream's next run, whichever comes first. Who asked is in the audit.

            Exit codes: 0 done; 1 there was none; 2 the command line is wrong or the hub cannot start.

            Examples:
              ihub notifications replay fault-reports             all of the stream
              ihub notifications replay fault-reports --id 7r3k…  one
            """,
            toolbox, terminal, notifications => notifications.ReplayAsync, "is tried again.", "are tried again."),
        Change("discard", "Throws dead letters away; their cases are still read by the stream's runs.",
            """
            Who asked is in the audit.

            Exit codes: 0 done; 1 there was none; 2 the command line is wrong or the hub cannot start.

            Examples:
              ihub notifications discard fault-reports --id 7r3k…
            """,
            toolbox, terminal, notifications => notifications.DiscardAsync, "was thrown away.", "were thrown away."),
    };

    static TaughtCommand List(Toolbox toolbox, Terminal terminal)
    {
        var stream = new Option<string?>("--stream") { Description = "Only this stream's.", HelpName = "NAME" };
        var waiting = new Option<bool>("--waiting") { Description = "Those that wait to be read, instead of dead letters." };
        var limit = new Option<int>("--limit") { Description = $"How many at most, 1 to {Most}.", DefaultValueFactory = _ => 100, HelpName = "N" };
        limit.Validators.Add(given =>
        {
            if (given.Tokens is [var written] && int.TryParse(written.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number is < 1 or > Most) given.AddError($"--limit takes a number from 1 to {Most}.");
        });
        var (hub, format) = (CommonOptions.Hub(), CommonOptions.ObjectFormat("they are"));
        var command = new TaughtCommand("list", "Shows notifications whose case could not be read again and again, newest first.",
            """
            Exit codes: 0 there is no dead letter; 1 there is one; 2 the command line is wrong or the hub cannot start. With --waiting: 0.

            Examples:
              ihub notifications list
              ihub notifications list --stream fault-reports --format json
            """)
        {
            stream, waiting, limit, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            StreamName? only = null;
            if (parsed.GetValue(stream) is { } written && (only = OperatorSession.Find(session, written, terminal)) is null) return ExitCodes.Usage;

            var dead = !parsed.GetValue(waiting);
            // One more than is shown tells whether there is more.
            var found = await session.Hub.Notifications.ListAsync(only, dead, parsed.GetValue(limit) + 1, cancellationToken);
            var (shown, more) = (found.Take(parsed.GetValue(limit)).ToList(), found.Count > parsed.GetValue(limit));
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Notifications = shown.Select(Told), More = more }, OperatorSession.Json));
            else WriteTable(session, shown, dead, more, terminal);
            return dead && shown.Count > 0 ? ExitCodes.Findings : ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Change(
        string verb, string summary, string lesson, Toolbox toolbox, Terminal terminal,
        Func<INotifications, Func<Caller, StreamName, string?, CancellationToken, Task<int>>> change, string one, string several)
    {
        var stream = new Argument<string>("stream") { Description = "The stream's name.", HelpName = "STREAM" };
        var id = new Option<string?>("--id") { Description = "Only the one with this id; all of the stream unless given.", HelpName = "ID" };
        var hub = CommonOptions.Hub();
        var command = new TaughtCommand(verb, summary, lesson) { stream, id, hub };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            if (OperatorSession.Find(session, parsed.GetValue(stream)!, terminal) is not { } name) return ExitCodes.Usage;

            var count = await change(session.Hub.Notifications)(OperatorSession.Caller, name, parsed.GetValue(id), cancellationToken);
            if (count > 0)
            {
                terminal.Line($"{OperatorSession.Number(count)} of {name} {(count == 1 ? one : several)}", Styles.Good);
                return ExitCodes.Good;
            }

            terminal.Line(parsed.GetValue(id) is { } given ? $"{name} has no dead letter {given}: ihub notifications list shows those there are." : $"{name} has no dead letters.", Styles.Warning);
            return ExitCodes.Findings;
        }, cancellationToken));
        return command;
    }

    static void WriteTable(HubSession session, List<StoredNotification> found, bool dead, bool more, Terminal terminal)
    {
        if (found.Count == 0)
        {
            terminal.Line(dead ? "There are no dead letters." : "No notification waits.", Styles.Good);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Id", "Stream", "Case", "Came", "Tries", "What was wrong"]) table.AddColumn(column);
        foreach (var one in found)
        {
            table.AddRow(
                Markup.Escape(one.Id), Markup.Escape(one.Stream.Value), Markup.Escape(one.Key), OperatorSession.Time(session, one.ReceivedAt), OperatorSession.Number(one.Attempts),
                Markup.Escape(one.Fault is { } fault ? $"{fault.Code}: {fault.Message}" : "–"));
        }

        terminal.Write(table);
        if (more) terminal.Line("There are more: give a higher --limit.", Styles.Quiet);
        if (dead) terminal.Line("ihub notifications replay STREAM tries them again, discard throws them away.", Styles.Quiet);
    }

    static object Told(StoredNotification one) => new
    {
        one.Id,
        Stream = one.Stream.Value,
        one.Key,
        one.ReceivedAt,
        one.DueAt,
        one.DeadAt,
        one.Attempts,
        one.Fault?.Code,
        one.Fault?.Message,
    };
}
