using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Workshop.Inference;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Cli;

/// <summary><c>ihub infer --url</c>: first files for an API of which nothing is known.</summary>
internal static class ApiInference
{
    /// <summary>Asks once, writes the stream file, reads with it, and writes the mapping of what came.</summary>
    public static async Task<int> RunAsync(InferCommand.Asked asked, string url, string[] headers, int most, Toolbox toolbox, Terminal terminal, CancellationToken cancellationToken)
    {
        var name = asked.Name ?? DraftFolder.NameOf(asked.Folder);
        if (DraftFolder.WhatIsWrong(name, asked.Samples, asked.Zone) is { } wrong) return await InferCommand.RefuseAsync(wrong, terminal);
        if (AskedAddress.Read(url, headers, out var problem) is not { } address) return await InferCommand.RefuseAsync(problem!, terminal);

        try
        {
            var (answer, fault) = asked.Samples.Length > 0
                ? (new ApiAnswer(await File.ReadAllBytesAsync(asked.Samples[0], cancellationToken), HasNextLink: null), null)
                : await ApiCall.AskAsync(address, SettingSources.OfMachine(), TimeProvider.System, cancellationToken);
            if (answer is null) return await InferCommand.RefuseAsync(fault!, terminal);

            var stream = await Draft.OfApiAsync(address, answer, asked.Each, name, asked.Zone);
            if (DraftFolder.Taken(asked.Folder, [stream.File, $"{name}.mapping.yaml"]) is { } taken) return await InferCommand.RefuseAsync($"'{taken}' is there already; nothing is overwritten", terminal);
            if (asked.Samples.Length > 0)
            {
                var ofSamples = (await Draft.OfSamplesAsync(asked.Samples, stream.Each, name, name, asked.Zone)).With(stream);
                return await InferCommand.WriteAsync(asked, name, ofSamples, (file, diagnostics) => DraftTrial.OfSamplesAsync(file, asked.Samples, stream.Each, diagnostics), terminal);
            }

            DraftFolder.Write(asked.Folder, new Dictionary<string, string> { [stream.File] = stream.Text });
            return await ReadAsDraftedAsync(asked, stream, name, most, toolbox, terminal, cancellationToken);
        }
        catch (InferenceException e)
        {
            return await InferCommand.RefuseAsync(e.Message, terminal);
        }
    }

    // What is written is tried at once: pages are turned as it says, and the mapping is made of what came.
    static async Task<int> ReadAsDraftedAsync(InferCommand.Asked asked, ApiDraft stream, string name, int most, Toolbox toolbox, Terminal terminal, CancellationToken cancellationToken)
    {
        const int Pages = 3;
        var path = Path.Combine(asked.Folder, stream.File);
        if (StreamSelection.FindWithoutMapping(path, toolbox, terminal) is not { } live) return ExitCodes.Findings;

        var records = new List<SourceRecord>();
        var pages = new List<LivePage>();
        var fault = await live.ReadAsync(new LiveAsk(Pages, most), page => { pages.Add(page); records.AddRange(page.Records); }, cancellationToken);
        if (records.Count == 0) return await FailAsync(path, fault, terminal);

        var draft = Draft.OfRecords(records, stream.File, name, name, asked.Zone).With(stream);
        var code = await InferCommand.WriteAsync(asked, name, draft, (mapping, diagnostics) => Task.FromResult(DraftTrial.OfRecords(mapping, records, diagnostics)), terminal, new InferCommand.Tried(pages, fault), isStreamWritten: true);
        return fault is null ? code : ExitCodes.Findings;
    }

    static async Task<int> FailAsync(string path, LiveFault? fault, Terminal terminal)
    {
        await terminal.Error.WriteLineAsync($"ihub: wrote {path}, and nothing can be read with it{(fault is null ? "" : $": {fault.Code}: {fault.Message}")}. Correct it (ihub check {path}), then go on with ihub infer --stream {path}");
        return ExitCodes.Findings;
    }
}
