using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Drift;
using IntegrationHub.Scheduling;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.Streams;

/// <summary>The keys of a stream file. What reads the file, the schema for editors and the reference are made from them.</summary>
public static class StreamFileKeys
{
    static readonly TimeSpan Zero = TimeSpan.Zero;
    static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    static readonly TimeSpan Day = TimeSpan.FromDays(1);
    static readonly TimeSpan Year = TimeSpan.FromDays(366);

    /// <summary>A whole file, without the sections that adapters describe their sources in.</summary>
    public static KeySpec File { get; } = Section("", "Which source is read, with which adapter and mapping, how and how often.",
        new("stream", KeyKind.Name, "The stream's name, unique in the hub: checkpoints are kept under it.") { IsRequired = true, Example = "sundby-permits" },
        new("source", KeyKind.Name, "The installation that is read; two installations of one product are two sources.") { IsRequired = true, Example = "byggr-sundby" },
        Text("title", "What people call the source.") with { Default = "the source's name", Example = "Building permits" },
        Text("adapter", "The adapter that reads it.") with { IsRequired = true, Example = "byggr" },
        Text("mapping", "The mapping that says what its records mean: the name in a *.mapping.yaml.") with { IsRequired = true, Example = "byggr-permits" },
        Names("connection", "The adapter's settings: what each adapter takes is in its README.", new("", KeyKind.Any, "A setting of the adapter; ${NAME} and ${secret:NAME} stand for values that live elsewhere.")),
        Schedule, Read, Notify, WriteBack, Limits, Retry,
        Section("freshness", "How old the data may get.",
            Duration("goal", Second, Year, "Older data is called stale in answers.") with
            {
                Default = "the longest time between two runs of the schedule and twice the shortest (three times schedule.every), at least 15m",
            }),
        Section("quarantine", "When too much cannot be mapped.",
            new KeySpec("stopAbove", KeyKind.Share, "A run stops when more than this share of its records cannot be mapped.") { Default = "20%" }),
        Section("drift", "What is done about records that change: counted and shown in any case but ignore.",
            Choice("newField", "A field that the mapping neither maps nor ignores.", "report", "ignore") with { Default = "report" },
            Choice("missingField", "A field that the mapping looks at, and that records do not have any more.", "report", "ignore") with { Default = "report" },
            Choice("typeChange", "A field that the mapping looks at, and that holds another kind of thing than before (number became text); quarantine looks at every record.",
                EnumNames.Of(typeof(DriftAction))) with { Default = "report" },
            Choice("newCode", "A code that stands in no row; quarantine holds its record whatever the table says of unknown codes.", EnumNames.Of(typeof(DriftAction))) with { Default = "report" }),
        Names("codes", "A list of codes that the adapter can ask its vendor for, and the code table of the mapping that must know them.", Text("", "The code table.") with { Example = "caseType" })
            with { Default = "none is compared" },
        Section("confidentiality", "How closed the stream's cases are at least.",
            Choice("floor", "Nothing of the stream is ever less closed than this, whatever the mapping says.", EnumNames.Of(typeof(Confidentiality))) with { Default = "open" }),
        Choice("records", "keep: the last record of each case is kept beside it, compressed and encrypted, so that a changed mapping reaches it without the vendor. none: nothing is kept.",
            EnumNames.Of(typeof(RecordKeeping))) with { Default = "keep; none where confidentiality.floor is restricted or more closed" });

    static KeySpec Schedule => Section("schedule", "When the stream is read.",
        Duration("every", Second, Year, "How often it is read.") with { Default = "5m" },
        Text("cron", "When it is read, as five fields of cron in the municipality's zone; instead of every.") with { Example = "30 4 * * 1-5" },
        Duration("jitter", Zero, TimeSpan.FromHours(12), "Each run is put off by a random time up to this, so that not all streams start at once.") with { Default = "0s" },
        new("windows", KeyKind.Texts, "Runs begin within these times of day only.") { Default = "always", Example = "06:00-20:00" },
        Choice("misfire", "What becomes of runs whose time passed while nothing could run: runOnce makes up for all with one, skip leaves them out.", EnumNames.Of(typeof(MisfirePolicy))) with { Default = "runOnce" });

