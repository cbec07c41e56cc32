using System.CommandLine;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;

namespace IntegrationHub.Cli;

/// <summary><c>ihub quarantine</c>: what could not be mapped, and what a person does about it.</summary>
internal static class QuarantineCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal) =>
        new("quarantine", "Shows what could not be mapped, and maps it again, edits it or discards it.")
        {
            List(toolbox, terminal), Show(toolbox, terminal), Replay(toolbox, terminal), Edit(toolbox, terminal), Discard(toolbox, terminal),
        };

    /// <summary>Who has the hub's keys may see and do everything here; the audit has their user name.</summary>
    static Caller You => new() { Name = "ihub", Role = CallerRole.Administrator, OnBehalfOf = Environment.UserName };

    static TaughtCommand List(Toolbox toolbox, Terminal terminal)
    {
        var stream = StreamOption("Only this stream's.");
        var code = CodeOption();
        var field = FieldOption();
        var records = new Option<bool>("--records") { Description = "Every record with its id, newest first, instead of groups." };
        var limit = new Option<int>("--limit") { Description = "How many records at most.", DefaultValueFactory = _ => 100, HelpName = "N" };
        var (hub, format) = (CommonOptions.Hub(), Format());
        var command = new TaughtCommand("list", "Lists what is in quarantine, by what is wrong with it.",
            """
            A group is what one thing is wrong with: the same stream, code and field. One repair of the mapping or a code table brings a group in.
            With --records, or when --code or --field is given, every record is listed with its id. Records are shown without their contents.

            Exit codes: 0 nothing is in quarantine, 1 something is, 2 the hub cannot start.

            Examples:
              ihub quarantine list
              ihub quarantine list --stream social-support --code IH3102 --field status
              ihub quarantine list --records --format json
            """)
        {
            stream, code, field, records, limit, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => UseAsync(parsed, hub, toolbox, terminal, async session =>
        {
            if (!TryStream(parsed.GetValue(stream), session.Hub, terminal, out var name)) return ExitCodes.Usage;
            if (parsed.GetValue(limit) is < 1 or > 10_000) return Wrong("--limit must be from 1 to 10000", terminal);

            var printer = new QuarantinePrinter(terminal, session.File.TimeZone, parsed.GetValue(format) == CommonOptions.Json);
            if (!parsed.GetValue(records) && parsed.GetValue(code) is null && parsed.GetValue(field) is null)
                return printer.Write(await session.Hub.Quarantine.GroupAsync(name, cancellationToken));

            var query = new QuarantineQuery { Stream = name, Code = parsed.GetValue(code), Field = parsed.GetValue(field), Limit = parsed.GetValue(limit) };
            return printer.Write(await session.Hub.Quarantine.ListAsync(query, cancellationToken));
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Show(Toolbox toolbox, Terminal terminal)
    {
        var id = Id();
        var record = new Option<bool>("--record") { Description = "The record itself too, laid out for reading: personal data. Needs --purpose." };
        var exact = new Option<bool>("--exact") { Description = "Nothing but the record, letter by letter, to be edited. Needs --purpose." };
        var purpose = Purpose("Why the record is looked at; it stands in the audit. 3 to 200 characters, without personal numbers.");
        var (hub, format) = (CommonOptions.Hub(), Format());
        var command = new TaughtCommand("show", "Shows one record in quarantine: what is wrong with it, and on demand the record itself.",
            """
            The record itself is in the audit, with your user name and the purpose, before it is shown. Signs that steer a terminal or turn the direction of
            a text are shown as ⟦U+202E⟧; so written, they are taken back when the record is edited.

            Exit codes: 0 shown, 1 there is no such record, or its contents have expired, 2 the hub cannot start, or the purpose makes no sense.

            Examples:
              ihub quarantine show 7r3k…
              ihub quarantine show 7r3k… --record --purpose "which date is wrong"
              ihub quarantine show 7r3k… --exact --purpose "mending the date" > record.json     the version for 'edit' is written to the error output
            """)
        {
            id, record, exact, purpose, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => UseAsync(parsed, hub, toolbox, terminal, async session =>
        {
            var printer = new QuarantinePrinter(terminal, session.File.TimeZone, parsed.GetValue(format) == CommonOptions.Json);
            var (entry, why) = (parsed.GetValue(id)!, parsed.GetValue(purpose));
            if (!parsed.GetValue(record) && !parsed.GetValue(exact))
                return await session.Hub.Quarantine.FindAsync(entry, cancellationToken) is { } found ? printer.Write(found) : Missing(entry, terminal);
            if (why is null) return Wrong("--purpose is missing: a record is personal data, and why it is looked at goes to the audit", terminal);

            return await session.Hub.Quarantine.ReadAsync(You, entry, why, cancellationToken) is { } content ? printer.Write(content, parsed.GetValue(exact)) : Missing(entry, terminal);
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Replay(Toolbox toolbox, Terminal terminal)
    {
        var id = Id(needed: false);
        var (stream, code, field) = (StreamOption("All of this stream, or with --code and --field a group of it."), CodeOption(), FieldOption());
        var (hub, format) = (CommonOptions.Hub(), Format());
        var command = new TaughtCommand("replay", "Maps records again with the mapping and code tables as they are now.",
            """
            No vendor is asked and no run is waited for: the records are mapped from what was kept of them. A record that is older than what the index has
            leaves quarantine and changes nothing. A run that has the stream is waited for a few seconds.

            Exit codes: 0 everything came in, 1 something is still in quarantine, the stream is busy, or there was nothing to map, 2 the hub cannot start.

            Examples:
              ihub quarantine replay 7r3k…
              ihub quarantine replay --stream social-support --code IH3102 --field status
              ihub quarantine replay --stream social-support
            """)
        {
            id, stream, code, field, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => UseAsync(parsed, hub, toolbox, terminal, async session =>
        {
            if (Selected(parsed.GetValue(id), parsed.GetValue(stream), parsed.GetValue(code), parsed.GetValue(field), session.Hub, terminal) is not { } which) return ExitCodes.Usage;

            var printer = new QuarantinePrinter(terminal, session.File.TimeZone, parsed.GetValue(format) == CommonOptions.Json);
            return printer.Write(await session.Hub.Quarantine.ReplayAsync(You, which, cancellationToken));
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Edit(Toolbox toolbox, Terminal terminal)
    {
        var id = Id();
        var version = new Option<string>("--version-of") { Description = "The version that 'show --exact' told: a record that its source has sent anew meanwhile is not overwritten.", Required = true, HelpName = "VERSION" };
        var purpose = Purpose("Why it is edited; it stands in the audit. 3 to 200 characters, without personal numbers.");
        purpose.Required = true;
        var (hub, format) = (CommonOptions.Hub(), Format());
        var command = new TaughtCommand("edit", "Stores what you made of a record in quarantine.",
            """
            The whole edited record is read from the standard input. It is mapped; when it still cannot be, you are told what is wrong and nothing is stored.
            The case says that it stems from an edited record until its source sends a newer version; the same bytes sent again do not come back over it.
            The key of a record cannot be changed. An edit is in the audit with your user name and the purpose.

            Exit codes: 0 stored, 1 not stored, 2 the hub cannot start, or the purpose makes no sense.

            Examples:
              ihub quarantine show 7r3k… --exact --purpose "mending the date" > record.json
              ihub quarantine edit 7r3k… --version-of 9f2c… --purpose "the vendor confirmed the date" < record.json
            """)
        {
            id, version, purpose, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => UseAsync(parsed, hub, toolbox, terminal, async session =>
        {
            var text = await terminal.TakeAllAsync("Write the whole edited record", cancellationToken);
            if (string.IsNullOrWhiteSpace(text)) return Wrong("the standard input is empty; write the whole edited record there", terminal);

            var printer = new QuarantinePrinter(terminal, session.File.TimeZone, parsed.GetValue(format) == CommonOptions.Json);
            // An editor ends a file with a line break that no record has.
            return printer.Write(await session.Hub.Quarantine.EditAsync(
                You, parsed.GetValue(id)!, new RecordEdit(text.TrimEnd('\r', '\n'), parsed.GetValue(version)!, parsed.GetValue(purpose)!), cancellationToken));
        }, cancellationToken));
        return command;
    }

    static TaughtCommand Discard(Toolbox toolbox, Terminal terminal)
    {
        var id = Id(needed: false);
        var (stream, code, field) = (StreamOption("All of this stream, or with --code and --field a group of it."), CodeOption(), FieldOption());
        var reason = new Option<string>("--reason") { Description = "Why nobody misses them; it stands in the audit. 3 to 200 characters, without personal numbers.", Required = true, HelpName = "TEXT" };
        var (hub, format) = (CommonOptions.Hub(), Format());
        var command = new TaughtCommand("discard", "Takes records out of quarantine for good.",
            """
            Say so only of what nobody misses: totals rows, test cases. The source counts as complete without them, and a case whose newer record is discarded
            shows its last version as if it were the newest. The same bytes come back when their source sends them again.

            Exit codes: 0 discarded, 1 there was nothing to discard, 2 the hub cannot start, or the reason makes no sense.

            Examples:
              ihub quarantine discard 7r3k… --reason "a totals row of the export"
              ihub quarantine discard --stream errands --code IH3016 --reason "rows without a number are drafts"
            """)
        {
            id, stream, code, field, reason, hub, format,
        };
        command.SetAction((parsed, cancellationToken) => UseAsync(parsed, hub, toolbox, terminal, async session =>
        {
            if (Selected(parsed.GetValue(id), parsed.GetValue(stream), parsed.GetValue(code), parsed.GetValue(field), session.Hub, terminal) is not { } which) return ExitCodes.Usage;

            var printer = new QuarantinePrinter(terminal, session.File.TimeZone, parsed.GetValue(format) == CommonOptions.Json);
            return printer.WriteDiscarded(await session.Hub.Quarantine.DiscardAsync(You, which, parsed.GetValue(reason)!, cancellationToken) ?? 0);
        }, cancellationToken));
        return command;
    }

    static Task<int> UseAsync(ParseResult parsed, Option<string> hub, Toolbox toolbox, Terminal terminal, Func<HubSession, Task<int>> work, CancellationToken cancellationToken) =>
        HubSession.UseAsync(parsed.GetValue(hub)!, toolbox, terminal, async session =>
        {
            try
            {
                return await work(session);
            }
            catch (Lookup.LookupInvalidException e)
            {
                foreach (var problem in e.Problems) Wrong($"--{problem.Field}: {problem.Message}", terminal);
                return ExitCodes.Usage;
            }
            catch (ProtectedValueException)
            {
                return Wrong("the record cannot be opened with the keys there are; put the key back that it was written with, or discard it", terminal);
            }
            catch (KeyNotFoundException e)
            {
                return Wrong(e.Message, terminal);
            }
        }, cancellationToken);

    // Either an id, or a stream with what narrows it.
    static QuarantineSelection? Selected(string? id, string? stream, string? code, string? field, IHub hub, Terminal terminal)
    {
        if (id is not null && stream is null && code is null && field is null) return QuarantineSelection.Entry(id);
        if (id is not null || stream is null)
        {
            Wrong(id is not null ? "name either a record by its id, or --stream with what narrows it" : "name a record by its id, or --stream; 'ihub quarantine list' has both", terminal);
            return null;
        }

        if (!TryStream(stream, hub, terminal, out var name)) return null;
        if (code is not null) return QuarantineSelection.Group(name!.Value, code, field);
        if (field is null) return QuarantineSelection.AllOf(name!.Value);

        Wrong("--field narrows a code; give --code too", terminal);
        return null;
    }

    static bool TryStream(string? stream, IHub hub, Terminal terminal, out StreamName? name)
    {
        name = stream is null ? null : new StreamName(stream);
        if (stream is null || hub.Streams.Any(s => s.Name.Value == stream)) return true;

        Wrong($"there is no stream '{stream}'{Diagnostics.DidYouMean.Hint(stream, hub.Streams.Select(s => s.Name.Value))}", terminal);
        return false;
    }

    static Argument<string?> Id(bool needed = true) => new("id")
    {
        Description = "The record's id, as 'ihub quarantine list --records' shows it.",
        Arity = needed ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
    };

    static Option<string?> StreamOption(string description) => new("--stream") { Description = description, HelpName = "STREAM" };

    static Option<string?> CodeOption() => new("--code") { Description = "Only those whose first fault has this code.", HelpName = "IHnnnn" };

    static Option<string?> FieldOption() => new("--field") { Description = "Only those whose first fault is in this field; \"\" is the whole record.", HelpName = "FIELD" };

    static Option<string?> Purpose(string description) => new("--purpose") { Description = description, HelpName = "TEXT" };

    static Option<string> Format() => CommonOptions.Format("How the answer is written: text for people, json for programs.");

    static int Missing(string id, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: there is no record '{id}' in quarantine, or its contents have expired; 'ihub quarantine list --records' tells");
        return ExitCodes.Findings;
    }

    static int Wrong(string message, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {message}");
        return ExitCodes.Usage;
    }
}
