using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Traces;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.SampleTests;

/// <summary>Hears which way the records of tests went through a mapping.</summary>
internal sealed class MappingExercise : IMappingTrace
{
    readonly Dictionary<Syntax, Branch> branches = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<string, HashSet<CodeRow>> found = new(StringComparer.Ordinal);

    /// <summary>Conditions that were never true, or never false, as far as they were reached or not.</summary>
    public IReadOnlyList<UntakenBranch> Untaken =>
    [
        .. branches.Values.Where(b => !b.True).Select(b => b.Never(true)),
        .. branches.Values.Where(b => !b.False).Select(b => b.Never(false)),
    ];

    /// <summary>The rows of a table that no record found.</summary>
    public UntriedCodes Untried(CodeTable table)
    {
        var tried = found.GetValueOrDefault(table.Name) ?? [];
        return new UntriedCodes(table.Name, table.Rows.Count, [.. table.Rows.Where(r => !tried.Contains(r)).Select(r => string.Join(" · ", r.Sources.Select(s => s.Length == 0 ? "''" : s)))]);
    }

    public void Met(ScalarPlaces text, Syntax part, IReadOnlyList<string> fields)
    {
        if (part is not Syntax.Call { Name: "if" or "case" } choice) return;

        // The last argument of case, and what stands behind each condition, are no conditions.
        var conditions = choice.Name == "if" ? choice.Arguments.Take(1) : choice.Arguments.Take(choice.Arguments.Count - 1).Where((_, i) => i % 2 == 0);
        foreach (var condition in conditions.Where(c => c is not Syntax.Literal)) branches.TryAdd(condition, new Branch(text, condition));
    }

    public void Valued(ScalarPlaces text, Syntax part, Evaluation run, in Value value)
    {
        if (value.IsStopped || !branches.TryGetValue(part, out var branch)) return;
        if (LogicEvaluator.IsTrue(value)) branch.True = true;
        else branch.False = true;
    }

    public void Coded(CodeTable table, IReadOnlyList<string> codes)
    {
        if (table.RowOf(codes) is not { } row) return;
        if (!found.TryGetValue(table.Name, out var rows)) found[table.Name] = rows = new(ReferenceEqualityComparer.Instance);
        rows.Add(row);
    }

    sealed class Branch(ScalarPlaces text, Syntax condition)
    {
        public bool True { get; set; }

        public bool False { get; set; }

        public UntakenBranch Never(bool what) => new(text.At(SyntaxText.Start(condition)), SyntaxText.Of(condition), what);
    }
}
