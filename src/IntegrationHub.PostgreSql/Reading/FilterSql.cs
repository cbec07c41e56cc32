using IntegrationHub.Cases;
using IntegrationHub.Disclosure;

namespace IntegrationHub.PostgreSql;

/// <summary>An access filter as part of a query. Must compute what <see cref="AccessFilter.Of"/> computes; a test holds the two together.</summary>
internal sealed class FilterSql
{
    /// <summary>The confidentiality of case <c>c</c> as rules see it: the most closed while a newer record is in quarantine.</summary>
    public const string CaseConfidentiality = "(CASE WHEN c.held THEN 3 ELSE c.confidentiality END)";

    /// <summary>The confidentiality of event <c>e</c> of case <c>c</c>: never less closed than its case.</summary>
    public const string EventConfidentiality = $"greatest({CaseConfidentiality}, e.confidentiality)";

    readonly AccessFilter filter;
    readonly Dictionary<AccessRule, RuleText> texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Prepares the filter for one query.</summary>
    /// <param name="filter">What the caller may know.</param>
    /// <param name="values">Takes the filter's values.</param>
    /// <param name="sources">The numbers of the sources that it names, as far as anything is stored of them.</param>
    /// <param name="row">What the rows are called that it is asked of.</param>
    public FilterSql(AccessFilter filter, QueryValues values, IReadOnlyDictionary<SourceId, long> sources, string row = "c")
    {
        this.filter = filter;
        foreach (var rule in filter.Rules.Concat(filter.Limits)) texts.TryAdd(rule, new RuleText(rule, values, sources, row));
    }

    /// <summary>The sources that a filter names.</summary>
    public static IEnumerable<SourceId> SourcesOf(AccessFilter filter) => filter.Rules.Concat(filter.Limits).SelectMany(rule => rule.Sources ?? []).Distinct();

    /// <summary>The disclosure as a number.</summary>
    /// <param name="confidentiality">The confidentiality that rules and limits see, as SQL.</param>
    public string Disclosure(string confidentiality)
    {
        var given = $"""
            CASE WHEN {Any(filter.Rules, IntegrationHub.Disclosure.Disclosure.Full, confidentiality)} THEN 2
            WHEN {Any(filter.Rules, IntegrationHub.Disclosure.Disclosure.Existence, confidentiality)} THEN 1 ELSE 0 END
            """;
        if (filter.Limits.Count == 0) return $"({given})";

        return $"""
            least({given}, CASE WHEN {Any(filter.Limits, IntegrationHub.Disclosure.Disclosure.Hidden, confidentiality)} THEN 0
            WHEN {Any(filter.Limits, IntegrationHub.Disclosure.Disclosure.Existence, confidentiality)} THEN 1 ELSE 2 END)
            """;
    }

    string Any(IReadOnlyList<AccessRule> rules, Disclosure.Disclosure disclosure, string confidentiality)
    {
        var matches = rules.Where(rule => rule.Disclosure == disclosure).Select(rule => texts[rule].Matches(confidentiality)).ToArray();
        return matches.Length == 0 ? "false" : string.Join(" OR ", matches);
    }

    /// <summary>One rule as SQL. A NULL department or type makes its condition NULL, which counts as not met, as it must.</summary>
    sealed class RuleText
    {
        readonly List<string> conditions = [];
        readonly AccessRule rule;

        public RuleText(AccessRule rule, QueryValues values, IReadOnlyDictionary<SourceId, long> sources, string row)
        {
            this.rule = rule;
            if (rule.Sources is { } named) conditions.Add($"{row}.source = ANY({values.Add(named.Where(sources.ContainsKey).Select(source => sources[source]).ToArray())})");
            if (rule.Departments is { } departments) conditions.Add($"{row}.department = ANY({values.Add(departments.ToArray())})");
            if (rule.Types is { } types) conditions.Add($"{row}.type = ANY({values.Add(types.ToArray())})");
        }

        public string Matches(string confidentiality)
        {
            var all = new List<string>(conditions);
            if (rule.From > Confidentiality.Open) all.Add($"{confidentiality} >= {(int)rule.From}");
            if (rule.UpTo < Confidentiality.Protected) all.Add($"{confidentiality} <= {(int)rule.UpTo}");
            return all.Count == 0 ? "true" : $"({string.Join(" AND ", all)})";
        }
    }
}
