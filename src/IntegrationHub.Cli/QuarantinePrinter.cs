using System.Globalization;
using System.Text.Json;
using IntegrationHub.Quarantine;

namespace IntegrationHub.Cli;

/// <summary>Writes what is in quarantine and what came of it, for people and for programs; each answers with the exit code.</summary>
internal sealed class QuarantinePrinter(Terminal terminal, TimeZoneInfo zone, bool json)
{
    /// <summary>Groups, the largest first.</summary>
    public int Write(IReadOnlyList<QuarantineGroup> groups)
    {
        if (json) WriteJson(new { Groups = groups.Select(JsonOf) });
        else if (groups.Count == 0) terminal.Line("Nothing is in quarantine.", Styles.Good);
        else foreach (var group in groups) Write(group);
        return groups.Count == 0 ? ExitCodes.Good : ExitCodes.Findings;
    }

    /// <summary>Records, newest first.</summary>
    public int Write(IReadOnlyList<QuarantinedRecord> records)
    {
        if (json) WriteJson(new { Records = records.Select(JsonOf) });
        else if (records.Count == 0) terminal.Line("Nothing like that is in quarantine.", Styles.Good);
        else foreach (var record in records) terminal.Write($"{record.Id}  ", Styles.Quiet).Line($"{record.Stream}  {record.Code} {record.Field}  {record.Key ?? "(no key)"}  {Minute(record.LastSeenAt)}{(record.ExpiredAt is null ? "" : "  expired")}");
        return records.Count == 0 ? ExitCodes.Good : ExitCodes.Findings;
    }

    /// <summary>One record without its contents.</summary>
    public int Write(QuarantinedRecord record)
    {
        if (json)
        {
            WriteJson(JsonOf(record));
            return ExitCodes.Good;
        }

        terminal.Line($"{record.Stream}  {record.Key ?? "(no key)"}", Styles.Error);
        foreach (var diagnostic in Lines(record.Diagnostics)) terminal.Line($"  {diagnostic}");
        terminal.Line($"  mapping version {record.MappingVersion}; came first {Minute(record.FirstSeenAt)}, last {Minute(record.LastSeenAt)}{(record.Where is null ? "" : $"; stood at {record.Where}")}", Styles.Quiet);
        if (record.ExpiredAt is { } expired) terminal.Line($"  its contents were erased {Minute(expired)}, because its source had not sent it for too long", Styles.Warning);
        return ExitCodes.Good;
    }

    /// <summary>One record with its contents.</summary>
    public int Write(QuarantinedContent content, bool exact)
    {
        if (json)
        {
            WriteJson(new { Entry = JsonOf(content.Entry), content.MediaType, content.Charset, content.Bytes, content.Columns, content.Text, content.Pretty, content.NotEditable, content.Version });
            return ExitCodes.Good;
        }

        if (exact)
        {
            // What could steer a terminal is marked in it already.
            terminal.Output.WriteLine(content.Text);
            terminal.Error.WriteLine(content.NotEditable is null ? $"version: {content.Version}" : $"ihub: it cannot be edited. {content.NotEditable}");
            return ExitCodes.Good;
        }

        Write(content.Entry);
        terminal.Line();
        foreach (var line in content.Pretty.Split('\n')) terminal.Line(line.TrimEnd('\r').Replace("\t", "    ", StringComparison.Ordinal));
        terminal.Line($"{content.MediaType}, {content.Charset}, {content.Bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, version {content.Version}", Styles.Quiet);
        if (content.NotEditable is { } why) terminal.Line(why, Styles.Warning);
        return ExitCodes.Good;
    }

    /// <summary>What became of records that were mapped again.</summary>
    public int Write(ReplayOutcome outcome)
    {
        var result = outcome switch { ReplayOutcome.Done done => done.Result, ReplayOutcome.Busy busy => busy.SoFar, _ => null };
        var word = outcome switch { ReplayOutcome.Done => "done", ReplayOutcome.Busy => "busy", _ => "nothing" };
        if (json) WriteJson(new { Outcome = word, Result = result });
        else WriteText(outcome, result);
        return outcome is ReplayOutcome.Done && result is { StillHeld: 0, NotOpened: 0, Expired: 0 } ? ExitCodes.Good : ExitCodes.Findings;
    }

