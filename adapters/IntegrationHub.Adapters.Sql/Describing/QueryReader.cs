using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Reads a query out of the section, and tells what is wrong with it as far as that can be seen without the database.</summary>
sealed class QueryReader(DiagnosticBag diagnostics)
{
    static readonly string[] Reading = ["select", "with", "values", "table"];
    static readonly string[] Known = [Parameter.Since, Parameter.Until, Parameter.After, Parameter.AfterKey, Parameter.Size];

    /// <summary>The query; null when it cannot be gone on with.</summary>
    /// <param name="section">Where it stands.</param>
    /// <param name="key">The key.</param>
    /// <param name="takes">The parameters that it may have.</param>
    public SqlQuery? Read(YamlSection section, string key, params IReadOnlyList<string> takes)
    {
        if (section.Text(key) is not { } text) return null;

        var path = section.Path(key);
        var read = SqlText.Read(text.Text);
        if (read.Open is { } open)
        {
            diagnostics.Error(text.Place, SqlCodes.OneStatement, $"{path}: a {open} is opened and not closed");
            return null;
        }

        if (read.IsSeveral) diagnostics.Error(text.Place, SqlCodes.OneStatement, $"{path} holds more than one statement; write one");
        if (!Reading.Contains(read.FirstWord))
            diagnostics.Warning(text.Place, SqlCodes.NoReading, $"{path} begins with '{read.FirstWord}', and not with SELECT or WITH; the database refuses whatever writes");
        foreach (var name in read.Parameters.Where(name => !takes.Contains(name, StringComparer.Ordinal)))
        {
            var hint = DidYouMean.Hint(name, takes);
            diagnostics.Error(text.Place, SqlCodes.UnknownParameter,
                $"{path}: there is no @{name} here{(hint.Length > 0 ? hint : takes.Count == 0 ? "; it takes no parameters" : $"; there are {string.Join(", ", takes.Select(t => $"@{t}"))}")}");
        }

        return new SqlQuery(text.Text, path, read.Parameters.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>A query whose rows come page by page.</summary>
    public ListQuery? ReadList(YamlSection section)
    {
        var query = Read(section, "query", Known);
        var (key, changed) = (section.Text("key"), section.Text("changed"));
        if (query is null || key is null) return null;
        // What follows from a mistyped parameter is not told as one more.
        if (!query.Parameters.All(Known.Contains)) return new ListQuery(query, key.Text, changed?.Text);

        var place = section.Node("query")!.Place;
        if (query.Has(Parameter.After) && !query.Has(Parameter.AfterKey))
            diagnostics.Error(place, SqlCodes.PagingNeeds, $"{query.Key} goes on behind @after, and of rows with equal times some would be left out; compare the key too: (changed, id) > (@after, @afterKey)");
        if (query.Has(Parameter.After) && changed is null)
            diagnostics.Error(section.Place, SqlCodes.PagingNeeds, $"{query.Key} takes @after, and {section.Path("changed")} does not say which column it is");
        if (changed is not null && !query.Has(Parameter.After))
            diagnostics.Error(changed.Place, SqlCodes.NoEffect, $"{section.Path("changed")} has no effect: the query does not take @after");
        if (query.Has(Parameter.Size) && !query.Has(Parameter.AfterKey))
            diagnostics.Error(place, SqlCodes.PagingNeeds, $"{query.Key} takes @size, and what comes behind so many rows is never asked for; go on with @afterKey");
        if (query.Has(Parameter.AfterKey) && !SqlText.Read(query.Text).Sorts)
            diagnostics.Error(place, SqlCodes.NotSorted, $"{query.Key} goes on behind the last row of a page, and does not sort; write order by {(changed is null ? "" : $"{changed.Text}, ")}{key.Text}");
        return new ListQuery(query, key.Text, changed?.Text);
    }
}