    static KeySpec Read => Section("read", "How the stream is read.",
        Choice("strategy", "cursor: what changed since the last read. snapshot: everything, every time. windowed: window of time after window of time, open cases again by their keys.",
            EnumNames.Of(typeof(ReadStrategy))) with { IsRequired = true },
        Duration("lookback", Zero, Year, "Each read begins this much before where the last one ended; repeats are harmless.") with { Default = "10m; 1d with window.dates" },
        Duration("settle", Zero, TimeSpan.FromDays(31), "What changed less than this ago is left for the next read: it may not be visible yet.") with { Default = "1m" },
        new("from", KeyKind.Moment, "The first read begins here; must be there with strategy windowed.") { Default = "everything", Example = "2020-01-01T00:00:00+01:00" },
        Section("page", "What one call asks for.", Number("size", 1, 100_000, "How many records a page is asked to hold.") with { Default = "500" }),
        Section("batch", "What one transaction holds.",
            Number("size", 1, 1_000_000, "How many records are gathered for one transaction at most.") with { Default = "5000" },
            Duration("time", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), "How long they are gathered at most.") with { Default = "2s" }),
        Section("window", "Windows of time; with strategy windowed only.",
            Duration("first", Millisecond, Year, "How wide the first window is.") with { Default = "1d" },
            Duration("min", Millisecond, Year, "No window is made narrower than this.") with { Default = "1s; 1d with dates" },
            Duration("max", Millisecond, Year, "No window is made wider than this.") with { Default = "90d" },
            Flag("dates", "true for a vendor that filters by whole days.") with { Default = "false" },
            Number("rows", 1, 1_000_000, "How many records a window is to bring.") with { Default = "read.page.size" }),
        Section("reread", "Reading open cases again by their keys; with strategy windowed only.",
            Duration("every", Second, Year, "How often; never is a choice.") with { Default = "every run", Choices = ["never"] },
            Number("batch", 1, 10_000, "How many keys one call asks for.") with { Default = "50" },
            Duration("closedFor", Zero, Year * 10, "Cases that were closed less than this ago are read again too.") with { Default = "0s: none" }),
        Section("full", "Reading everything, so that what vanished is noticed.",
            Duration("every", Minute, Year, "How often a cursor or windowed stream is read whole.") with { Default = "never" },
            Section("guard", "How much a complete read removes without a person's word.",
                new("maxShare", KeyKind.Share, "At most this share of the stream's cases.") { Default = "5%" },
                Number("maxCases", 0, int.MaxValue, "And at most so many.") with { Default = "100" },
                Number("alwaysAllowed", 0, 10_000, "So few may go whatever share they are; what is more waits for a decision.") with { Default = "3" }))) with { IsRequired = true };

    static KeySpec Notify => Section("notify", "The vendor tells when something changes.",
        Choice("kind", "How a notification proves where it comes from.", "standard-webhooks", "zgw") with { IsRequired = true },
        new("secrets", KeyKind.Texts, "The secrets that a notification may be proved with, as ${secret:NAME}; several while one is being replaced, at most four.") { IsRequired = true, Example = "${secret:NAME}" },
        Text("key", "The names that lead to the case's key in a notification; must be there with standard-webhooks.") with { Default = "hoofdObject with zgw", Example = "data.id" },
        Text("base", "The vendor's address under which every address in a notification must lie; must be there with zgw.") with { Example = "https://zaken.sundby.example/zaken/api/v1/" },
        Text("case", "What follows the base in the address of a case, with {key} where its key stands.") with { Default = "{key}", Example = "zaken/{key}" },
        new("only", KeyKind.Texts, "Only notifications of these types are taken; of these channels with zgw.") { Default = "all" },
        Duration("tolerance", TimeSpan.FromSeconds(10), Hour, "How far the time of a signature may lie from the hub's; with standard-webhooks only.") with { Default = "5m" },
        Size("maxBody", 1024, 1024 * 1024, "The largest notification.") with { Default = "64KB" },
        Number("maxWaiting", 1, 1_000_000, "How many notifications wait at most; more are refused until some are read.") with { Default = "10000" },
        Duration("gather", Zero, TimeSpan.FromMinutes(10), "How long notifications are gathered before their cases are read.") with { Default = "1s" },
        Number("batch", 1, 10_000, "How many keys one call asks for.") with { Default = "50" },
        Number("attempts", 1, 100, "How often a case that cannot be read alone is tried before its notification becomes a dead letter.") with { Default = "8" });

    static KeySpec WriteBack => Section(WriteBackSection.Key, "What may be written to the vendor; a kind that is not named is off. What an adapter can write, and with which settings, is in its README.",
        OfKind(WriteKind.Note, "Notes for those who handle a case."),
        OfKind(WriteKind.Message, "Messages to the citizen in the vendor's own channel."),
        OfKind(WriteKind.Status, "Other statuses of cases."),
        OfKind(WriteKind.Create, "New cases."),
        OfKind(WriteKind.Attach, "Files on cases."),
        OfKind(WriteKind.HandOver, "Handing cases over to another unit, group or person.")) with { Default = "nothing is written" };

    static KeySpec OfKind(WriteKind kind, string description) =>
        Names(EnumNames.Of(kind), description, new("", KeyKind.Any, "A setting that the adapter has for it; ${NAME} and ${secret:NAME} stand for values that live elsewhere.")) with { Example = "{}" };

    static KeySpec Limits => Section("limits", "What one call and one run may use.",
        Duration("timeout", TimeSpan.FromMilliseconds(100), Hour, "The longest time for one answer.") with { Default = "the adapter's" },
        Number("requestsPerMinute", 1, 1_000_000, "How many calls the vendor is sent.") with { Default = "600" },
        Size("maxAnswer", 1024, 16L << 30, "The largest answer, decompressed.") with { Default = "64MB" },
        Size("maxRecord", 1024, 1L << 30, "The largest record.") with { Default = "4MB" },
        Number("maxDepth", 4, 1000, "How deep an answer may be nested.") with { Default = "128" },
        Number("maxPages", 1, int.MaxValue, "How many pages one run may read.") with { Default = "100000" },
        Duration("maxRunTime", Second, TimeSpan.FromDays(31), "How long one run may take; what it committed stays.") with { Default = "6h" });

    static KeySpec Retry => Section("retry", "When calls are repeated and when the vendor is left alone.",
        Number("attempts", 1, 20, "How often a read is tried in all.") with { Default = "5" },
        Duration("firstDelay", TimeSpan.FromMilliseconds(10), Hour, "The wait before the second try; it doubles.") with { Default = "1s" },
        Duration("maxDelay", TimeSpan.FromMilliseconds(10), Day, "The longest wait.") with { Default = "2m" },
        Section("breaker", "Leaving a vendor alone that does not answer.",
            Number("failures", 1, 1000, "After so many outages in a row.") with { Default = "10" },
            Duration("openFor", Second, Day, "For so long.") with { Default = "2m" }));
}
