using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.History;
using IntegrationHub.Operation;
using IntegrationHub.Sync;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub runs</c>: what ran, how it ended, and how it went.</summary>
internal static class RunsCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal) => new("runs", "Shows what ran, how it ended, and how it went.")
    {
        List(toolbox, terminal),
        Show(toolbox, terminal),
    };

    static TaughtCommand List(Toolbox toolbox, Terminal terminal)
    {
        var stream = new Option<string?>("--stream") { Description = "Only this stream's.", HelpName = "STREAM" };
        var outcome = Choice<RunOutcome>("--outcome", "Only those that ended so.");
        var trigger = Choice<RunTrigger>("--trigger", "Only those that were started so.");
        var code = new Option<string?>("--code") { Description = "Only those that a fault of this code ended.", HelpName = "IHnnnn" };
        var from = new Option<string?>("--from") { Description = "Only those that began then or later, with an offset.", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "Only those that began before then, with an offset.", HelpName = "TIME" };
        var before = new Option<long?>("--before") { Description = "Goes on behind this run.", HelpName = "NUMBER" };
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 20, HelpName = "N" };
        var (hub, format) = (CommonOptions.Hub(), CommonOptions.ObjectFormat("runs are"));
        var command = new TaughtCommand("list", "Lists runs, newest first.",
            """
            Runs are kept for 400 days.

            Examples:
              ihub runs list --stream byggr-permits
              ihub runs list --outcome failed --from 2026-03-01T00:00:00+01:00
            """)
        {
            stream, outcome, trigger, code, from, until, before, limit, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            StreamName? of = null;
            if (parsed.GetValue(stream) is { } name && (of = OperatorSession.Find(session, name, terminal)) is null) return ExitCodes.Usage;
            if (Moment(parsed.GetValue(from), out var begin) is { } wrong || (wrong = Moment(parsed.GetValue(until), out _)!) is not null) return OperatorSession.Wrong(wrong, terminal);

            Moment(parsed.GetValue(until), out var end);
            var runs = await session.Hub.History.ListAsync(new RunQuery
            {
                Stream = of,
                Outcome = Value<RunOutcome>(parsed.GetValue(outcome)),
                Trigger = Value<RunTrigger>(parsed.GetValue(trigger)),
                Code = parsed.GetValue(code),
                From = begin,
                Until = end,
                Before = parsed.GetValue(before),
                Limit = Math.Clamp(parsed.GetValue(limit), 1, 500),
            }, cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Runs = runs.Select(Told) }, OperatorSession.Json));
            else WriteTable(session, runs, terminal);
            return ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Show(Toolbox toolbox, Terminal terminal)
    {
        var run = new Argument<long>("run") { Description = "The run's number.", HelpName = "NUMBER" };
        var (hub, format) = (CommonOptions.Hub(), CommonOptions.ObjectFormat("the run is"));
        var command = new TaughtCommand("show", "Shows one run with its course: requests, retries, waits, pages and checkpoints.",
            """
            Of a long run the first and the last steps are kept, and what those in between come to; for 7 days when it succeeded, else for 30. Of a request method, host and status are told, never its path.

            Examples:
              ihub runs show 1742
            """)
        {
            run, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var number = parsed.GetValue(run);
            if (await session.Hub.GetRunAsync(number, cancellationToken) is not { } found) return OperatorSession.Wrong($"there is no run {number}; ihub runs list shows their numbers", terminal);

            var course = await session.Hub.History.GetCourseAsync(number, cancellationToken) ?? RunCourse.Empty;
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Run = Told(found), Course = course }, OperatorSession.Json));
            else Write(session, found, course, terminal);
            return ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static Option<string?> Choice<T>(string name, string description) where T : struct, Enum
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong([.. Enum.GetValues<T>().Select(value => EnumNames.Of(value))]);
        return option;
    }

    static T? Value<T>(string? word) where T : struct, Enum => word is null ? null : Enum.GetValues<T>().First(value => EnumNames.Of(value) == word);

    internal static string? Moment(string? written, out DateTimeOffset? moment)
    {
        moment = null;
        if (written is null) return null;
        if (!MomentText.TryParse(written, out var parsed, out var wrong)) return wrong;

        moment = parsed;
        return null;
    }

    static void WriteTable(HubSession session, IReadOnlyList<RunRecord> runs, Terminal terminal)
    {
        if (runs.Count == 0)
        {
            terminal.Line("There is no such run.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Run", "Began", "Stream", "Started by", "Took", "Outcome", "Read", "Written", "Quarantined", "Fault"]) table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var run in runs)
        {
            table.AddRow(
                $"{run.Id}",
                OperatorSession.Time(session, run.StartedAt),
                Markup.Escape(run.Stream.Value),
                Words.Spaced(run.Trigger),
                run.EndedAt is { } ended ? Span(ended - run.StartedAt) : "–",
                Words.Spaced(run.Outcome),
                OperatorSession.Number(run.Counters.Read),
                OperatorSession.Number(run.Counters.Written),
                OperatorSession.Number(run.Counters.Quarantined),
                run.Fault?.Code ?? "");
        }

        terminal.Write(table);
    }

    static void Write(HubSession session, RunRecord run, RunCourse course, Terminal terminal)
    {
        var c = run.Counters;
        terminal.Write($"Run {run.Id} of {run.Stream}: ").Write(Words.Spaced(run.Outcome), run.Outcome == RunOutcome.Succeeded ? Styles.Good : Styles.Warning)
            .Line($", {Words.Spaced(run.Kind)}, started by {Words.Spaced(run.Trigger)} at {OperatorSession.Time(session, run.StartedAt)}{(run.EndedAt is { } ended ? $", took {Span(ended - run.StartedAt)}" : "")}");
        terminal.Line($"{OperatorSession.Number(c.Read)} read = {OperatorSession.Number(c.Written)} written + {OperatorSession.Number(c.Unchanged)} unchanged + {OperatorSession.Number(c.Skipped)} skipped + {OperatorSession.Number(c.Quarantined)} quarantined; {OperatorSession.Number(c.Tombstoned)} removed");
        terminal.Line($"{OperatorSession.Number(run.Progress.Pages)} pages, {OperatorSession.Number(run.Progress.Requests)} requests, {OperatorSession.Number(run.Progress.Retries)} of them again, {OperatorSession.Number(run.Commits)} commits");
        if (run.Fault is { } fault) terminal.Line($"{fault.Code}: {fault.Message} (ihub explain {fault.Code})", Styles.Error);
        if (run.Verdict is { } verdict) terminal.Line(verdict);
        foreach (var step in course.First) terminal.Line(InWords(session, step));
        if (course.Between is { } gap)
            terminal.Line($"  … {OperatorSession.Number(gap.Steps)} steps: {OperatorSession.Number(gap.Pages)} pages, {OperatorSession.Number(gap.Requests)} requests ({OperatorSession.Number(gap.Faults)} met a fault), {OperatorSession.Number(gap.Retries)} retries, {Span(gap.Waited)} waited, {OperatorSession.Number(gap.Checkpoints)} checkpoints with {OperatorSession.Number(gap.Records)} records");
        foreach (var step in course.Last) terminal.Line(InWords(session, step));
    }

    static string InWords(HubSession session, CourseStep step)
    {
        var at = $"  +{step.At.TotalSeconds,8:0.000} s  ";
        return at + step.Kind switch
        {
            CourseKind.Request => $"{step.Method} {step.Origin}: {(step.Status is { } status ? $"{status}" : "no answer")}{(step.Code is { } code ? $", {code}" : "")}, {Span(step.Took ?? TimeSpan.Zero)}",
            CourseKind.Retry => $"again after {Span(step.Took ?? TimeSpan.Zero)}, because of {step.Code}",
            CourseKind.Wait => $"waits {Span(step.Took ?? TimeSpan.Zero)} for the rate budget",
            CourseKind.Page => $"page of {OperatorSession.Number(step.Records ?? 0)} records, {Span(step.Took ?? TimeSpan.Zero)}",
            _ => $"checkpoint: {OperatorSession.Number(step.Records ?? 0)} records stored{(step.Watermark is { } watermark ? $", everything changed until {OperatorSession.Time(session, watermark)}" : "")}",
        };
    }

    static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => $"{span.TotalMilliseconds:0} ms",
        { TotalMinutes: < 1 } => $"{span.TotalSeconds:0.0} s",
        { TotalHours: < 1 } => $"{span.TotalMinutes:0} min",
        _ => $"{span.TotalHours:0.0} h",
    };

    internal static object Told(RunRecord run) => new
    {
        run.Id,
        Stream = run.Stream.Value,
        run.Trigger,
        run.Kind,
        run.StartedAt,
        run.EndedAt,
        run.Outcome,
        run.Counters,
        run.Progress,
        run.Commits,
        run.Fault,
        run.Verdict,
    };
}
