using System.Globalization;

namespace IntegrationHub.PostgreSql;

/// <summary>The values of a query while its text is written: each is named by its number, so that one may stand in several places.</summary>
internal sealed class QueryValues
{
    readonly List<object?> values = [];

    /// <summary>The values, in the order of their numbers.</summary>
    public IReadOnlyList<object?> InOrder => values;

    /// <summary>Takes a value: a number, text or a key, or an array of one of them.</summary>
    /// <returns>What stands for it in the text.</returns>
    public string Add(object value)
    {
        values.Add(value);
        return "$" + values.Count.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A query's text with its values.</summary>
internal sealed record CaseQuery(string Text, QueryValues Values)
{
    public Statement On(Connection connection) => connection.Prepare(Text).Bind(Values.InOrder);
}