    /// <summary>What came of an edit.</summary>
    public int Write(EditOutcome outcome)
    {
        var (word, said) = outcome switch
        {
            EditOutcome.Stored => ("stored", "The edited record is in the index; its case says so until its source sends a newer version."),
            EditOutcome.Busy => ("busy", "A run has the stream. Try again."),
            EditOutcome.Changed => ("changed", "The source has sent another version meanwhile. Show it again and edit that one."),
            EditOutcome.Older => ("older", "The index has a newer version of this case; the record stays in quarantine."),
            EditOutcome.Unmappable => ("unmappable", "The edited record cannot be mapped; nothing was stored."),
            EditOutcome.NotAllowed not => ("notAllowed", not.Message),
            _ => ("notFound", "There is no such record in quarantine, or its contents have expired."),
        };
        var diagnostics = (outcome as EditOutcome.Unmappable)?.Diagnostics ?? [];
        if (json)
        {
            WriteJson(new { Outcome = word, Message = said, Diagnostics = diagnostics, Case = (outcome as EditOutcome.Stored)?.Case?.ToString() });
        }
        else
        {
            foreach (var diagnostic in diagnostics) terminal.Line(diagnostic);
            terminal.Line(said, outcome is EditOutcome.Stored ? Styles.Good : Styles.Error);
        }

        return outcome is EditOutcome.Stored ? ExitCodes.Good : ExitCodes.Findings;
    }

    /// <summary>How many were discarded.</summary>
    public int WriteDiscarded(long discarded)
    {
        if (json) WriteJson(new { Discarded = discarded });
        else terminal.Line(discarded == 0 ? "There was nothing to discard." : $"{Number(discarded)} discarded.");
        return discarded == 0 ? ExitCodes.Findings : ExitCodes.Good;
    }

    void Write(QuarantineGroup group)
    {
        terminal.Write($"{Number(group.Count)} × ").Write($"{group.Code} {group.Field}", Styles.Error).Line($"  {group.Stream}  first {Minute(group.FirstSeenAt)}, last {Minute(group.LastSeenAt)}");
        terminal.Line($"    {group.Diagnostic}");
        if (group.Keys.Count > 0) terminal.Line($"    keys: {string.Join(", ", group.Keys)}{(group.Count > group.Keys.Count ? ", …" : "")}", Styles.Quiet);
        if (group.Expired > 0) terminal.Line($"    {Number(group.Expired)} have expired: they come in only when their source sends them again", Styles.Warning);
    }

    void WriteText(ReplayOutcome outcome, Replayed? result)
    {
        if (outcome is ReplayOutcome.NotFound) terminal.Line("There is nothing like that in quarantine.", Styles.Warning);
        if (outcome is ReplayOutcome.Busy) terminal.Line("A run has the stream. Try again when it has ended.", Styles.Error);
        if (result is null) return;

        terminal.Line($"{Number(result.Records)} mapped again: {Number(result.CameIn)} came in, {Number(result.Older)} were older than the index, {Number(result.StillHeld)} stay", result.StillHeld == 0 ? Styles.Good : Styles.Warning);
        if (result.NotOpened > 0) terminal.Line($"{Number(result.NotOpened)} cannot be opened with the keys there are", Styles.Warning);
        if (result.Expired > 0) terminal.Line($"{Number(result.Expired)} have expired: they come in only when their source sends them again", Styles.Warning);
        foreach (var fault in result.Faults) terminal.Write($"  {Number(fault.Count)} × ").Line(fault.Diagnostic);
    }

    static object JsonOf(QuarantineGroup group) => new
    {
        Stream = group.Stream.Value, Source = group.Source.Value, group.Code, group.Field, group.Count, group.Expired, group.FirstSeenAt, group.LastSeenAt, group.Diagnostic, group.MappingVersion, group.Keys,
    };

    static object JsonOf(QuarantinedRecord record) => new
    {
        record.Id, Stream = record.Stream.Value, Source = record.Source.Value, record.Key, record.Code, record.Field, Diagnostics = Lines(record.Diagnostics),
        record.MappingVersion, record.Where, record.FirstSeenAt, record.LastSeenAt, record.ExpiredAt,
    };

    void WriteJson(object value) => terminal.Output.WriteLine(JsonSerializer.Serialize(value, Words.Json));

    static string[] Lines(string diagnostics) => diagnostics.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    string Minute(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
