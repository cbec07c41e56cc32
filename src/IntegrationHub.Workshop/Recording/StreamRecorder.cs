using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Testing;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Reads a stream a little, as a first run would, and makes stub files of what was asked and answered, with people and secrets taken out.</summary>
public static class StreamRecorder
{
    /// <summary>Records. Nothing is written: the files are in what it gives.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="ask">How much is read.</param>
    /// <param name="options">How it is redacted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<StreamRecordingResult> RecordAsync(LiveStream stream, LiveAsk ask, RecordingOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(options);

        var book = new ExchangeBook();
        var pages = new List<LivePage>();
        var calls = 0;
        var fault = await stream.KeptIn(book).ReadAsync(ask, page =>
        {
            pages.Add(page);
            calls = book.All.Count;
        }, cancellationToken);

        // What belongs to a page that did not come answers nothing.
        var exchanges = book.All.Take(calls).ToList();
        if (pages.Count == 0 || exchanges.Count == 0) return new StreamRecordingResult { Pages = pages, Fault = fault };

        var connection = stream.Resolve(new DiagnosticBag())!;
        var secrets = new SecretForms();
        var users = connection.Values.Values.Where(v => !v.IsSecret).Select(v => v.Reveal()).Where(v => v.Length is > 0 and <= 200).ToList();
        foreach (var secret in connection.Values.Values.Where(v => v.IsSecret)) secrets.Add(secret.Reveal(), users);
        var origins = connection.Addresses.Concat(exchanges.Select(e => e.Address)).Select(a => a.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(o => o.Length).ToList();

        var flows = stream.Mapping is { File.Length: > 0 } mapping ? FieldFlows.Of(mapping.File, options.Functions) : null;
        var records = pages.SelectMany(p => p.Page.Records).ToList();
        var areAllOpen = AreAllOpen(stream.Mapping, records);
        var recording = Redact(exchanges, records, new FieldJudge(flows, areAllOpen, options.Keep, options.Redact), new Scrubbing(secrets, origins, options.Seed), stream.HeadersRead);

        var addresses = stream.File.Adapter.Settings.Where(s => s.Kind == SettingKind.Url && connection.Values.ContainsKey(s.Name))
            .ToDictionary(s => s.Name, s => recording.Scrubber.OfAddress(connection.Values[s.Name].Reveal()).TrimEnd('/'), StringComparer.Ordinal);
        var from = new RecordedFrom(stream.File.Definition.Name.Value, stream.File.Adapter.Name, addresses);
        var told = recording.Files.Told.ToList();
        if (flows is not null && !areAllOpen) told.Add("not every case that was recorded is open by its mapping, so all titles were replaced; they stay with --keep");
        if (!pages[^1].IsLast) told.Add("the vendor has more than was recorded: a run against these files ends with a fault behind the last page; ask for more with --pages");
        told.AddRange(recording.Unused.Select(p => $"no field is called '{p}': look at --keep and --redact"));
        foreach (var (setting, value) in connection.Values.Where(v => v.Value.IsSecret && v.Value.Reveal().Length < SecretForms.Shortest)) told.Add($"connection.{setting} has {value.Reveal().Length} characters: so short a secret stands everywhere by chance and was not looked for");
        return recording.Result(from, told) with { Pages = pages, Fault = fault };
    }

    internal static Redacted Redact(IReadOnlyList<Exchange> exchanges, IReadOnlyList<SourceRecord> records, FieldJudge judge, Scrubbing how, IReadOnlyList<string> headers)
    {
        var disguise = new Disguise(how.Seed);
        var scrubber = new Scrubber(disguise, how.Secrets, how.Origins);
        var redaction = new Redaction(judge, disguise, scrubber);
        foreach (var record in records) redaction.Learn(record);
        var files = new StubRecording(redaction, scrubber).Of(exchanges, headers);
        return new Redacted(files, redaction.Fields, disguise, scrubber) { Unused = judge.Unused(redaction.Paths) };
    }

    // One case that not everybody may know of is enough: what its title tells stands in the same field as the others'.
    static bool AreAllOpen(IMapping? mapping, IReadOnlyList<SourceRecord> records) =>
        mapping is not null && records.Select(mapping.Map).All(r => r switch
        {
            MappingResult.MappedCase { Case: var found } => found.Confidentiality == Confidentiality.Open && !found.Parties.Any(p => p.Protected),
            MappingResult.MappedEvent or MappingResult.MappedContact => false,
            MappingResult.Unmappable => false,
            _ => true,
        });
}

