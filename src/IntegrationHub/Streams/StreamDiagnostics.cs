using IntegrationHub.Diagnostics;
using static IntegrationHub.Diagnostics.Provoking;

namespace IntegrationHub.Streams;

/// <summary>What the codes about stream files and <c>hub.yaml</c> mean.</summary>
internal static class StreamDiagnostics
{
    const string Windowed = "adapter: open311\nconnection: { url: \"https://open311.example/\", maxRows: 200 }\n";

    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new(StreamCodes.UnknownKey, "A key that the file does not have.", "Correct it, or delete it.") { Example = OfStream("limits: { timeuot: 30s }\n") },
        new(StreamCodes.MissingKey, "A key that must be there is missing.", "Add it.") { Example = OfStream("source:\n") with { Files = [new ExampleFile("example.stream.yaml", "stream: example\n")], Shown = "stream: example\n" } },
        new(StreamCodes.WrongValue, "A value of the wrong kind.", "Write it as the message says.") { Example = OfStream("schedule: { every: 5 }\n") },
        new(StreamCodes.OutOfRange, "A value that is too small or too large.", "Write one in the range that the message names.") { Example = OfStream("read: { strategy: snapshot, page: { size: 0 } }\n") },
        new(StreamCodes.NoName, "A name that is none: lower-case letters a to z, digits and single hyphens, starting with a letter, at most 64.", "Write it so.") { Example = OfStream("source: Sundby Permits\n") },
        new(StreamCodes.Strategy, "A strategy that there is not, or that the adapter does not offer.", "Take one that the message names.") { Example = OfStream("read: { strategy: windowed, from: 2020-01-01T00:00:00Z }\n") },
        new(StreamCodes.Contradiction, "Two keys that contradict each other, or a key that has no effect beside another.", "Take one of them away.") { Example = OfStream("schedule: { every: 5m, cron: '30 4 * * *' }\n") },
        new(StreamCodes.Stale, "Warning: the freshness goal is shorter than the longest time between two reads, so answers would call good data stale.", "Raise freshness.goal, or read more often.") { Example = OfStream("schedule: { every: 1h }\nfreshness: { goal: 5m }\n") },

        new(StreamCodes.UnknownAdapter, "An adapter that there is not.", "Correct its name; an adapter of another package must be added to the hub.") { Example = OfStream("", adapter: "adapter: fiels\n") },
        new(StreamCodes.UnknownSetting, "A setting that the adapter does not have.", "Correct it; the adapter's README lists its settings.") { Example = OfStream("", adapter: "adapter: files\nconnection: { folder: drop, content: complete, fodler: x }\n") },
        new(StreamCodes.MissingSetting, "A setting that the adapter must have is missing.", "Add it under connection.") { Example = OfStream("", adapter: "adapter: files\nconnection: { content: complete }\n") },
        new(StreamCodes.WrongSetting, "A setting of the wrong kind.", "Write it as the message says.") { Example = OfStream("", adapter: "adapter: files\nconnection: { folder: drop, content: all }\n") },
        new(StreamCodes.LiteralSecret, "A secret stands in the file.", "Write \"${secret:NAME}\", and take what stood here as known to others: change it.") { Example = OfStream("", adapter: "adapter: open-eplatform\nconnection: { url: \"https://e.example/\", username: hub, password: example, families: '1' }\n") },
        new(StreamCodes.Address, "An address that is none, that holds a user name or a password, or to which data would be sent unencrypted.", "Write an address that begins with https://. Where the way to the host is protected otherwise, write insecure: true beside it.")
            { Example = OfStream("read: { strategy: windowed, from: 2020-01-01T00:00:00Z }\n", adapter: "adapter: open311\nconnection: { url: \"http://open311.example/\", maxRows: 200 }\n") with { Shown = "connection: { url: \"http://open311.example/\" }\n" } },
        new(StreamCodes.Reference, "A reference that cannot be read.", "Write \"${NAME}\" or \"${secret:NAME}\": the name in letters, digits, '_', '-' and '.', starting with a letter.") { Example = OfStream("", adapter: "adapter: files\nconnection: { folder: \"${DROP FOLDER}\", content: complete }\n") },
        new(StreamCodes.MisplacedSecret, "A secret in a setting that is not secret: its value may be logged.", "Use the adapter's setting for secrets, or a plain reference.") { Example = OfStream("", adapter: "adapter: files\nconnection: { folder: \"${secret:FOLDER}\", content: complete }\n") },
        new(StreamCodes.UnknownCodeList, "A list of codes that the adapter cannot ask its vendor for.", "Take one that the message names, or take the key away.") { Example = OfStream("codes: { statuses: status }\n") },

        new(StreamCodes.CannotWrite, "A kind of command under writeBack that the adapter cannot write.", "Take one that the message names, or take the key away.") { Example = OfStream("writeBack: { note: {} }\n") },

        new(StreamCodes.UnresolvedSetting, "A setting that ${NAME} refers to has no value.", "Set the environment variable of that name, or give the value in code."),
        new(StreamCodes.UnresolvedSecret, "A secret that ${secret:NAME} refers to has no value.", "Put it into a file of that name in the folder that IHUB_SECRETS_DIR names, or into an environment variable of that name."),

        new(StreamCodes.DuplicateStream, "Two stream files give the same name. Checkpoints are kept under it, so none of them is read.", "Give each its own.")
            { Example = Twins("example.stream.yaml", "example-2.stream.yaml", "stream: example\n") },
        new(StreamCodes.UnknownMapping, "A mapping that there is not.", "Correct its name; it stands in a *.mapping.yaml file.") { Example = OfStream("mapping: exampel\n") },
        new(StreamCodes.DuplicateMapping, "Two mapping files give the same name.", "Give each its own.") { Example = Twins("example.mapping.yaml", "example-2.mapping.yaml", "mapping: example\n") },
        new(StreamCodes.OtherSource, "Warning: the mapping says that it was written for another source or stream.", "Correct the stream file's mapping, or source.system and source.stream in the mapping.") { Example = OfStream("source: other\n") },
        new(StreamCodes.UnknownCodeTable, "A code table that the mapping does not have, or that has several columns.", "Correct the table's name.")
            { Example = OfStream("read: { strategy: windowed, from: 2020-01-01T00:00:00Z }\ncodes: { services: kinds }\n", Windowed) with { Shown = "codes: { services: kinds }\n" } },
        new(StreamCodes.KeysBesideIndex, "Warning: the keys lie in the data folder. Who copies or steals the folder can read everything in it.", "Keep them elsewhere.") { Example = OfHub("keys: data/hub.keys\n") },

        new("IH5041", "The hub's options name no municipality.", "Set options.Tenant: lower-case letters, digits and single hyphens."),
        new("IH5042", "The hub's options name no keys. Without keys nothing personal can be stored.", "Read them with KeyRingFile.Read; make them once with KeyRingFile.CreateNew, and keep a copy in a safe place."),
        new("IH5043", "The hub's options name no folder of stream files.", "Add it to options.StreamFolders."),

        new("IH5901", "The store could not write: the disk is full, or something else has the file.", "See that there is room. What was committed is safe, and the next run goes on from there."),
        new("IH5902", "The store takes neither a record nor its entry in quarantine, so nothing behind it was read.", "Report it."),
    ];

    static DiagnosticExample Twins(string one, string two, string shown)
    {
        var files = OfStream("").Files;
        var twin = files.First(f => f.Name == one);
        return new DiagnosticExample($"# {one}\n{shown}\n# {two}\n{shown}", [.. files, twin with { Name = two }]);
    }
}
