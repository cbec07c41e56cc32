using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Authoring;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Cli;

/// <summary><c>ihub explain</c>: what a code means, an example that provokes it, what to do; or what a mapping does with one record.</summary>
internal static class ExplainCommand
{
    static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var subject = new Argument<string?>("subject") { Description = "A code, for instance IH2003, or with --record a mapping file or its folder. All codes in one line each unless given.", Arity = ArgumentArity.ZeroOrOne };
        var record = new Option<string?>("--record") { Description = "The sample that holds a record to be explained.", HelpName = "FILE" };
        var number = new Option<int?>("--number") { Description = "Which record of the sample, from 1. Needed when it holds several.", HelpName = "N" };
        var each = CommonOptions.Each();
        var field = new Option<string?>("--field") { Description = "Only this field, and the lets it uses: title, parties.role, $word, identity.key.", HelpName = "FIELD" };
        var format = CommonOptions.Format("How it is written: text for people, json for programs (one value and nothing else).");
        var command = new TaughtCommand("explain", "Tells what a code means and what to do; or shows what a mapping does with one record: the value after every pipe.",
            """
            Every finding of ihub, every fault of a record in quarantine and every fault that ended a run has a code, IHnnnn.

            With --record each expression of the mapping is shown with its place, and under it each of its steps with the value it gave, in the order in which they were evaluated.
            What was not evaluated (the other branch of an if, what stands behind ?? when it was not needed) is not shown. It shows what the record holds, so mind who looks on.

            Exit codes of a record: 0 it is mapped, skipped or deleted; 1 it would be quarantined, or the mapping has errors; 2 there is no such record or field.

            Examples:
              ihub explain IH2003
              ihub explain
              ihub explain mappings/open311/fault-reports.mapping.yaml --record mappings/open311/samples/bare.json
              ihub explain mappings/byggr --record permits.xml --each arende --number 2 --field status
            """)
        {
            subject, record, number, each, field, format,
        };
        command.SetAction((parsed, _) =>
        {
            var json = parsed.GetValue(format) == CommonOptions.Json;
            return (parsed.GetValue(subject), parsed.GetValue(record)) switch
            {
                ({ } mapping, { } sample) => RecordExplainer.RunAsync(new RecordExplainer.Asked(mapping, sample, parsed.GetValue(number), parsed.GetValue(each), parsed.GetValue(field)), json, toolbox, terminal),
                (null, not null) => Task.FromResult(Refuse("--record is for a mapping: ihub explain MAPPING --record FILE", terminal)),
                ({ } path, null) when File.Exists(path) || Directory.Exists(path) => Task.FromResult(Refuse($"'{path}' is explained with a record: add --record FILE", terminal)),
                var (code, _) => Task.FromResult(Run(code, json, toolbox, terminal)),
            };
        });
        return command;
    }

    static int Refuse(string why, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {why}");
        return ExitCodes.Usage;
    }

    static int Run(string? written, bool json, Toolbox toolbox, Terminal terminal)
    {
        var all = DiagnosticRegistry.All(toolbox.Adapters.Select(a => a.Manifest));
        var code = written?.Trim().ToUpperInvariant();
        if (code is not null && code.Length == 4 && code.All(char.IsAsciiDigit)) code = "IH" + code;
        var entries = code is null ? all : [.. all.Where(e => e.Code == code)];
        if (entries.Count == 0)
        {
            var hint = code!.StartsWith("IH7", StringComparison.Ordinal) ? ": the codes of the HTTP API's problems are in docs/http-api.md" : DidYouMean.Hint(code, all.Select(e => e.Code));
            terminal.Error.WriteLine($"ihub: there is no code '{written}'{hint}");
            return ExitCodes.Usage;
        }

        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(entries.Select(e => new { e.Code, e.Meaning, e.Remedy, Example = e.Example?.Shown }), Plain));
        else if (code is null) List(entries, terminal);
        else Explain(entries[0], terminal);
        return ExitCodes.Good;
    }

    static void List(IReadOnlyList<DiagnosticEntry> entries, Terminal terminal)
    {
        foreach (var family in entries.GroupBy(e => DiagnosticRegistry.Family(e.Code)))
        {
            terminal.Line(family.Key, Styles.Quiet);
            foreach (var entry in family) terminal.Write($"  {entry.Code}  ").Line(entry.Meaning);
        }
    }

    static void Explain(DiagnosticEntry entry, Terminal terminal)
    {
        terminal.Write(entry.Code, Styles.Error).Line($"  {entry.Meaning}");
        terminal.Line();
        terminal.Line($"What to do: {entry.Remedy}");
        if (entry.Example is not { } example) return;

        terminal.Line();
        terminal.Line("An example:", Styles.Quiet);
        foreach (var line in example.Shown.TrimEnd('\n').Split('\n')) terminal.Line($"  {line}");
    }
}
