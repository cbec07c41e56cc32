using IntegrationHub.Diagnostics;
using static IntegrationHub.Diagnostics.Provoking;

namespace IntegrationHub.SampleTests;

/// <summary>What the codes about test files mean.</summary>
internal static class TestDiagnostics
{
    const string Good = "tests:\n  - name: the number is the key\n    input: ../samples/one.json\n";

    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new(TestCodes.UnknownKey, "A key that a test file does not have: a mistyped key would be a test that tests nothing.", "Correct it.") { Example = OfTest(Good + "    expct: { key: '1' }\n") },
        new(TestCodes.MissingKey, "A key that must be there is missing.", "Add it.") { Example = OfTest("tests:\n  - input: ../samples/one.json\n    expect: { key: '1' }\n") },
        new(TestCodes.WrongValue, "A value of the wrong kind.", "Write it as the message says.") { Example = OfTest(Good + "    skipped: yes\n") },
        new(TestCodes.OutOfRange, "A number that is too small or too large.", "Write one in the range that the message names.") { Example = OfTest(Good + "    record: 0\n    expect: { key: '1' }\n") },
        new(TestCodes.NoMapping, "There is no mapping beside the tests, or there are several and the file does not choose.", "Put the tests into tests/ beside the mapping; choose with mapping: NAME.") { Example = OfTest("mapping: exampel\n" + Good + "    expect: { key: '1' }\n") },
        new(TestCodes.NoSample, "The sample is not there.", "Correct the path; it is relative to the test file.") { Example = OfTest("tests:\n  - name: the number is the key\n    input: ../samples/two.json\n    expect: { key: '1' }\n") },
        new(TestCodes.UnknownField, "A field that the shared model does not have, or a value that the field can never have.", "Correct it; a test that expects what cannot be would never fail for the right reason.") { Example = OfTest(Good + "    expect: { sumary: x }\n") },
        new(TestCodes.Expectation, "The test has not exactly one expectation, or an empty one; or not exactly one of input, apply and forEach.", "Write one of expect, exactly, quarantine, skipped, deleted, index, check and snapshot.") { Example = OfTest(Good) },
        new(TestCodes.Twice, "Two tests have the same name.", "Give each its own.") { Example = OfTest(Good + "    expect: { key: '1' }\n" + Good["tests:\n".Length..] + "    expect: { key: '1' }\n") },
        new(TestCodes.Patch, "A path under with that is none.", "Write it as a mapping does: permit.status.code, handelser[0].slag, and in XML @dnr for an attribute.") { Example = OfTest(Good + "    with: { 'a..b': x }\n    expect: { key: '1' }\n") },
        new(TestCodes.KeysApart, "Keys of a test that do not go together.", "Write apply with index, forEach with check; each record of apply has its own record, records and with.") { Example = OfTest(Good + "    index: { status: closed }\n") },
        new(TestCodes.Check, "A condition in check that is wrong.", "Write a condition of the mapping language over case (or event).") { Example = OfTest(Good + "    check: case.titel != null\n") },
        new(TestCodes.SnapshotName, "The name of a snapshot is none.", "Write letters, digits, - and _; it becomes expected/NAME.json.") { Example = OfTest(Good + "    snapshot: ../one\n") },
    ];

    /// <summary>Of the stub files of <c>IntegrationHub.Testing</c>, which the engine does not know.</summary>
    public static IReadOnlyList<DiagnosticEntry> OfStubs { get; } =
    [
        new("IH4101", "There is no stub file in the folder.", "Put stub files, *.json, into it."),
        new("IH4102", "The stub file is no JSON.", "Correct it at the place."),
        new("IH4103", "A key that a stub file does not have.", "Correct it, or delete it."),
        new("IH4104", "A value in a stub file that cannot be.", "Write it as the message says."),
        new("IH4105", "A key that a stub file must have is missing.", "Add it."),
        new("IH4106", "Something that other readers of this format understand in another way, or not at all.", "Write it in the subset that the message names."),
        new("IH4107", "Two stubs have the same name.", "Give each its own."),
        new("IH4108", "The file with the body of an answer is not there.", "Correct the path; it is relative to the folder of bodies."),
        new("IH4109", "A fault is for a stub that there is not.", "Correct the stub's name."),
        new("IH4110", "A stub that never answers: another, which stands behind it, takes the same calls.", "Delete one of the two, or say in its request what tells their calls apart."),
        new("IH4111", "The stub file cannot be read.", "Let whoever runs the command open it."),
    ];
}
