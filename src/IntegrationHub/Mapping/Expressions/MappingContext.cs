using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Functions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Traces;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>What the expressions of a mapping share while they are compiled: the places in the record they look at, tables, lets, settings.</summary>
internal sealed class MappingContext
{
    readonly List<PathEvaluator> paths = [];
    readonly HashSet<string> usedTables = [];
    readonly HashSet<string> said = [];
    readonly HashSet<string> origins = new(StringComparer.Ordinal);

    public required DiagnosticBag Diagnostics { get; init; }
    public required RecordFormat Format { get; init; }
    public required LocalTimes Times { get; init; }
    public required IReadOnlyDictionary<string, CodeTable> Tables { get; init; }
    public required FunctionRegistry Functions { get; init; }

    /// <summary>Hears of every step, if anybody wants to; null for a mapping in force.</summary>
    public IMappingTrace? Trace { get; init; }

    /// <summary>The fields that the source is known to have; null when the mapping does not tell.</summary>
    public KnownFields? KnownFields { get; init; }

    public Dictionary<string, Let> Lets { get; } = new(StringComparer.Ordinal);

    public Shape Record { get; } = new("", "");

    public IEnumerable<string> UnusedTables => Tables.Keys.Where(t => !usedTables.Contains(t));

    /// <summary>True the first time that this is asked: what holds for a whole mapping is told at the first place where it shows.</summary>
    public bool SaysOnce(string code) => said.Add(code);

    /// <summary>Where the functions come from that are called and are not the language's own.</summary>
    public IReadOnlyCollection<string> OwnFunctions => origins;

    public void Use(MappingFunction function)
    {
        if (function.Origin is { } origin) origins.Add(origin);
    }

    public void Use(CodeTable table) => usedTables.Add(table.Name);

    public PathEvaluator Add(PathEvaluator path)
    {
        paths.Add(path);
        return path;
    }

    /// <summary>Makes the plan, once every expression is compiled.</summary>
    public RecordPlan CreatePlan()
    {
        var plan = RecordPlan.Create(Record, slotForEach: Format == RecordFormat.Xml);
        foreach (var path in paths) path.Link();
        return plan;
    }

    /// <summary>A let of the mapping file.</summary>
    internal sealed class Let(string name, Place place, ScalarPlaces text, int index)
    {
        public string Name => name;
        public Place Place => place;
        public ScalarPlaces Text => text;
        public LetEvaluator Evaluator { get; } = new(index);
        public Bound? Bound { get; set; }
        public bool IsBinding { get; set; }
        public bool IsBound { get; set; }
        public bool IsUsed { get; set; }
    }
}

/// <summary>The fields that a source is known to have, from <c>csv.columns</c> or <c>source.fields</c>.</summary>
/// <param name="fields">The fields.</param>
/// <param name="open">Paths below which there may be anything.</param>
internal sealed class KnownFields(IReadOnlyList<(string Path, Place Place)> fields, params IReadOnlyList<string> open)
{
    readonly HashSet<string> paths = [.. fields.SelectMany(f => Prefixes(f.Path))];

    public IReadOnlyList<(string Path, Place Place)> All => fields;

    public IEnumerable<string> Paths => paths;

    public bool Has(string path) => paths.Contains(Plain(path)) || open.Any(o => path.StartsWith(o, StringComparison.Ordinal) && path.Length > o.Length && path[o.Length] == '.');

    /// <summary>The path as names with dots between them: <c>fees[].code</c> is <c>fees.code</c>, <c>_links['sia:parent'].href</c> is <c>_links.sia:parent.href</c>.</summary>
    public static string Plain(string path) =>
        path.Replace("[]", "", StringComparison.Ordinal).Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal).TrimStart('.');

    static IEnumerable<string> Prefixes(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1)) yield return path[..dot];
        yield return path;
    }
}

/// <summary>A compiled expression with its type.</summary>
internal sealed record Bound(MappingType Type, Evaluator Evaluator, int Offset)
{
    /// <summary>The value, when it is written in the mapping itself.</summary>
    public Value? Constant => (Evaluator as ConstantEvaluator)?.Value;
}
