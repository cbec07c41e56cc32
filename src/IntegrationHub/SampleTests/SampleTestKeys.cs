using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.SampleTests;

/// <summary>The keys of a test file. What reads the file, the schema for editors and the reference are made from them.</summary>
public static class SampleTestKeys
{
    static readonly KeySpec Records = Text("records", "XML: the element of a record. JSON: the path to their list.") with { Default = "the whole sample, or each item of a JSON list, or each row" };
    static readonly KeySpec Record = Number("record", 1, int.MaxValue, "Which of several records, from 1.");
    static readonly KeySpec With = Names("with", "JSON and XML samples: other values in places that the sample has.", new("", KeyKind.Any, "The value that stands there instead."));

    /// <summary>What one note is, where more than its code is said.</summary>
    internal static KeySpec Note { get; } = Section("", "A note that the mapping is to make.",
        Text("code", "Its code.") with { Example = "IH3205" },
        Text("field", "The field that it is about.") with { Example = "parties[1].email" },
        Text("unknownCode", "The code that no table has."));

    /// <summary>What one applied record is, where more than its sample is said.</summary>
    internal static KeySpec Applied { get; } = Section("", "A record that is applied.",
        Text("input", "The sample, relative to the test file.") with { IsRequired = true, Example = "../samples/permits.xml" },
        Records, Record, With);

    /// <summary>What the index holds, beside the fields of the case.</summary>
    internal static KeySpec Index { get; } = Section("index", "What the index holds after `apply`, through the same upsert as a run: fields of the case among others, and these keys.",
        Text("key", "The case that is looked at.") with { Default = "that of the last record" },
        Choice("removed", "The case has left, for this reason.", EnumNames.Of(typeof(TombstoneReason))),
        Flag("absent", "true: there is no such case."),
        Flag("held", "Whether a newer record of the case waits in quarantine."));

    /// <summary>What one test is.</summary>
    internal static KeySpec Test { get; } = Section("", "One test: records, and what is to become of them.",
        Text("name", "What is tested, as a sentence that somebody could dispute; no two tests have the same.") with { IsRequired = true },
        Text("input", "The sample, relative to the test file.") with { Example = "../samples/permits.xml" },
        List("apply", "Samples that are applied to an empty index one after the other; with `index`.", Applied) with { Each = Applied with { Or = [Text("", "The sample.")] } },
        new("forEach", KeyKind.Texts, "Samples each of whose records is looked at; `*` and `?` stand for parts of the file's name. With `check`.") { Example = "../samples/*.json" },
        Records, Record, With,
        new("expect", KeyKind.Any, "The record becomes a case, event or contact with these values among others."),
        new("exactly", KeyKind.Any, "The record becomes a case, event or contact with these values and no others."),
        Section("quarantine", "The record cannot be mapped, for this reason.",
            Text("code", "The diagnostic's code.") with { Example = "IH3102" },
            Text("field", "The field that it is about.") with { Example = "status" }),
        Flag("skipped", "true: the record is left out on purpose."),
        Section("deleted", "The record says that the case or contact is gone.",
            Choice("reason", "Why.", EnumNames.Of(typeof(TombstoneReason))),
            Flag("erased", "Whether its data must go at once.")),
        new("index", KeyKind.Any, Index.Description),
        new("check", KeyKind.Expression, "A condition over `case` (or `event`, `contact`) that is true of every mapped record.") { Result = "bool", Example = "not (case.title | regex('\\d{6}'))" },
        Text("snapshot", "What the record becomes is what `ihub test --accept` wrote down, in `expected/NAME.json` beside the test file.") with { Example = "granted" },
        List("notes", "The mapping makes exactly these notes; [] expects none.", Note) with { Each = Note with { Or = [Text("", "Its code.")] } });

    /// <summary>The whole file.</summary>
    public static KeySpec File { get; } = Section("", "Tests of the mapping beside which the file's folder lies.",
        Text("mapping", "The mapping that is tested, where the folder has several."),
        List("tests", "The tests.", Test) with { IsRequired = true });
}
