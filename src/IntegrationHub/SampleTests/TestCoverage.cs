using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.SampleTests;

/// <summary>Takes down what sample tests exercise of their mappings: which fields they fill, which rows of the code tables they find, which branches they take.</summary>
/// <param name="functions">The functions that the mappings may call; those of the language unless given.</param>
public sealed class TestCoverage(MappingFunctions? functions = null)
{
    readonly Dictionary<string, Covered> mappings = new(StringComparer.Ordinal);

    /// <summary>What no test has exercised, mapping by mapping.</summary>
    public IReadOnlyList<MappingCoverage> Report() =>
        [.. mappings.Where(m => m.Value.Mapping is not null).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Value.Report(m.Key))];

    /// <summary>Compiles a mapping so that it tells of its steps; once for all the test files of a mapping.</summary>
    internal CompiledMapping? Compile(MappingSource source, DiagnosticBag diagnostics)
    {
        if (!mappings.TryGetValue(source.File, out var covered)) mappings[source.File] = covered = new Covered();
        return covered.Mapping ??= (functions ?? MappingFunctions.BuiltIn).CompileTraced(source, diagnostics, covered.Exercise);
    }

    /// <summary>Takes in what came of a file's tests.</summary>
    internal void Ran(string mappingFile, IReadOnlyList<SampleTestResult> results) => mappings[mappingFile].Results.AddRange(results);

    sealed class Covered
    {
        public CompiledMapping? Mapping { get; set; }

        public MappingExercise Exercise { get; } = new();

        public List<SampleTestResult> Results { get; } = [];

        public MappingCoverage Report(string file) => new(
            file,
            SampleCoverage.Unfilled(file, Results),
            [.. Mapping!.Tables.Select(t => Exercise.Untried(t)).Where(t => t.Rows.Count > 0)],
            Exercise.Untaken);
    }
}

/// <summary>What no test exercises of a mapping.</summary>
/// <param name="File">The mapping file.</param>
/// <param name="Fields">Fields that no test fills.</param>
/// <param name="Codes">Rows of code tables that no test finds, table by table.</param>
/// <param name="Branches">Conditions of <c>if</c> and <c>case</c> that are never true, or never false.</param>
public sealed record MappingCoverage(string File, IReadOnlyList<string> Fields, IReadOnlyList<UntriedCodes> Codes, IReadOnlyList<UntakenBranch> Branches)
{
    /// <summary>Whether the tests exercise everything.</summary>
    public bool IsWhole => Fields.Count + Codes.Count + Branches.Count == 0;
}

/// <summary>Rows of one code table that no test finds.</summary>
/// <param name="Table">The table.</param>
/// <param name="Of">How many rows it has.</param>
/// <param name="Rows">The codes of those rows.</param>
public sealed record UntriedCodes(string Table, int Of, IReadOnlyList<string> Rows);

/// <summary>A branch that no test takes.</summary>
/// <param name="Place">Where the condition stands.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Never">What it never was.</param>
public sealed record UntakenBranch(Place Place, string Condition, bool Never);
