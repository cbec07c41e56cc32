using IntegrationHub.Cases;
using IntegrationHub.Disclosure;

namespace IntegrationHub.Sqlite;

/// <summary>An access filter as part of a query. Must compute what <see cref="AccessFilter.Of"/> computes; a test holds the two together.</summary>
internal sealed class FilterSql
{
    /// <summary>The confidentiality of case <c>c</c> as rules see it: the most closed while a newer record is in quarantine.</summary>
    public const string CaseConfidentiality = "iif(c.held, 3, c.confidentiality)";

    /// <summary>The confidentiality of event <c>e</c> of case <c>c</c>: never less closed than its case.</summary>
    public const string EventConfidentiality = $"max({CaseConfidentiality}, e.confidentiality)";

    readonly AccessFilter filter;
    readonly Dictionary<AccessRule, RuleText> texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Prepares the filter for one query.</summary>
    /// <param name="filter">What the caller may know.</param>
    /// <param name="values">Takes the filter's values.</param>
    /// <param name="sourceNumber">The number of a source; null when nothing is stored of it.</param>
    /// <param name="row">What the rows are called that it is asked of.</param>
    public FilterSql(AccessFilter filter, QueryValues values, Func<SourceId, long?> sourceNumber, string row = "c")
    {
        this.filter = filter;
        foreach (var rule in filter.Rules.Concat(filter.Limits))
            texts.TryAdd(rule, new RuleText(rule, values, sourceNumber, row));
    }

    /// <summary>The disclosure as a number.</summary>
    /// <param name="confidentiality">The confidentiality that rules and limits see, as SQL.</param>
    public string Disclosure(string confidentiality)
    {
        var given = $"""
            CASE WHEN {Any(filter.Rules, IntegrationHub.Disclosure.Disclosure.Full, confidentiality)} THEN 2
            WHEN {Any(filter.Rules, IntegrationHub.Disclosure.Disclosure.Existence, confidentiality)} THEN 1 ELSE 0 END
            """;
        if (filter.Limits.Count == 0) return given;

        return $"""
            min({given}, CASE WHEN {Any(filter.Limits, IntegrationHub.Disclosure.Disclosure.Hidden, confidentiality)} THEN 0
            WHEN {Any(filter.Limits, IntegrationHub.Disclosure.Disclosure.Existence, confidentiality)} THEN 1 ELSE 2 END)
            """;
    }

    string Any(IReadOnlyList<AccessRule> rules, Disclosure.Disclosure disclosure, string confidentiality)
    {
        var matches = rules.Where(rule => rule.Disclosure == disclosure).Select(rule => texts[rule].Matches(confidentiality)).ToArray();
        return matches.Length == 0 ? "0" : string.Join(" OR ", matches);
    }

    /// <summary>One rule as SQL. A NULL department or type makes its condition NULL, which counts as not met, as it must.</summary>
    sealed class RuleText
    {
        readonly List<string> conditions = [];
        readonly AccessRule rule;

        public RuleText(AccessRule rule, QueryValues values, Func<SourceId, long?> sourceNumber, string row)
        {
            this.rule = rule;
            if (rule.Sources is { } sources) conditions.Add(In($"{row}.source", sources.Select(sourceNumber).OfType<long>().Cast<object>(), values));
            if (rule.Departments is { } departments) conditions.Add(In($"{row}.department", departments, values));
            if (rule.Types is { } types) conditions.Add(In($"{row}.type", types, values));
        }

        public string Matches(string confidentiality)
        {
            var all = new List<string>(conditions);
            if (rule.From > Confidentiality.Open) all.Add($"{confidentiality} >= {(int)rule.From}");
            if (rule.UpTo < Confidentiality.Protected) all.Add($"{confidentiality} <= {(int)rule.UpTo}");
            return all.Count == 0 ? "1" : $"({string.Join(" AND ", all)})";
        }

        static string In(string column, IEnumerable<object> list, QueryValues values) => $"{column} IN ({values.AddAll(list)})";
    }
}
