using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Idempotency;
using IntegrationHub.WriteBack;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub outbox</c>: commands to vendors' systems: how many stand where, which wait for a person, and what was decided of them. Nothing that they say is ever shown.</summary>
internal static class OutboxCommand
{
    const int Most = 1000;

    public static Command Create(Toolbox toolbox, Terminal terminal) => new("outbox", "Shows commands on their way to vendors' systems and those that wait for a person, and sends them again, takes them back or settles them.")
    {
        Counts(toolbox, terminal),
        List(toolbox, terminal),
        Show(toolbox, terminal),
        Decide("resend", "Sends a command once more; of one that may have been carried out, because you looked at the vendor's system and it is not there.", needsReason: false, needsSeen: true,
            (seen, why) => new WriteDecision.Resend(seen) { Why = why }, "is sent again by the hub that serves this index.", toolbox, terminal),
        Decide("withdraw", "Takes a command back: it is not sent any more, and what comes after it for its case goes on.", needsReason: true, needsSeen: false,
            (_, why) => new WriteDecision.Withdraw { Why = why }, "is not sent any more.", toolbox, terminal),
        Decide("settle", "Says that you looked at the vendor's system, and it has what the command asked for.", needsReason: true, needsSeen: true,
            (seen, why) => new WriteDecision.Done(seen) { Why = why }, "counts as accepted; its case is read again by its stream's next run.", toolbox, terminal),
    };

