using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Workshop.Inference;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Cli;

/// <summary><c>ihub infer</c>: first files for a system of which there are samples.</summary>
internal static class InferCommand
{
    public static Command Create(Terminal terminal)
    {
        var samples = new Option<string[]>("--samples") { Description = "Files with records, JSON, XML or CSV; of one stream.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true, Required = true };
        var name = new Option<string?>("--name") { Description = "The name of the stream and the mapping. That of the folder unless given.", HelpName = "NAME" };
        var output = new Option<string>("--out") { Description = "The folder that the files are written to. Nothing that is there is overwritten.", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
        var each = CommonOptions.Each();
        var zone = new Option<string>("--zone") { Description = "The zone of times that tell no offset.", HelpName = "ZONE", DefaultValueFactory = _ => "Europe/Stockholm" };
        var format = CommonOptions.Format("How the result is written: text for people, json for programs (one object and nothing else).");
        var command = new TaughtCommand("infer", "Writes a first stream file, mapping and code tables from samples.",
            """
            It looks at every value of the samples: which fields there are, what form their values have, which hold few different codes, which could be the key, tell when a case came in
            or was changed, or hold a person's data. What it guesses it guesses from names and values, and says so in the files; codes that it has seen get a row in a code table,
            and their shared word is for a person to write: the row says TODO. What it writes has no errors and maps the samples; what is left to decide is a warning of ihub lint.
            Samples are not copied: they may hold real people. Put invented ones into samples/ before you write tests.

            Exit codes: 0 written, and every sample is mapped; 1 written, but a sample is not mapped; 2 nothing can be inferred, or a file is there already.

            Examples:
              ihub infer --samples export.csv --out mappings/permits
              ihub infer --samples answers/*.json --each data.cases --out mappings/cases --name cases
            """)
        {
            samples, name, output, each, zone, format,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(samples)!, parsed.GetValue(each), parsed.GetValue(name), parsed.GetValue(output)!, parsed.GetValue(zone)!, parsed.GetValue(format) == CommonOptions.Json, terminal));
        return command;
    }

    static async Task<int> RunAsync(string[] samples, string? each, string? name, string folder, string zone, bool json, Terminal terminal)
    {
        name ??= DraftFolder.NameOf(folder);
        if (DraftFolder.WhatIsWrong(name, samples, zone) is { } wrong) return await RefuseAsync(wrong, terminal);

        try
        {
            var draft = await Draft.OfSamplesAsync(samples, each, name, name, zone);
            if (DraftFolder.Taken(folder, draft.Files.Keys) is { } taken) return await RefuseAsync($"'{taken}' is there already; nothing is overwritten", terminal);

            DraftFolder.Write(folder, draft.Files);
            var diagnostics = new DiagnosticBag();
            var trial = await DraftTrial.OfSamplesAsync(Path.Combine(folder, $"{name}.mapping.yaml"), samples, draft.Each, diagnostics);
            if (trial is null)
            {
                // It should not be: what is written is tried on many samples. If it is, a person can mend it and should tell.
                foreach (var diagnostic in diagnostics.All.Where(d => d.Severity == Severity.Error)) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
                return ExitCodes.Findings;
            }

            if (json) WriteJson(folder, draft, trial, terminal);
            else WriteText(folder, draft, trial, terminal);
            return trial.Mapped == trial.Records ? ExitCodes.Good : ExitCodes.Findings;
        }
        catch (InferenceException e)
        {
            return await RefuseAsync(e.Message, terminal);
        }
    }

    static async Task<int> RefuseAsync(string why, Terminal terminal)
    {
        await terminal.Error.WriteLineAsync($"ihub: {why}");
        return ExitCodes.Usage;
    }

    static void WriteText(string folder, Draft draft, DraftTrial trial, Terminal terminal)
    {
        foreach (var file in draft.Files.Keys) terminal.Write("wrote ", Styles.Good).Line(Path.Combine(folder, file));
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{draft.Records} records of {draft.Format}{(draft.Each is null ? "" : $" from '{draft.Each}'")}: {trial.Mapped} are mapped, {trial.Warnings} things are left to decide (ihub lint {folder})"),
            trial.Mapped == trial.Records ? Styles.Good : Styles.Warning);
        foreach (var (fault, times) in trial.Faults) terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  {times} × {fault}"), Styles.Error);
    }

    static void WriteJson(string folder, Draft draft, DraftTrial trial, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Files = draft.Files.Keys.Select(f => Path.Combine(folder, f)),
            draft.Records,
            draft.Format,
            draft.Each,
            trial.Mapped,
            trial.Warnings,
            Faults = trial.Faults.Select(f => new { Message = f.Fault.ToString(), f.Times }),
        },
        Words.Json));
}
