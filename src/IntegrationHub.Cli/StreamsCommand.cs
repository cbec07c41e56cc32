using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Sync;
using Spectre.Console;

namespace IntegrationHub.Cli;

/// <summary><c>ihub streams</c>: how the streams are, and what is to be done with one of them.</summary>
internal static class StreamsCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal) => new("streams", "Shows the streams, and pauses, resumes, backfills, rebuilds, maps again or resets one. To run one: ihub sync NAME.")
    {
        List(toolbox, terminal),
        Pause(toolbox, terminal),
        Resume(toolbox, terminal),
        Backfill(toolbox, terminal),
        Rebuild(toolbox, terminal),
        RemapCommand.Create(toolbox, terminal),
        DriftCommand.Create(toolbox, terminal),
        Reset(toolbox, terminal),
    };

    static TaughtCommand List(Toolbox toolbox, Terminal terminal)
    {
        var (hub, format) = (CommonOptions.Hub(), CommonOptions.ObjectFormat("the streams are"));
        var command = new TaughtCommand("list", "Shows how complete and fresh each stream is.",
            """
            A change of files that is wrong is refused, and told with file, line and column. A hub that is running goes on with the last good version of them and says
            so on its operations page; this command starts a hub of its own, which knows no earlier version: it tells what is refused and ends.

            Exit codes: 0 every stream is complete; 1 one is not; 2 the hub cannot start, because files are refused for instance.

            Examples:
              ihub streams list
              ihub streams list --format json
            """)
        {
            hub, format,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            var streams = await session.Hub.GetStreamsAsync(cancellationToken);
            if (parsed.GetValue(format) == CommonOptions.Json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Streams = streams.Select(Told), Refused = session.Hub.RefusedFiles?.Errors.Select(error => error.ToString()) }, OperatorSession.Json));
            else WriteTable(session, streams, terminal);
            return streams.All(s => s.Coverage.State == Lookup.CoverageState.Complete && s.Refused is null) ? ExitCodes.Good : ExitCodes.Findings;
        }, cancellationToken, refused => TellRefused(refused, parsed.GetValue(format) == CommonOptions.Json, terminal)));
        return command;
    }

    // On the error output stands where it is wrong; programs get the same as one object.
    static void TellRefused(IReadOnlyList<Diagnostic> refused, bool json, Terminal terminal)
    {
        var errors = refused.Where(d => d.Severity == Severity.Error).Select(d => d.ToString()).ToList();
        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { Streams = Array.Empty<object>(), Refused = errors }, OperatorSession.Json));
        else if (errors.Count > 0) terminal.Error.WriteLine("ihub: these files are refused. A hub that is running goes on with the last good version of them");
    }

    static TaughtCommand Pause(Toolbox toolbox, Terminal terminal) => OfOne("pause", "Pauses a stream: it is not run by schedule until it is resumed, also not after a restart.", toolbox, terminal,
        async (session, stream, cancellationToken) =>
        {
            await session.Hub.PauseAsync(OperatorSession.Caller, stream, cancellationToken);
            terminal.Line($"{stream} is paused. ihub streams resume {stream} ends it.", Styles.Good);
            return ExitCodes.Good;
        });

    static TaughtCommand Resume(Toolbox toolbox, Terminal terminal) => OfOne("resume", "Ends a stream's pause.", toolbox, terminal,
        async (session, stream, cancellationToken) =>
        {
            await session.Hub.ResumeAsync(OperatorSession.Caller, stream, cancellationToken);
            terminal.Line($"{stream} is run by its schedule again.", Styles.Good);
            return ExitCodes.Good;
        });

    static TaughtCommand Backfill(Toolbox toolbox, Terminal terminal)
    {
        var from = new Option<string>("--from") { Description = "The period's beginning, with an offset.", Required = true, HelpName = "TIME" };
        var until = new Option<string>("--until") { Description = "The period's end, with an offset.", Required = true, HelpName = "TIME" };
        var (stream, hub) = (OneStream(), CommonOptions.Hub());
        var command = new TaughtCommand("backfill", "Reads again what changed in a period.",
            """
            Where the live read goes on stays as it is, and nothing is removed because the period does not hold it. What is in the index already is not written again.
            A long period that does not end within limits.maxRunTime is stopped; what was read is kept: ask for the rest with a later beginning.

            Examples:
              ihub streams backfill byggr-permits --from 2026-03-01T00:00:00+01:00 --until 2026-03-08T00:00:00+01:00
            """)
        {
            stream, from, until, hub,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (!MomentText.TryParse(parsed.GetValue(from)!, out var begin, out var fault)) return Task.FromResult(OperatorSession.Wrong($"--from {fault}", terminal));
            if (!MomentText.TryParse(parsed.GetValue(until)!, out var end, out fault)) return Task.FromResult(OperatorSession.Wrong($"--until {fault}", terminal));

            return OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
                OperatorSession.Find(session, parsed.GetValue(stream)!, terminal) is { } name
                    ? Ended(await session.Hub.BackfillAsync(OperatorSession.Caller, name, begin, end, cancellationToken), name, terminal)
                    : ExitCodes.Usage, cancellationToken);
        });
        return command;
    }

    static TaughtCommand Rebuild(Toolbox toolbox, Terminal terminal) => OfOne("rebuild", "Reads everything of a stream anew, and lets it take the place of what is there in one commit.", toolbox, terminal,
        async (session, stream, cancellationToken) => Ended(await session.Hub.RebuildAsync(OperatorSession.Caller, stream, cancellationToken), stream, terminal),
        """
        For a new mapping that is to reach all cases at once, or when what is there is not to be trusted. Look-ups see all of the old until it is done, and all of the new after.
        If the read proves incomplete nothing changes. Cases that it does not hold leave, or wait for a decision when they are more than the guard lets go (ihub deletes list).
        Broken off (Ctrl-C, a fault, a kill) it goes on in the stream's next run, within twelve hours.

        Examples:
          ihub streams pause byggr-permits      before the new mapping is put in place
          ihub streams rebuild byggr-permits
          ihub streams resume byggr-permits
        """);

    static TaughtCommand Reset(Toolbox toolbox, Terminal terminal)
    {
        var confirm = new Option<string>("--confirm") { Description = "The stream's name once more.", Required = true, HelpName = "NAME" };
        var (stream, hub) = (OneStream(), CommonOptions.Hub());
        var command = new TaughtCommand("reset", "Lets a stream's next run begin from the beginning; nothing is removed.",
            """
            The position at the vendor and how far the stream has come are forgotten. Until the next run has read everything, answers call the source 'loading'.

            Examples:
              ihub streams reset byggr-permits --confirm byggr-permits
            """)
        {
            stream, confirm, hub,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            if (OperatorSession.Find(session, parsed.GetValue(stream)!, terminal) is not { } name) return ExitCodes.Usage;
            if (!await session.Hub.ResetAsync(OperatorSession.Caller, name, parsed.GetValue(confirm), cancellationToken)) return Busy(name, terminal);

            terminal.Line($"{name} begins from the beginning with its next run.", Styles.Good);
            return ExitCodes.Good;
        }, cancellationToken));
        return command;
    }

    static TaughtCommand OfOne(string verb, string summary, Toolbox toolbox, Terminal terminal, Func<HubSession, StreamName, CancellationToken, Task<int>> work, string? lesson = null)
    {
        var (stream, hub) = (OneStream(), CommonOptions.Hub());
        var command = new TaughtCommand(verb, summary, lesson ?? $"""
            Who asked is in the audit.

            Examples:
              ihub streams {verb} byggr-permits
            """)
        {
            stream, hub,
        };
        command.SetAction((parsed, cancellationToken) => OperatorSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
            OperatorSession.Find(session, parsed.GetValue(stream)!, terminal) is { } name ? await work(session, name, cancellationToken) : ExitCodes.Usage, cancellationToken));
        return command;
    }

    internal static Argument<string> OneStream() => new("stream") { Description = "The stream's name.", HelpName = "STREAM" };

    static int Ended(RunRecord? run, StreamName stream, Terminal terminal)
    {
        if (run is null) return Busy(stream, terminal);

        var c = run.Counters;
        terminal.Write($"{stream}: ").Write(Words.Spaced(run.Outcome), run.Outcome == RunOutcome.Succeeded ? Styles.Good : Styles.Error)
            .Line($", {OperatorSession.Number(c.Read)} read, {OperatorSession.Number(c.Written)} written, {OperatorSession.Number(c.Unchanged)} unchanged, {OperatorSession.Number(c.Skipped)} skipped, {OperatorSession.Number(c.Quarantined)} quarantined, {OperatorSession.Number(c.Tombstoned)} removed");
        if (run.Fault is { } fault) terminal.Line($"{fault.Code}: {fault.Message}");
        if (run.Verdict is { } verdict) terminal.Line(verdict);
        return run.Outcome == RunOutcome.Succeeded ? ExitCodes.Good : ExitCodes.Findings;
    }

    internal static int Busy(StreamName stream, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {stream} is being run; try again when the run has ended. A process that was killed keeps it for a minute or so");
        return ExitCodes.Findings;
    }

    static void WriteTable(HubSession session, IReadOnlyList<StreamOverview> streams, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (string[])["Stream", "State", "Last success", "Quarantined", "Deletes held", "Older mapping"]) table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var stream in streams)
        {
            table.AddRow(
                Markup.Escape(stream.Definition.Name.Value),
                Markup.Escape(Words.Spaced(stream.Coverage.State) + (stream.Pause is null ? "" : ", paused")),
                stream.State?.LastSuccessStartedAt is { } success ? OperatorSession.Time(session, success) : "–",
                OperatorSession.Number(stream.State?.Quarantined ?? 0),
                OperatorSession.Number(stream.State?.HeldDeletes ?? 0),
                RemapCommand.InShort(stream.Remapping));
        }

        terminal.Write(table);
        foreach (var stream in streams)
            foreach (var error in stream.Refused?.Errors ?? []) terminal.Line($"{stream.Definition.Name}: a change of its files is refused: {error}", Styles.Warning);
        foreach (var stream in streams.Where(s => s.Coverage.Reason is not null)) terminal.Line($"{stream.Definition.Name}: {stream.Coverage.Reason}");
        foreach (var stream in streams.Where(s => s.Remapping is { StillOld: > 0 })) terminal.Line($"{stream.Definition.Name}: {RemapCommand.InWords(stream.Remapping!)}");
    }

    static object Told(StreamOverview stream) => new
    {
        Name = stream.Definition.Name.Value,
        Source = stream.Definition.Source.Value,
        stream.Coverage.State,
        stream.Coverage.Reason,
        stream.State?.LastSuccessStartedAt,
        Quarantined = stream.State?.Quarantined ?? 0,
        HeldDeletes = stream.State?.HeldDeletes ?? 0,
        Remapping = stream.Remapping is { } remapping ? RemapCommand.Told(remapping) : null,
        stream.Pause,
        Refused = stream.Refused is { } refused ? new { refused.Since, Errors = refused.Errors.Select(error => error.ToString()) } : null,
        LastRun = stream.State?.LastRun is { } run ? new { run.Id, run.Kind, run.Outcome, run.StartedAt, run.Verdict } : null,
    };
}