    static TaughtCommand Counts(Toolbox toolbox, Terminal terminal)
    {
        var (hub, format) = Common();
        var command = new TaughtCommand("counts", "Shows how many commands stand where, by stream.",
            """
            Exit codes: 0 none waits for a person; 1 one does; 2 the command line is wrong or the hub cannot start.

            Examples:
              ihub outbox counts
              ihub outbox counts --format json
            """)
        {
            hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var queues = (await session.Hub.WriteBacks.CountAsync(cancellationToken)).OrderBy(queue => queue.Key.Stream.Value, StringComparer.Ordinal).ToList();
            if (parsed.GetValue(format) == CommonOptions.Json)
                terminal.Output.WriteLine(JsonSerializer.Serialize(new { Streams = queues.Select(queue => Told(queue.Key, queue.Value)) }, OperatorSession.Json));
            else WriteCounts(session, queues, terminal);
            return queues.Exists(queue => queue.Value.Dead > 0) ? ExitCodes.Findings : ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand List(Toolbox toolbox, Terminal terminal)
    {
        var stream = new Option<string?>("--stream") { Description = "Only this stream's.", HelpName = "NAME" };
        var waiting = new Option<bool>("--waiting") { Description = "Those that are on their way, instead of those that wait for a person." };
        var limit = new Option<int>("--limit") { Description = $"How many at most, 1 to {Most}.", DefaultValueFactory = _ => 100, HelpName = "N" };
        limit.Validators.Add(given =>
        {
            if (given.Tokens is [var written] && int.TryParse(written.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number is < 1 or > Most) given.AddError($"--limit takes a number from 1 to {Most}.");
        });
        var (hub, format) = Common();
        var command = new TaughtCommand("list", "Shows commands that wait for a person, oldest first: dead letters, and those of which nobody knows whether they were carried out.",
            """
            What a command says, and whose case it is about, is not shown here: who sees the case sees its commands.

            Exit codes: 0 none waits for a person; 1 one does; 2 the command line is wrong or the hub cannot start. With --waiting: 0.

            Examples:
              ihub outbox list
              ihub outbox list --stream building-permits --waiting --format json
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
            var found = await session.Hub.WriteBacks.ListAsync(only, dead, parsed.GetValue(limit) + 1, cancellationToken);
            var (shown, more) = (found.Take(parsed.GetValue(limit)).ToList(), found.Count > parsed.GetValue(limit));
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Commands = shown.Select(Told), More = more }, OperatorSession.Json));
            else WriteList(session, shown, dead, more, terminal);
            return dead && shown.Count > 0 ? ExitCodes.Findings : ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Show(Toolbox toolbox, Terminal terminal)
    {
        var id = IdOf();
        var (hub, format) = Common();
        var command = new TaughtCommand("show", "Shows where one command stands, why, and what is to be done.",
            """
            Exit codes: 0 shown; 1 there is none such; 2 the command line is wrong or the hub cannot start.

            Examples:
              ihub outbox show 7r3k…
            """)
        {
            id, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var given = parsed.GetValue(id)!;
            if (!WriteCommandId.TryParse(given, null, out var one) || await session.Hub.WriteBacks.FindAsync(one, cancellationToken) is not { } item) return Missing(given, terminal);

            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(Told(item), OperatorSession.Json));
            else WriteOne(session, item, terminal);
            return ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Decide(string verb, string summary, bool needsReason, bool needsSeen, Func<long, string?, WriteDecision> decide, string done, Toolbox toolbox, Terminal terminal)
    {
        var id = IdOf();
        var reason = new Option<string?>("--reason") { Description = "Why; it stands in the audit. 3 to 200 characters, without personal numbers.", Required = needsReason, HelpName = "TEXT" };
        var seen = new Option<long>("--seen") { Description = "The command's version that you saw, as show tells it. When it has changed since, nothing is done: what you looked for may have left after you looked.", Required = true, HelpName = "N" };
        var hub = CommonOptions.Hub();
        var command = new TaughtCommand(verb, summary,
            $"""
            Who decided, and why, is in the audit first. What each decision does to a command stands in docs/write-back.md.

            Exit codes: 0 done; 1 there is none such, or this cannot be decided of it where it stands, or it has changed since; 2 the command line is wrong or the hub cannot start.

            Examples:
              ihub outbox {verb} 7r3k… {(needsSeen ? "--seen 4 " : "")}--reason "looked in the vendor's system"
            """)
        {
            id, reason, hub,
        };
        if (needsSeen) command.Options.Add(seen);
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var given = parsed.GetValue(id)!;
            if (!WriteCommandId.TryParse(given, null, out var one)) return Missing(given, terminal);

            try
            {
                switch (await session.Hub.WriteBacks.DecideAsync(OperatorSession.Caller, one, decide(needsSeen ? parsed.GetValue(seen) : 0, parsed.GetValue(reason)), cancellationToken))
                {
                    case WriteOutcome<WriteAsked>.Written:
                        terminal.Line($"{given} {done}", Styles.Good);
                        return ExitCodes.Good;
                    case WriteOutcome<WriteAsked>.Changed changed:
                        terminal.Line($"{given} has changed since, and nothing was done: it stands in version {changed.Version}. ihub outbox show {given} tells where it stands; look at the vendor's system again.", Styles.Warning);
                        return ExitCodes.Findings;
                    case WriteNotNow now:
                        terminal.Line($"{given} is {EnumNames.Of(now.State)}, and {verb} cannot be decided of it: ihub outbox show {given} tells what can.", Styles.Warning);
                        return ExitCodes.Findings;
                    default:
                        return Missing(given, terminal);
                }
            }
            catch (WriteInvalidException invalid)
            {
                return OperatorSession.Wrong(invalid.Message, terminal);
            }
        }, cancellationToken));
        return command;
    }

    static Argument<string> IdOf() => new("id") { Description = "The command's id, as list shows it.", HelpName = "ID" };

    static (Option<string> Hub, Option<string> Format) Common() => (CommonOptions.Hub(), CommonOptions.ObjectFormat());

    static int Missing(string id, Terminal terminal)
    {
        terminal.Line($"There is no command {id}: ihub outbox list shows those that wait for a person, with --waiting those on their way.", Styles.Warning);
        return ExitCodes.Findings;
    }

    static void WriteCounts(HubSession session, List<KeyValuePair<StreamKey, OutboxQueue>> queues, Terminal terminal)
    {
        if (queues.Count == 0)
        {
            terminal.Line("The outbox is empty.", Styles.Good);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Stream", "For a person", "Queued", "Sending", "Unknown", "Wrong setting", "Oldest on its way"]) table.AddColumn(column);
        foreach (var (stream, queue) in queues)
        {
            table.AddRow(
                Markup.Escape(stream.Stream.Value), OperatorSession.Number(queue.Dead), OperatorSession.Number(queue.Queued), OperatorSession.Number(queue.Sending), OperatorSession.Number(queue.Unknown),
                OperatorSession.Number(queue.Misconfigured), queue.OldestAt is { } oldest ? OperatorSession.Time(session, oldest) : "–");
        }

        terminal.Write(table);
        if (queues.Exists(queue => queue.Value.Dead > 0)) terminal.Line("ihub outbox list shows those that wait for a person.", Styles.Quiet);
    }

    static void WriteList(HubSession session, List<OutboxItem> found, bool dead, bool more, Terminal terminal)
    {
        if (found.Count == 0)
        {
            terminal.Line(dead ? "No command waits for a person." : "No command is on its way.", Styles.Good);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Id", "Stream", "What", "State", "Asked for", "Tries", "What was wrong"]) table.AddColumn(column);
        foreach (var one in found)
        {
            table.AddRow(
                Markup.Escape(one.Id), Markup.Escape(one.Stream.Value), EnumNames.Of(one.Kind), StateOf(one), OperatorSession.Time(session, one.AskedAt), OperatorSession.Number(one.Attempts),
                Markup.Escape(one.Fault is { } fault ? $"{fault.Code}: {fault.Message}" : "–"));
        }

        terminal.Write(table);
        if (more) terminal.Line("There are more: give a higher --limit.", Styles.Quiet);
        if (dead) terminal.Line("ihub outbox show ID tells what is to be done, and the version to name; resend, withdraw and settle do it.", Styles.Quiet);
    }

    static void WriteOne(HubSession session, OutboxItem one, Terminal terminal)
    {
        terminal.Line($"{one.Id}: {EnumNames.Of(one.Kind)} to {one.Source}, of {one.Stream}; version {OperatorSession.Number(one.Version)}");
        terminal.Line($"  {StateOf(one)} since {OperatorSession.Time(session, one.ChangedAt)}, asked for {OperatorSession.Time(session, one.AskedAt)}; {OperatorSession.Number(one.Attempts)} {(one.Attempts == 1 ? "try" : "tries")} failed{(one.DueAt is { } due ? $", next try {OperatorSession.Time(session, due)}" : "")}");
        if (one.MayBeDone) terminal.Line("  It may have been carried out.", Styles.Warning);
        if (one.Fault is { } fault) terminal.Line($"  {fault.Code}: {fault.Message}");
        terminal.Line($"  {RemedyOf(one)}", Styles.Quiet);
    }

    static string StateOf(OutboxItem one) => one.Reason is { } reason ? $"{EnumNames.Of(one.State)}, {EnumNames.Of(reason)}" : EnumNames.Of(one.State);

    static string RemedyOf(OutboxItem one) => one switch
    {
        { State: WriteState.Unknown, Reason: not null } => "Look in the vendor's system. If it is there: settle. If it is not: resend, or withdraw when it is no longer wanted. What comes after it for the same case waits.",
        { State: WriteState.Dead } => "The vendor is known not to have it. Mend what was wrong, then resend; or withdraw.",
        { State: WriteState.Refused } => "The vendor said no. Who asked for it sees the vendor's words, and may write it anew.",
        { State: WriteState.Queued, Fault.Kind: Faults.FaultKind.Misconfigured } => "A setting is wrong: mend it, and it is sent within a quarter of an hour; or withdraw it.",
        { State: WriteState.Queued or WriteState.Sending or WriteState.Unknown } => "It goes on by itself.",
        _ => "Nothing is to be done.",
    };

    static object Told(StreamKey stream, OutboxQueue queue) => new
    {
        Stream = stream.Stream.Value,
        Source = stream.Source.Value,
        queue.Dead,
        queue.Queued,
        queue.Sending,
        queue.Unknown,
        queue.Misconfigured,
        queue.OldestAt,
        queue.DueAt,
    };

    static object Told(OutboxItem one) => new
    {
        one.Id,
        one.Version,
        Stream = one.Stream.Value,
        Source = one.Source.Value,
        one.Kind,
        one.State,
        one.Reason,
        one.AskedAt,
        one.ChangedAt,
        one.DueAt,
        one.Attempts,
        one.MayBeDone,
        one.Fault?.Code,
        one.Fault?.Message,
    };
}
