using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Workshop.Live;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Cli;

/// <summary><c>ihub record</c>: keeps what a live system answers as stub files, with people and secrets taken out.</summary>
internal static class RecordCommand
{
    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var stream = new Argument<string?>("stream") { Description = "A stream file, or the name of a stream. With --proxy it may be left out.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string>("--out") { Description = "The folder that the files are written to. Nothing that is there is overwritten.", HelpName = "FOLDER", Required = true };
        var pages = new Option<int>("--pages") { Description = "How many pages are read.", HelpName = "N", DefaultValueFactory = _ => 3 };
        var since = new Option<string?>("--since") { Description = "What has changed since so long ago: 2h, 7d. Unless given what the first run of the stream would read; of a windowed one the last read.window.max.", HelpName = "SPAN" };
        var proxy = new Option<string?>("--proxy") { Description = "Read nothing; stand before this address, pass on what others call, and record it until Ctrl-C.", HelpName = "URL" };
        var listen = new Option<string>("--listen") { Description = "With --proxy: where it stands; port 0 takes one that is free.", HelpName = "127.0.0.1:PORT", DefaultValueFactory = _ => "127.0.0.1:8089" };
        var keep = new Option<string[]>("--keep") { Description = "A field that stays as it is: its path, or the end of it. May be given several times.", HelpName = "FIELD" };
        var redact = new Option<string[]>("--redact") { Description = "A field that is replaced whatever it holds. May be given several times.", HelpName = "FIELD" };
        var seed = new Option<int>("--seed") { Description = "What is made up: the same seed gives the same files of the same answers.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var hub = CommonOptions.Hub();
        var format = CommonOptions.Format("How it is told: text for people, json for programs (one object and nothing else).");
        var command = new TaughtCommand("record", "Keeps what a live system answers as stub files, with people and secrets taken out.",
            """
            The stream is read as a first run would: through its adapter, with its sign-in, limits and retries; no cursor is moved, nothing is stored. Each question and its answer become a
            stub in WireMock's mapping format (mappings/, bodies in __files/), for tests, for 'ihub preview --stubs', for 'ihub replay', and for colleagues without access.

            Taken out are: the stream's secrets wherever they stand, sign-in, tokens and cookies; numbers of people, mail addresses and telephone numbers wherever they stand; and by the
            stream's mapping the names, addresses and texts that the hub's store would encrypt, and what is called so where nobody maps it. In their place stand made-up ones of the same
            form, the same one everywhere: numbers of the test series, example.com, telephone numbers that are kept free for books. What decides something – codes, keys – stays.

            With --proxy nothing is read: whatever calls this machine instead of the system – the hub, a browser, curl – is passed on and recorded, until Ctrl-C. What others sign in with is
            known by where it stands. A stream beside it says by its mapping whose fields are whose.

            No rule finds everybody. Fields that stayed are listed; A PERSON READS THE FILES BEFORE THEY ARE SHARED.

            Exit codes: 0 recorded; 1 a page did not come (what came before it is recorded), or something that must not be there was found in the files, and none is written;
            2 there is no such stream, its files have errors, it calls nobody over HTTP, the folder is not empty, the port is taken, or nothing was called.

            Examples:
              ihub record mappings/signalen/signalen-reports.stream.yaml --out stubs/signalen
              ihub record building-permits --pages 10 --since 30d --out stubs/permits --redact note --keep category.text
              ihub record signalen-reports --proxy https://meldingen.example --out stubs/signalen
            """)
        {
            stream, folder, pages, since, proxy, listen, keep, redact, seed, hub, format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            TimeSpan? span = null;
            if (parsed.GetValue(since) is { } written)
            {
                if (ValueSyntax.Duration(written, out var read) is { } wrong) return Refuse($"--since '{written}' {wrong}", terminal);
                span = read;
            }

            var target = parsed.GetValue(folder)!;
            if (parsed.GetValue(pages) < 1) return Refuse("--pages is at least 1", terminal);
            if (WhyNot(target) is { } reason) return Refuse(reason, terminal);
            var options = new RecordingOptions { Seed = parsed.GetValue(seed), Keep = parsed.GetValue(keep) ?? [], Redact = parsed.GetValue(redact) ?? [], Functions = toolbox.Functions };
            var json = parsed.GetValue(format) == CommonOptions.Json;
            LiveStream? found = null;
            if (parsed.GetValue(stream) is { } asked)
            {
                found = StreamSelection.Find(asked, parsed.GetValue(hub)!, toolbox, terminal);
                if (found is null) return ExitCodes.Usage;
            }

            if (parsed.GetValue(proxy) is { } address)
            {
                if (!Uri.TryCreate(address, UriKind.Absolute, out var vendor) || vendor.Scheme is not ("http" or "https")) return Refuse($"--proxy '{address}' is no http or https address", terminal);
                if (ReplayCommand.Port(parsed.GetValue(listen)!) is not { } port) return Refuse($"--listen '{parsed.GetValue(listen)}' is no address of this machine with a port: 127.0.0.1:8089", terminal);

                return await StandBeforeAsync(vendor, port, found, target, options, json, terminal, cancellationToken);
            }

            if (found is null) return Refuse("name a stream, or an address with --proxy", terminal);
            if (!found.CallsOverHttp) return Refuse(NobodyCalled(found.File.Adapter.Name), terminal);

            var recording = await StreamRecorder.RecordAsync(found, new LiveAsk(parsed.GetValue(pages), int.MaxValue, span), options, cancellationToken);
            return recording.Files.Count == 0 && recording.Fault is null ? Refuse(NobodyCalled(found.File.Adapter.Name), terminal) : Finish(recording, target, json, terminal);
        });
        return command;
    }

