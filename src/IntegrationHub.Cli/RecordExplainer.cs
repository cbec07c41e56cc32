using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Diagnostics;
using IntegrationHub.Workshop.Explaining;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Cli;

/// <summary>Explains one record and writes it down.</summary>
internal static class RecordExplainer
{
    const int MostValues = 6;

    /// <summary>What is asked.</summary>
    public sealed record Asked(string Mapping, string Record, int? Number, string? Each, string? Field);

    public static async Task<int> RunAsync(Asked asked, bool json, Toolbox toolbox, Terminal terminal)
    {
        try
        {
            if (MappingOnDisk.Find(asked.Mapping, out var wrong) is not { } file) throw new ExplanationException(wrong!);

            var diagnostics = new DiagnosticBag();
            var explanation = await RecordExplanation.OfAsync(file, mapping => ReadAsync(asked, mapping), asked.Field, diagnostics, toolbox.Functions);
            if (explanation is null)
            {
                var errors = terminal.OnErrorOutput();
                foreach (var diagnostic in diagnostics.All) DiagnosticPrinter.Text(diagnostic, errors);
                return ExitCodes.Findings;
            }

            if (json) WriteJson(explanation, terminal);
            else WriteText(explanation, asked.Field is null, terminal);
            return explanation.Outcome == "quarantined" ? ExitCodes.Findings : ExitCodes.Good;
        }
        catch (ExplanationException e)
        {
            await terminal.Error.WriteLineAsync($"ihub: {e.Message}");
            return ExitCodes.Usage;
        }
    }

    static async Task<SampleRecord> ReadAsync(Asked asked, MappingOnDisk mapping)
    {
        var samples = await SampleSet.ReadAsync([asked.Record], mapping, asked.Each);
        if (samples.PassedOver is [var reason, ..]) throw new ExplanationException(reason);
        if (asked.Number is null && samples.Records.Count > 1)
            throw new ExplanationException(string.Create(CultureInfo.InvariantCulture, $"the sample holds {samples.Records.Count} records; choose one with --number"));

        return asked.Number is null or > 0 && samples.Records.ElementAtOrDefault((asked.Number ?? 1) - 1) is { } record
            ? record
            : throw new ExplanationException(string.Create(CultureInfo.InvariantCulture, $"the sample holds {samples.Records.Count} records; there is no record {asked.Number}"));
    }

    static void WriteText(RecordExplanation explanation, bool whole, Terminal terminal)
    {
        foreach (var expression in explanation.Expressions)
        {
            terminal.Write(expression.Item is null ? expression.Name : $"{expression.Name} of {expression.Item}", Styles.Good).Line($"  {expression.Place}", Styles.Quiet);
            var width = Math.Min(60, expression.Steps.Max(s => s.Text.Length));
            foreach (var step in expression.Steps)
            {
                var isFault = step.Values.Any(v => v.StartsWith("fails ", StringComparison.Ordinal));
                terminal.Write($"  {step.Text.PadRight(width)}  → ").Line(Values(step), isFault ? Styles.Error : null);
            }
        }

        terminal.Write("the record is ").Line(explanation.Outcome, explanation.Outcome == "quarantined" ? Styles.Error : Styles.Good);
        foreach (var said in explanation.Said) DiagnosticPrinter.Text(said, terminal);
        if (!whole) return;

        foreach (var line in explanation.Result.TrimEnd('\n').Split('\n')) terminal.Line(line);
    }

    static string Values(ExplainedStep step) => step.Values.Count == 1
        ? step.Values[0]
        : string.Join(" · ", step.Values.Take(MostValues)) + (step.Values.Count > MostValues ? string.Create(CultureInfo.InvariantCulture, $" · … {step.Values.Count - MostValues} more") : "");

    static void WriteJson(RecordExplanation explanation, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(
        new
        {
            explanation.Outcome,
            Expressions = explanation.Expressions.Select(e => new
            {
                e.Name,
                e.Item,
                e.Place.File,
                e.Place.Line,
                e.Place.Column,
                Steps = e.Steps.Select(s => new { s.Place.Line, s.Place.Column, s.Text, s.Values }),
            }),
            Said = explanation.Said.Select(s => s.ToString()),
            Result = JsonNode.Parse(explanation.Result),
        },
        Words.Json));
}