/// <summary>How a recording is redacted.</summary>
public sealed record RecordingOptions
{
    /// <summary>The same seed gives the same files of the same answers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Fields that stay as they are: a path, or the end of one.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Fields that are replaced whatever they hold.</summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>The functions that the mapping may call.</summary>
    public MappingFunctions Functions { get; init; } = MappingFunctions.BuiltIn;
}

/// <summary>What is taken out beside people: secrets and addresses; and what is made up comes from.</summary>
internal sealed record Scrubbing(SecretForms Secrets, IReadOnlyList<string> Origins, int Seed);

/// <summary>Exchanges that were redacted.</summary>
internal sealed record Redacted(RecordedFiles Files, IReadOnlyDictionary<string, FieldTally> Fields, Disguise Disguise, Scrubber Scrubber)
{
    /// <summary>What a person named and no answer has.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>The whole folder, looked through once more.</summary>
    public StreamRecordingResult Result(RecordedFrom from, IReadOnlyList<string> told)
    {
        var replaced = Fields.Where(f => f.Value.Replaced > 0).Select(f => f.Key).Order(StringComparer.Ordinal).ToList();
        // A code that the mapping has a table for is told by its own name; a person looks at the rest.
        var kept = Fields.Where(f => f.Value.Stayed > 0 && f.Value.Kind != FieldKind.Harmless).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => new KeptField(f.Key, f.Value.Stayed, f.Value.Kind switch { FieldKind.Kept => "you said so", FieldKind.Code => "the mapping takes it for a code or a number", FieldKind.Open => "a text that open cases tell", _ => "nothing says whose it is" })).ToList();
        var all = new SortedDictionary<string, byte[]>(Files.Files, StringComparer.Ordinal)
        {
            [RecordedFolder.FileName] = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(from, RecordedFrom.Json) + "\n"),
            ["README.md"] = Encoding.UTF8.GetBytes(Readme(from, replaced, kept, told)),
        };
        return new StreamRecordingResult
        {
            Files = all, Stubs = Files.Stubs, Replaced = replaced, Kept = kept, Told = told, Made = Disguise.Counts, Leaks = LastLook.At(all, Disguise, Scrubber.Secrets),
        };
    }

    static string Readme(RecordedFrom from, IReadOnlyList<string> replaced, IReadOnlyList<KeptField> kept, IReadOnlyList<string> told)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Stub files{(from.Stream is null ? "" : $" of the stream `{from.Stream}`")}\n\n");
        text.Append("Recorded with `ihub record` from a real system, and redacted by rules. **No rule finds everybody: a person reads these files before they are shared.**\n\n");
        if (from.Stream is not null) text.Append(CultureInfo.InvariantCulture, $"- `ihub preview {from.Stream} --stubs FOLDER` shows what the mapping makes of them, without a network.\n");
        text.Append("- `ihub replay FOLDER` serves them on this machine.\n\n");
        Append(text, "Kept as they are: look at these", kept.GroupBy(k => k.Why).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}: {string.Join(", ", g.Select(k => $"`{k.Field}`"))}"));
        Append(text, "Replaced, in whole or in part", [string.Join(", ", replaced.Select(r => $"`{r}`"))]);
        Append(text, "To know", told);
        return text.ToString();
    }

    static void Append(StringBuilder text, string heading, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0) return;

        text.Append(CultureInfo.InvariantCulture, $"## {heading}\n\n");
        foreach (var line in all) text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        text.Append('\n');
    }
}

/// <summary>What came of a recording.</summary>
public sealed record StreamRecordingResult
{
    /// <summary>The files by their paths below the folder; empty when nothing could be recorded.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>How many stubs there are.</summary>
    public int Stubs { get; init; }

    /// <summary>The pages that were read.</summary>
    public IReadOnlyList<LivePage> Pages { get; init; } = [];

    /// <summary>Why a page did not come; null when all did.</summary>
    public LiveFault? Fault { get; init; }

    /// <summary>Fields whose values were replaced, in whole or in part.</summary>
    public IReadOnlyList<string> Replaced { get; init; } = [];

    /// <summary>Fields with words in them that stayed.</summary>
    public IReadOnlyList<KeptField> Kept { get; init; } = [];

    /// <summary>What else a person should know.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>How much was made up, of what kind.</summary>
    public IReadOnlyDictionary<string, int> Made { get; init; } = new Dictionary<string, int>();

    /// <summary>What must not stand in the files and does, by file: then they are not to be written.</summary>
    public IReadOnlyList<string> Leaks { get; init; } = [];
}

/// <summary>A field that stayed as it is.</summary>
/// <param name="Field">Its path in the answers, without the marks of lists.</param>
/// <param name="Values">How many values with words stayed.</param>
/// <param name="Why">Why.</param>
public sealed record KeptField(string Field, int Values, string Why);