    static int Refuse(string why, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {why}");
        return ExitCodes.Usage;
    }

    static string NobodyCalled(string adapter) => $"the adapter '{adapter}' calls nobody over HTTP: it reads from this machine or from a database, and there is nothing to record";

    // Files of another recording among these would answer too.
    static string? WhyNot(string folder) =>
        File.Exists(folder) ? $"'{folder}' is a file; --out names a folder"
        : Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() ? $"'{folder}' is not empty; stub files of another recording would answer too, so name a folder that is new or empty"
        : null;

    static async Task<int> StandBeforeAsync(Uri vendor, int port, LiveStream? stream, string folder, RecordingOptions options, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        // The one object is the last thing on the output.
        var progress = json ? terminal.OnErrorOutput() : terminal;
        ProxyRecorder recorder;
        try
        {
            recorder = await ProxyRecorder.StartAsync(vendor, port, call => CallPrinter.Write(call, progress));
        }
        catch (IOException taken)
        {
            return Refuse(ReplayCommand.Taken(port, taken), terminal);
        }

        await using (recorder)
        {
            progress.Line($"{recorder.Address.GetLeftPart(UriPartial.Authority)} passes calls on to {vendor.GetLeftPart(UriPartial.Authority)}. Ctrl-C ends it and writes {folder}.", Styles.Good);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // That is how it ends.
            }

            var recording = recorder.Finish(stream, options);
            foreach (var told in recording.Files.Count == 0 ? recording.Told : []) terminal.Error.WriteLine($"ihub: {told}");
            return recording.Files.Count == 0 ? Refuse("nothing was called that could be recorded", terminal) : Finish(recording, folder, json, terminal);
        }
    }

    static int Finish(StreamRecordingResult recording, string folder, bool json, Terminal terminal)
    {
        var isClean = recording.Leaks.Count == 0;
        if (isClean)
        {
            try
            {
                Write(folder, recording.Files);
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                return Refuse($"'{folder}' cannot be written: {unwritable.Message}", terminal);
            }
        }

        if (json) WriteJson(recording, folder, terminal);
        else WriteText(recording, folder, terminal);
        return isClean && recording.Fault is null ? ExitCodes.Good : ExitCodes.Findings;
    }

    static void Write(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        foreach (var (file, bytes) in files)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    static void WriteText(StreamRecordingResult recording, string folder, Terminal terminal)
    {
        CallPrinter.Write([.. recording.Pages.SelectMany(p => p.Calls), .. recording.Fault?.Calls ?? []], terminal);
        if (recording.Fault is { } fault) terminal.Write("this page did not come: ", Styles.Error).Line($"{fault.Code}: {fault.Message}");
        if (recording.Leaks.Count > 0)
        {
            terminal.Line("nothing was written: what must not be there is there all the same", Styles.Error);
            foreach (var leak in recording.Leaks) terminal.Line($"  {leak}", Styles.Error);
            terminal.Line("Take fields out with --redact, or fewer in with --keep; if it stays, please report it: the redaction has a hole.");
            return;
        }

        if (recording.Files.Count == 0) return;

        foreach (var told in recording.Told) terminal.Write("note: ", Styles.Warning).Line(told);
        terminal.Line($"made up: {string.Join(", ", recording.Made.Where(m => m.Value > 0).Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Value} {m.Key}")))}");
        terminal.Line($"replaced in: {string.Join(", ", recording.Replaced)}");
        if (recording.Kept.Count > 0)
        {
            terminal.Line("these fields were kept as they are; look at them:", Styles.Warning);
            foreach (var why in recording.Kept.GroupBy(k => k.Why)) terminal.Line($"  {why.Key}: {string.Join(", ", why.Select(k => k.Field))}");
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{recording.Stubs} stubs in {folder}. No rule finds everybody: read the files before you share them."), Styles.Good);
    }

    static void WriteJson(StreamRecordingResult recording, string folder, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Folder = folder,
            Files = recording.Leaks.Count == 0 ? recording.Files.Keys : [],
            recording.Stubs,
            Fault = recording.Fault is null ? null : new { recording.Fault.Code, recording.Fault.Message, recording.Fault.Calls },
            recording.Made,
            recording.Replaced,
            recording.Kept,
            Notes = recording.Told,
            recording.Leaks,
        },
        Words.Json));
}
