using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Workshop.Inference;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Cli;

/// <summary><c>ihub infer</c>: first files for a system of which there are samples.</summary>
internal static class InferCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var samples = new Option<string[]>("--samples") { Description = "Files with records, JSON, XML or CSV; of one stream.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var stream = new Option<string?>("--stream") { Description = "Instead of samples: a stream file whose system is read live. Its mapping need not be there; it is what is written.", HelpName = "FILE" };
        var url = new Option<string?>("--url") { Description = "The address of a page of an API that answers with JSON, as one asks for it. It is asked once, and read as the draft says; with --samples too, nothing is called, and the samples are what it answered.", HelpName = "ADDRESS" };
        var header = new Option<string[]>("--header") { Description = "With --url: a header that the system wants; a secret in it as ${secret:NAME}, with its value in the environment variable NAME.", HelpName = "'NAME: VALUE'" };
        var records = new Option<int>("--records") { Description = "With --stream or --url: how many records are read at most.", HelpName = "N", DefaultValueFactory = _ => 200 };
        var name = new Option<string?>("--name") { Description = "The name of the stream and the mapping. That of the folder unless given.", HelpName = "NAME" };
        var output = new Option<string>("--out") { Description = "The folder that the files are written to. Nothing that is there is overwritten.", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
        var each = CommonOptions.Each();
        var zone = new Option<string>("--zone") { Description = "The zone of times that tell no offset.", HelpName = "ZONE", DefaultValueFactory = _ => "Europe/Stockholm" };
        var format = CommonOptions.ObjectFormat("the result is");
        var command = new TaughtCommand("infer", "Writes a first stream file, mapping and code tables from samples, from an API, or from a stream.",
            """
            It looks at every value of the samples: which fields there are, what form their values have, which hold few different codes, which could be the key, tell when a case came in
            or was changed, or hold a person's data. What it guesses it guesses from names and values, and says so in the files; codes that it has seen get a row in a code table,
            and their shared word is for a person to write: the row says TODO. What it writes has no errors and maps the samples; what is left to decide is a warning of ihub lint.
            Of an API, --url, the stream file says how it is read, as far as one answer tells: where the records are, how the next page is asked for and what says that there is none,
            how many records there are, and how the hub signs in. What only its vendor knows is left as a comment: what asks for changes, what asks for one record. Then up to three
            pages are read with what was written, and the mapping is made of all their records. Only JSON is read so.
            Samples are not copied: they may hold real people. Put invented ones into samples/ before you write tests.

            Exit codes: 0 written, and every sample is mapped; 1 written, but a sample is not mapped, or the stream file does not read the system as it should; 2 nothing can be inferred,
            or a file is there already.

            Examples:
              ihub infer --samples export.csv --out mappings/permits
              ihub infer --samples answers/*.json --each data.cases --out mappings/cases --name cases
              ihub infer --url 'https://faults.example/api/reports?page=1' --header 'Authorization: Bearer ${secret:FAULTS}' --out mappings/faults
              ihub infer --stream mappings/faults/faults.stream.yaml --name faults --out draft
            """)
        {
            samples, url, header, stream, records, name, output, each, zone, format,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var asked = new Asked(parsed.GetValue(samples) ?? [], parsed.GetValue(each), parsed.GetValue(name), parsed.GetValue(output)!, parsed.GetValue(zone)!, parsed.GetValue(format) == CommonOptions.Json);
            var (address, headers, most) = (parsed.GetValue(url), parsed.GetValue(header) ?? [], Math.Max(1, parsed.GetValue(records)));
            if (address is null && headers.Length > 0) return RefuseAsync("--header goes with --url", terminal);

            return (asked.Samples.Length > 0, address, parsed.GetValue(stream)) switch
            {
                (true, null, null) => RunAsync(asked, terminal),
                (_, { } api, null) => ApiInference.RunAsync(asked, api, headers, most, toolbox, terminal, cancellationToken),
                (false, null, { } file) => RunLiveAsync(asked, file, most, toolbox, terminal, cancellationToken),
                _ => RefuseAsync("give --samples, --url, both of them, or --stream", terminal),
            };
        });
        return command;
    }

    static async Task<int> RunAsync(Asked asked, Terminal terminal)
    {
        var name = asked.Name ?? DraftFolder.NameOf(asked.Folder);
        if (DraftFolder.WhatIsWrong(name, asked.Samples, asked.Zone) is { } wrong) return await RefuseAsync(wrong, terminal);

        try
        {
            var draft = await Draft.OfSamplesAsync(asked.Samples, asked.Each, name, name, asked.Zone);
            return await WriteAsync(asked, name, draft, (file, diagnostics) => DraftTrial.OfSamplesAsync(file, asked.Samples, draft.Each, diagnostics), terminal);
        }
        catch (InferenceException e)
        {
            return await RefuseAsync(e.Message, terminal);
        }
    }

    static async Task<int> RunLiveAsync(Asked asked, string file, int most, Toolbox toolbox, Terminal terminal, CancellationToken cancellationToken)
    {
        if (StreamSelection.FindWithoutMapping(file, toolbox, terminal) is not { } stream) return ExitCodes.Usage;

        var name = asked.Name ?? stream.File.Definition.Mapping;
        if (DraftFolder.WhatIsWrong(name, [], asked.Zone) is { } wrong) return await RefuseAsync(wrong, terminal);

        var records = new List<SourceRecord>();
        var fault = await stream.ReadAsync(new LiveAsk(100, most), page => records.AddRange(page.Records), cancellationToken);
        if (fault is not null) return await RefuseAsync($"{fault.Code}: {fault.Message}", terminal);

        try
        {
            var draft = Draft.OfRecords(records, $"the stream {stream.File.Definition.Name}", name, stream.File.Definition.Source.Value, asked.Zone);
            return await WriteAsync(asked, name, draft, (mapping, diagnostics) => Task.FromResult(DraftTrial.OfRecords(mapping, records, diagnostics)), terminal);
        }
        catch (InferenceException e)
        {
            return await RefuseAsync(e.Message, terminal);
        }
    }

    /// <summary>Writes the files, tries the mapping on the records that it was made of, and tells what came of it.</summary>
    internal static async Task<int> WriteAsync(Asked asked, string name, Draft draft, Func<string, DiagnosticBag, Task<DraftTrial?>> tryOut, Terminal terminal, Tried? tried = null, bool isStreamWritten = false)
    {
        var files = isStreamWritten ? draft.Files.Where(f => f.Key != $"{name}.stream.yaml").ToDictionary() : draft.Files;
        if (DraftFolder.Taken(asked.Folder, files.Keys) is { } taken) return await RefuseAsync($"'{taken}' is there already; nothing is overwritten", terminal);

        DraftFolder.Write(asked.Folder, files);
        var diagnostics = new DiagnosticBag();
        var trial = await tryOut(Path.Combine(asked.Folder, $"{name}.mapping.yaml"), diagnostics);
        if (trial is null)
        {
            // It should not be: what is written is tried on many samples. If it is, a person can mend it and should tell.
            foreach (var diagnostic in diagnostics.All.Where(d => d.Severity == Severity.Error)) DiagnosticPrinter.Text(diagnostic, terminal.OnErrorOutput());
            return ExitCodes.Findings;
        }

        if (asked.Json) WriteJson(asked.Folder, draft, trial, tried, terminal);
        else WriteText(asked.Folder, draft, trial, tried, terminal);
        return trial.Mapped == trial.Records ? ExitCodes.Good : ExitCodes.Findings;
    }

    /// <summary>What the command line asks for.</summary>
    internal sealed record Asked(string[] Samples, string? Each, string? Name, string Folder, string Zone, bool Json);

    /// <summary>What was read with a stream file that was written.</summary>
    internal sealed record Tried(IReadOnlyList<LivePage> Pages, LiveFault? Fault);

    /// <summary>Tells why nothing was written.</summary>
    internal static async Task<int> RefuseAsync(string why, Terminal terminal)
    {
        await terminal.Error.WriteLineAsync($"ihub: {why}");
        return ExitCodes.Usage;
    }

    static void WriteText(string folder, Draft draft, DraftTrial trial, Tried? tried, Terminal terminal)
    {
        foreach (var file in draft.Files.Keys) terminal.Write("wrote ", Styles.Good).Line(Path.Combine(folder, file));
        if (tried is not null) WriteTried(tried, terminal);
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{draft.Records} records of {draft.Format}{(draft.Each is null ? "" : $" from '{draft.Each}'")}: {trial.Mapped} are mapped, {trial.Warnings} things are left to decide (ihub lint {folder})"),
            trial.Mapped == trial.Records ? Styles.Good : Styles.Warning);
        foreach (var (fault, times) in trial.Faults) terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  {times} × {fault}"), Styles.Error);
    }

    static void WriteTried(Tried tried, Terminal terminal)
    {
        var all = tried.Pages.Select(p => p.Page.Total).FirstOrDefault(t => t is not null) is { } total ? string.Create(CultureInfo.InvariantCulture, $" of {total}") : "";
        var last = tried.Pages[^1].IsLast ? "nothing follows" : "more follows";
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"read as the stream file says: {tried.Pages.Count} page{(tried.Pages.Count == 1 ? "" : "s")}, {string.Join(" + ", tried.Pages.Select(p => p.Page.Records.Count))} records{all}; {last}"), Styles.Quiet);
        if (tried.Fault is { } fault) terminal.Write("the next page did not come: ", Styles.Error).Line($"{fault.Code}: {fault.Message}");
    }

    static void WriteJson(string folder, Draft draft, DraftTrial trial, Tried? tried, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Files = draft.Files.Keys.Select(f => Path.Combine(folder, f)),
            draft.Records,
            draft.Format,
            draft.Each,
            Pages = tried?.Pages.Select(p => new { Records = p.Page.Records.Count, p.Page.Total, p.IsLast }),
            Fault = tried?.Fault is { } fault ? new { fault.Code, fault.Message } : null,
            trial.Mapped,
            trial.Warnings,
            Faults = trial.Faults.Select(f => new { Message = f.Fault.ToString(), f.Times }),
        },
        Words.Json));
}
