using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Workshop.Live;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Cli;

/// <summary><c>ihub preview</c>: reads a live system a little and shows what the mapping makes of it. Writes nothing.</summary>
internal static class PreviewCommand
{
    const int MostShown = 20;

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var stream = new Argument<string>("stream") { Description = "A stream file, or the name of a stream." };
        var pages = new Option<int>("--pages") { Description = "How many pages are read.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var records = new Option<int>("--records") { Description = "How many records are read at most.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var since = new Option<string?>("--since") { Description = "What has changed since so long ago: 2h, 7d. Unless given what the first run of the stream would read; of a windowed one the last read.window.max.", HelpName = "SPAN" };
        var reveal = new Option<bool>("--reveal") { Description = "Show what is hidden because it could be a person's. On a terminal only." };
        var stubs = new Option<string?>("--stubs") { Description = "Read from the stub files of this folder (ihub record) instead of the system: no network, and no secrets are needed.", HelpName = "FOLDER" };
        var hub = CommonOptions.Hub();
        var format = CommonOptions.ObjectFormat();
        var command = new TaughtCommand("preview", "Reads a live system a little and shows what its mapping makes of it. Writes nothing.",
            """
            The system is read through the stream's adapter, with its limits, retries and hosts, as the first run would; no cursor is moved, no file is put away, nothing is stored.
            Shown are, page by page, the calls (without secrets and without what could be a person's), what came and what follows; the cases that the mapping makes; what it says of
            them, grouped; and what is left: fields that nobody maps, codes that no table has, fields that the mapping expects and no record has.
            What the hub's store would encrypt is hidden (•••) unless a person at a terminal asks for it.

            Exit codes: 0 every record is mapped, skipped or deleted; 1 some would be quarantined, or a page did not come; 2 there is no such stream, or its files have errors.

            Examples:
              ihub preview mappings/open311/fault-reports.stream.yaml
              ihub preview building-permits --pages 3 --records 200 --since 30d
              ihub preview building-permits --pages 3 --stubs stubs/permits
            """)
        {
            stream, pages, records, since, stubs, reveal, hub, format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            TimeSpan? span = null;
            if (parsed.GetValue(since) is { } written)
            {
                if (ValueSyntax.Duration(written, out var read) is { } wrong) return Refuse($"--since '{written}' {wrong}", terminal);
                span = read;
            }

            if (parsed.GetValue(pages) < 1 || parsed.GetValue(records) < 1) return Refuse("--pages and --records are at least 1", terminal);
            if (parsed.GetValue(reveal) && !terminal.IsWatched) return Refuse("--reveal shows personal data, so it is for a terminal only", terminal);
            if (StreamSelection.Find(parsed.GetValue(stream)!, parsed.GetValue(hub)!, toolbox, terminal) is not { } found) return ExitCodes.Usage;
            if (parsed.GetValue(stubs) is { } folder)
            {
                if (!Directory.Exists(folder)) return Refuse($"there is no folder '{folder}'", terminal);

                var diagnostics = new DiagnosticBag();
                var recorded = RecordedFolder.Read(folder, diagnostics);
                foreach (var diagnostic in diagnostics.All) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
                if (recorded is null) return ExitCodes.Usage;

                found = found.AnsweredBy(recorded);
            }

            return await RunAsync(found, new LiveAsk(parsed.GetValue(pages), parsed.GetValue(records), span), parsed.GetValue(reveal), parsed.GetValue(format) == CommonOptions.Json, terminal, cancellationToken);
        });
        return command;
    }

    static int Refuse(string why, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {why}");
        return ExitCodes.Usage;
    }

    static async Task<int> RunAsync(LiveStream stream, LiveAsk ask, bool reveal, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var pages = new List<LivePage>();
        var fault = await stream.ReadAsync(ask, pages.Add, cancellationToken);
        var findings = RecordFindings.Of(stream.Mapping!, [.. pages.SelectMany(p => p.Records)]);
        var floor = stream.File.Definition.ConfidentialityFloor;
        if (json) WriteJson(pages, fault, findings, floor, terminal);
        else WriteText(pages, fault, findings, floor, reveal, terminal);
        return fault is null && !findings.Outcomes.ContainsKey("quarantined") ? ExitCodes.Good : ExitCodes.Findings;
    }

    static void WriteText(List<LivePage> pages, LiveFault? fault, RecordFindings findings, Confidentiality floor, bool reveal, Terminal terminal)
    {
        for (var i = 0; i < pages.Count; i++) WriteText(i + 1, pages[i], terminal);
        if (fault is not null)
        {
            CallPrinter.Write(fault.Calls, terminal);
            terminal.Write("this page did not come: ", Styles.Error).Line($"{fault.Code}: {fault.Message}");
        }

        var number = 0;
        foreach (var record in ShownRecord.Of(findings, floor, reveal).Take(MostShown))
        {
            terminal.Write(string.Create(CultureInfo.InvariantCulture, $"record {++number} "), Styles.Quiet).Line(record.Outcome, record.Outcome == "quarantined" ? Styles.Error : Styles.Good);
            foreach (var (field, value) in record.Fields) terminal.Line($"  {field}: {value}");
        }

        if (findings.Records > MostShown) terminal.Line(string.Create(CultureInfo.InvariantCulture, $"… {findings.Records - MostShown} more"), Styles.Quiet);
        foreach (var (said, times) in findings.Said)
        {
            terminal.Write(string.Create(CultureInfo.InvariantCulture, $"{times} × "), said.Severity == Severity.Error ? Styles.Error : Styles.Warning);
            DiagnosticPrinter.Text(said, terminal);
        }

        if (findings.UnknownCodes.Count > 0) terminal.Write("codes without a row: ", Styles.Warning).Line(string.Join(", ", findings.UnknownCodes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Table}: '{c.Code}' ×{c.Times}"))));
        if (findings.Unmapped.Count > 0) terminal.Write("nobody maps or ignores: ", Styles.Warning).Line(string.Join(", ", findings.Unmapped.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Field} (in {f.Records})"))));
        if (findings.NeverSeen.Count > 0) terminal.Write("expected, and in no record: ", Styles.Warning).Line(string.Join(", ", findings.NeverSeen));
        var sum = string.Join(", ", findings.Outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Value} {o.Key}")));
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{findings.Records} records: {(sum.Length == 0 ? "none came" : sum)}; nothing was written"), findings.Outcomes.ContainsKey("quarantined") || fault is not null ? Styles.Error : Styles.Good);
    }

    static void WriteText(int number, LivePage page, Terminal terminal)
    {
        CallPrinter.Write(page.Calls, terminal);
        var follows = page.IsLast ? "nothing follows" : page.Page.Next is null ? "a later window follows" : "more follows";
        var total = page.Page.Total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all}") : "";
        terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"page {number}: {page.Page.Records.Count} records{total}{(page.Page.Deletions.Count > 0 ? $", {page.Page.Deletions.Count} deletions" : "")}{(page.Page.Cut ? ", cut off by the vendor" : "")}; {follows}{(page.Request.ChangedAfter is { } after ? $"; changed after {after:yyyy-MM-dd HH:mm}Z" : "")}"), Styles.Quiet);
    }

    static void WriteJson(List<LivePage> pages, LiveFault? fault, RecordFindings findings, Confidentiality floor, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Pages = pages.Select(p => new { p.Calls, Records = p.Page.Records.Count, p.Page.Total, Deletions = p.Page.Deletions.Count, p.Page.Cut, p.IsLast }),
            Fault = fault is null ? null : new { fault.Code, fault.Message, fault.Calls },
            Records = ShownRecord.Of(findings, floor, reveal: false).Select(r => new { r.Outcome, Fields = r.Fields.ToDictionary(f => f.Field, f => f.Value) }),
            findings.Outcomes,
            Said = findings.Said.Select(s => new { Message = s.Said.ToString(), s.Times }),
            UnknownCodes = findings.UnknownCodes.Select(c => new { c.Table, c.Code, c.Times }),
            Unmapped = findings.Unmapped.Select(f => new { f.Field, f.Records }),
            findings.NeverSeen,
        },
        Words.Json));
}
