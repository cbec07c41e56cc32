using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Authoring;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Cli;

/// <summary><c>ihub explain</c>: what a code means, an example that provokes it, what to do.</summary>
internal static class ExplainCommand
{
    static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var code = new Argument<string?>("code") { Description = "The code, for instance IH2003. All codes in one line each unless given.", Arity = ArgumentArity.ZeroOrOne };
        var format = CommonOptions.Format("How it is written: text for people, json for programs (one array and nothing else).");
        var command = new TaughtCommand("explain", "Tells what a code means, shows what provokes it, and what to do.",
            """
            Every finding of ihub, every fault of a record in quarantine and every fault that ended a run has a code, IHnnnn.

            Examples:
              ihub explain IH2003
              ihub explain
            """)
        {
            code, format,
        };
        command.SetAction(parsed => Run(parsed.GetValue(code), parsed.GetValue(format) == CommonOptions.Json, toolbox, terminal));
        return command;
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
