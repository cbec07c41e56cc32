using IntegrationHub.Diagnostics;
using static IntegrationHub.Diagnostics.Provoking;

namespace IntegrationHub.Configuration;

/// <summary>What the codes about a file as such mean.</summary>
internal static class FileDiagnostics
{
    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new("IH1001", "The file is larger than the hub reads: it has more than 2,097,152 characters.", "Put code tables into CSV files of their own, or split the file."),
        new("IH1002", "The file is empty.", "Write it, or delete it.") { Example = OfFile("example.mapping.yaml", "") },
        new("IH1003", "A second YAML document begins in the file.", "Put it into a file of its own; one file is one document.") { Example = OfFile("example.mapping.yaml", "mapping: one\n---\nmapping: two\n") },
        new("IH1004", "The file is no YAML, or none that the hub reads. The message tells what YAML stumbled over.", "Mostly a value with a sign that YAML keeps for itself: put the whole value into double quotes.")
            { Example = OfFile("example.mapping.yaml", "fields:\n  summary: @note\n") },
        new("IH1005", "A key is a list or a section.", "Write a text as the key.") { Example = OfFile("example.mapping.yaml", "? [a, b]\n: c\n") },
        new("IH1006", "A key stands twice in one section; which of the two was meant cannot be known.", "Delete one.") { Example = OfMapping("version: 1.0.0\nfields:\n  summary: note\n  summary: text\n") },
        new("IH1007", "An anchor (&name) or an alias (*name) stands in the file. They are not read: a file should say what it means where it says it.", "Write the value out where it is needed.")
            { Example = OfMapping("fields:\n  summary: &note note\n") },
        new("IH1008", "A YAML tag (!name) stands in the file.", "Write the value without it.") { Example = OfMapping("fields:\n  summary: !text note\n") },
        new("IH1020", "The file cannot be read: it is not there any more, is larger than 16 MB, or the process may not read it.", "Look at the message, and at the rights of the file."),
        new("IH1021", "The file is not in UTF-8.", "Save it as UTF-8; most editors ask for the encoding when they save.") { Example = OfFile("example.mapping.yaml", "mapping: b\uFFFDggr\n") },
        new("IH1022", "The file holds a list or a single text instead of keys with values.", "Begin with a key: 'mapping: NAME', 'stream: NAME', 'tests:', 'tenant: NAME'.") { Example = OfFile("example.stream.yaml", "- stream: permits\n") },
        new("IH1023", "There is no such file or folder.", "Correct the path; it is relative to the folder of the file that names it.") { Example = OfHub("streams: [mapings]\n") },
    ];
}
