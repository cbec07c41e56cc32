using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.SampleTests;

/// <summary>A test file, <c>*.test.yaml</c>, that was read and found right.</summary>
public sealed record SampleTestFile
{
    /// <summary>The file's path.</summary>
    public required string File { get; init; }

    /// <summary>The mapping file that it tests.</summary>
    public required string MappingFile { get; init; }

    /// <summary>Its tests, in written order.</summary>
    public required IReadOnlyList<SampleTest> Tests { get; init; }
}

/// <summary>One test of a mapping: samples in, and what is expected of them.</summary>
public sealed record SampleTest
{
    /// <summary>What it says: a sentence somebody could dispute.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required Place Place { get; init; }

    /// <summary>The samples: one, or several that are applied after each other or looked at each by itself.</summary>
    internal IReadOnlyList<SampleInput> Inputs { get; init; } = [];

    /// <summary>What is to become of them.</summary>
    internal Expectation Expectation { get; init; } = new Expectation.Skipped();

    /// <summary>The notes that the mapping must make, no more and no less; null when the test does not say.</summary>
    internal IReadOnlyList<ExpectedNote>? Notes { get; init; }
}

/// <summary>A sample that a test names.</summary>
internal sealed record SampleInput
{
    /// <summary>The sample file.</summary>
    public required string File { get; init; }

    /// <summary>Where the test names it.</summary>
    public required Place Place { get; init; }

    /// <summary>Which record of the sample, from 1; null when it must hold only one, or when all of them are looked at.</summary>
    public int? Record { get; init; }

    /// <summary>Where the records are in a JSON or XML sample.</summary>
    public string? Records { get; init; }

    /// <summary>What is put into the sample before it is mapped.</summary>
    public IReadOnlyList<SamplePatch> Patches { get; init; } = [];
}

/// <summary>A value that takes the place of one in the sample.</summary>
internal sealed record SamplePatch(string Path, IReadOnlyList<FieldStep> Steps, YamlNode Value, Place Place);

/// <summary>A note that is expected; what is null may be anything.</summary>
internal sealed record ExpectedNote(string? Code, string? Field, string? UnknownCode);

/// <summary>What is to become of the samples.</summary>
internal abstract record Expectation
{
    public sealed record Mapped(Expected.Section Fields, bool Exactly) : Expectation;

    public sealed record Quarantined(string? Code, string? Field) : Expectation;

    public sealed record Skipped : Expectation;

    public sealed record Deleted(Cases.TombstoneReason? Reason, bool? Erased) : Expectation;

    /// <summary>What the index holds after the records were applied in their order.</summary>
    /// <param name="Key">The case that is looked at; null for that of the last record.</param>
    /// <param name="Fields">What it holds.</param>
    /// <param name="Removed">Why it left; null when it is there.</param>
    /// <param name="Absent">There is no such case.</param>
    /// <param name="Held">Whether a newer record of it waits in quarantine; null when the test does not say.</param>
    public sealed record Indexed(string? Key, Expected.Section Fields, Cases.TombstoneReason? Removed, bool Absent, bool? Held) : Expectation;

    /// <summary>A condition that is true of each case or event.</summary>
    public sealed record Holds(CheckExpression Check) : Expectation;

    /// <summary>The same as was accepted earlier.</summary>
    public sealed record Snapshot(string File) : Expectation;
}

/// <summary>What came of a test.</summary>
public sealed record SampleTestResult
{
    /// <summary>The test.</summary>
    public required SampleTest Test { get; init; }

    /// <summary>What differs, one line each; empty when the test passed.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>What the mapping said of the records: why one was quarantined, what it dropped. A failing test is rarely understood without it.</summary>
    public IReadOnlyList<Diagnostic> Said { get; init; } = [];

    /// <summary>The snapshot that was written because it was new or changed; null when none was.</summary>
    public string? Accepted { get; init; }

    /// <summary>What the mapping made of the records.</summary>
    internal IReadOnlyList<MappingResult> Mapped { get; init; } = [];

    /// <summary>Whether everything was as expected.</summary>
    public bool Passed => Differences.Count == 0;
}
