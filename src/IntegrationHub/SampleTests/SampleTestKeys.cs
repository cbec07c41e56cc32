using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.SampleTests;

/// <summary>The keys of a test file. What reads the file, the schema for editors and the reference are made from them.</summary>
public static class SampleTestKeys
{
    /// <summary>What one note is, where more than its code is said.</summary>
    internal static KeySpec Note { get; } = Section("", "A note that the mapping is to make.",
        Text("code", "Its code.") with { Example = "IH3205" },
        Text("field", "The field that it is about.") with { Example = "parties[1].email" },
        Text("unknownCode", "The code that no table has."));

    /// <summary>What one test is.</summary>
    internal static KeySpec Test { get; } = Section("", "One test: a record, and what is to become of it.",
        Text("name", "What is tested, as a sentence that somebody could dispute; no two tests have the same.") with { IsRequired = true },
        Text("input", "The sample, relative to the test file.") with { IsRequired = true, Example = "../samples/permits.xml" },
        Text("records", "XML: the element of a record. JSON: the path to their list.") with { Default = "the whole sample, or each item of a JSON list, or each row" },
        Number("record", 1, int.MaxValue, "Which of several records, from 1."),
        Names("with", "JSON and XML samples: other values in places that the sample has.", new("", KeyKind.Any, "The value that stands there instead.")),
        new("expect", KeyKind.Any, "The record becomes a case or event with these values among others."),
        new("exactly", KeyKind.Any, "The record becomes a case or event with these values and no others."),
        Section("quarantine", "The record cannot be mapped, for this reason.",
            Text("code", "The diagnostic's code.") with { Example = "IH3102" },
            Text("field", "The field that it is about.") with { Example = "status" }),
        Flag("skipped", "true: the record is left out on purpose."),
        Section("deleted", "The record says that the case is gone.",
            Choice("reason", "Why.", EnumNames.Of(typeof(TombstoneReason))),
            Flag("erased", "Whether its data must go at once.")),
        List("notes", "The mapping makes exactly these notes; [] expects none.", Note) with { Each = Note with { Or = [Text("", "Its code.")] } },
        new("forEach", KeyKind.Any, "Not there yet."),
        new("check", KeyKind.Any, "Not there yet."),
        new("apply", KeyKind.Any, "Not there yet."),
        new("index", KeyKind.Any, "Not there yet."));

    /// <summary>The whole file.</summary>
    public static KeySpec File { get; } = Section("", "Tests of the mapping beside which the file's folder lies.",
        Text("mapping", "The mapping that is tested, where the folder has several."),
        List("tests", "The tests.", Test) with { IsRequired = true });
}
