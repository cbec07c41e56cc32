using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Removals;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub deletes</c>: decides of cases that may be gone, and brings back what has left.</summary>
internal static class DeletesCommand
{
    const int Most = 1000;

    public static Command Create(Toolbox toolbox, Terminal terminal) => new("deletes", "Decides of cases that may be gone (held deletes), and brings back cases that have left.")
    {
        List(toolbox, terminal),
        Show(toolbox, terminal),
        Approve(toolbox, terminal),
        Reject(toolbox, terminal),
        Removed(toolbox, terminal),
        Restore(toolbox, terminal),
    };

    static TaughtCommand List(Toolbox toolbox, Terminal terminal)
    {
        var all = new Option<bool>("--all") { Description = "Also those that wait for no decision any more." };
        var (hub, format) = (CommonOptions.Hub(), Format());
        var command = new TaughtCommand("list", "Shows what complete reads would have removed and was more than the guard lets go.",
            """
            Exit codes: 0 nothing waits for a decision; 1 something does; 2 the hub cannot start.

            Examples:
              ihub deletes list
              ihub deletes list --all --format json
            """)
        {
            all, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var held = await session.Hub.Removals.GetHeldAsync(stream: null, waitingOnly: !parsed.GetValue(all), Most, cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json) WriteJson(new { HeldDeletes = held.Select(Told) }, terminal);
            else if (held.Count == 0) terminal.Line("Nothing waits for a decision.", Styles.Good);
            else WriteTable(session, held, terminal);
            return held.Any(h => h.State == HeldDeleteState.Waiting) ? ExitCodes.Findings : ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Show(Toolbox toolbox, Terminal terminal)
    {
        var (id, hub, format) = (HeldId(), CommonOptions.Hub(), Format());
        var command = new TaughtCommand("show", "Shows one held delete with the cases that would go, by their numbers.",
            """
            Examples:
              ihub deletes show 7
            """)
        {
            id, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            if (await session.Hub.Removals.GetHeldAsync(parsed.GetValue(id), Most, cancellationToken) is not { } found) return None(parsed.GetValue(id), terminal);

            if (parsed.GetValue(format) == CommonOptions.Json)
            {
                WriteJson(new { HeldDelete = Told(found.Held), found.Cases }, terminal);
                return ExitCodes.Good;
            }

            WriteTable(session, [found.Held], terminal);
            foreach (var one in found.Cases) terminal.Line($"{one.Key}{(one.Number is { } number && number != one.Key ? $"  {number}" : "")}  last read {OperatorSession.Time(session, one.LastReadAt)}");
            if (found.Held.State == HeldDeleteState.Waiting && found.Held.Left > found.Cases.Count) terminal.Line($"… and {OperatorSession.Number(found.Held.Left - found.Cases.Count)} more", Styles.Quiet);
            if (found.Held.Decision is { } decision) terminal.Line($"{Words.Spaced(found.Held.State)} by {decision.By} at {OperatorSession.Time(session, decision.At)}{(decision.Reason is { } why ? $": {why}" : "")}");
            return ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Approve(Toolbox toolbox, Terminal terminal)
    {
        var reason = new Option<string?>("--reason") { Description = "Why; it stands in the audit. No personal numbers.", HelpName = "TEXT" };
        return Decide("approve", "Removes the cases of a held delete that have not been read again since.",
            """
            They can be brought back for 90 days: ihub deletes removed, ihub deletes restore.

            Examples:
              ihub deletes approve 7 --reason "the vendor has moved its archive, ticket 4711"
            """,
            reason, toolbox, terminal, (removals, id, why, cancellationToken) => removals.ApproveAsync(OperatorSession.Caller, id, why, cancellationToken));
    }

    static TaughtCommand Reject(Toolbox toolbox, Terminal terminal)
    {
        var reason = new Option<string?>("--reason") { Description = "Why; it stands in the audit. No personal numbers.", Required = true, HelpName = "TEXT" };
        return Decide("reject", "Keeps the cases of a held delete.",
            """
            For 30 days no complete read removes them or asks about them again, unless the source sends them again before.

            Examples:
              ihub deletes reject 7 --reason "the vendor's export was cut; it is being mended"
            """,
            reason, toolbox, terminal, (removals, id, why, cancellationToken) => removals.RejectAsync(OperatorSession.Caller, id, why!, cancellationToken));
    }

    static TaughtCommand Removed(Toolbox toolbox, Terminal terminal)
    {
        var stream = new Option<string?>("--stream") { Description = "Only this stream's.", HelpName = "STREAM" };
        var (hub, format) = (CommonOptions.Hub(), Format());
        var command = new TaughtCommand("removed", "Shows the cases that left in the last 90 days and can be brought back, the latest first.",
            $"""
            At most {Most} are shown.

            Examples:
              ihub deletes removed
              ihub deletes removed --stream byggr-permits --format json
            """)
        {
            stream, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            StreamName? name = null;
            if (parsed.GetValue(stream) is { } given && (name = OperatorSession.Find(session, given, terminal)) is null) return ExitCodes.Usage;

            var removed = await session.Hub.Removals.GetRemovedAsync(name, Most, cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json)
                WriteJson(new { Removed = removed.Select(r => new { Stream = r.Stream.Value, r.Key, r.Number, r.Reason, r.MergedInto, r.RemovedAt, r.Run, r.RestorableUntil }) }, terminal);
            else if (removed.Count == 0) terminal.Line("Nothing has left that could be brought back.");
            foreach (var one in parsed.GetValue(format) == CommonOptions.Json ? [] : removed)
                terminal.Line($"{one.Stream}  {one.Key}{(one.Number is { } number && number != one.Key ? $"  {number}" : "")}  {Words.Spaced(one.Reason)}{(one.MergedInto is { } into ? $" into {into}" : "")} {OperatorSession.Time(session, one.RemovedAt)}{(one.Run is { } run ? $", run {run}" : "")}");
            return ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Restore(Toolbox toolbox, Terminal terminal)
    {
        var stream = new Argument<string>("stream") { Description = "The stream's name.", HelpName = "STREAM" };
        var key = new Option<string?>("--key") { Description = "The system's key of one case.", HelpName = "KEY" };
        var run = new Option<long?>("--run") { Description = "All that this run removed.", HelpName = "NUMBER" };
        var hub = CommonOptions.Hub();
        var command = new TaughtCommand("restore", "Brings cases back as they left: one, or all that a run removed.",
            """
            For 30 days no complete read removes them, unless the source sends them again before. What the source announced to be destroyed cannot come back.

            Exit codes: 0 something came back; 1 nothing did; 2 the command line is wrong or the hub cannot start.

            Examples:
              ihub deletes restore byggr-permits --run 1742
              ihub deletes restore byggr-permits --key "BYGG 2026-000123"
            """)
        {
            stream, key, run, hub,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            RestoreChoice? which = (parsed.GetValue(key), parsed.GetValue(run)) switch
            {
                ({ } one, null) => new RestoreChoice.Case(one),
                (null, { } number) => new RestoreChoice.OfRun(number),
                _ => null,
            };
            if (which is null) return Task.FromResult(OperatorSession.Wrong("give either --key or --run", terminal));

            return OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
            {
                if (OperatorSession.Find(session, parsed.GetValue(stream)!, terminal) is not { } name) return ExitCodes.Usage;

                var restored = await session.Hub.Removals.RestoreAsync(OperatorSession.Caller, name, which, cancellationToken);
                if (restored == 0) terminal.Line("Nothing came back: no such case has left this stream in the last 90 days, or its contents were destroyed.", Styles.Warning);
                else terminal.Line($"{OperatorSession.Number(restored)} {(restored == 1 ? "case" : "cases")} came back.", Styles.Good);
                return restored == 0 ? ExitCodes.Findings : ExitCodes.Good;
            }, cancellationToken);
        });
        return command;
    }

    static TaughtCommand Decide(
        string verb, string summary, string lesson, Option<string?> reason, Toolbox toolbox, Terminal terminal, Func<IRemovals, long, string?, CancellationToken, Task<DecisionOutcome>> decide)
    {
        var (id, hub) = (HeldId(), CommonOptions.Hub());
        var command = new TaughtCommand(verb, summary, lesson)
        {
            id, reason, hub,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
            await decide(session.Hub.Removals, parsed.GetValue(id), parsed.GetValue(reason), cancellationToken) switch
            {
                DecisionOutcome.Done done => Say($"{Words.Spaced(done.Held.State)}: {OperatorSession.Number(done.Cases)} cases of {done.Held.Stream} {(done.Held.State == HeldDeleteState.Approved ? "were removed" : "stay")}.", terminal),
                DecisionOutcome.NotWaiting not => Not($"held delete {parsed.GetValue(id)} is {Words.Spaced(not.Held.State)}; nothing was done. ihub deletes list shows what waits", terminal),
                DecisionOutcome.StreamRuns runs => Not($"{runs.Held.Stream} is being run; try again when the run has ended. Nothing was done", terminal),
                _ => None(parsed.GetValue(id), terminal),
            }, cancellationToken));
        return command;
    }

    static Argument<long> HeldId() => new("number") { Description = "The held delete's number, from ihub deletes list.", HelpName = "NUMBER" };

    static Option<string> Format() => CommonOptions.ObjectFormat();

    static void WriteTable(HubSession session, IReadOnlyList<HeldDelete> held, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Number", "Stream", "Would go", "Of", "State", "Held", "Decide before"]) table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var one in held)
        {
            table.AddRow(
                OperatorSession.Number(one.Id), Markup.Escape(one.Stream.Value), OperatorSession.Number(one.Left), OperatorSession.Number(one.Live), Words.Spaced(one.State),
                OperatorSession.Time(session, one.HeldAt), OperatorSession.Time(session, one.ExpiresAt));
        }

        terminal.Write(table);
    }

    static object Told(HeldDelete held) => new
    {
        held.Id,
        Stream = held.Stream.Value,
        Source = held.Source.Value,
        held.Run,
        held.ReadStartedAt,
        held.HeldAt,
        held.ExpiresAt,
        held.Live,
        held.Cases,
        held.Left,
        held.State,
        held.Decision,
    };

    static void WriteJson(object told, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(told, OperatorSession.Json));

    static int Say(string text, Terminal terminal)
    {
        terminal.Line(text, Styles.Good);
        return ExitCodes.Good;
    }

    static int Not(string why, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {why}");
        return ExitCodes.Findings;
    }

    static int None(long id, Terminal terminal) => OperatorSession.Wrong($"there is no held delete {id}; ihub deletes list --all shows those there are", terminal);
}
