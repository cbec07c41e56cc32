using System.Globalization;

namespace IntegrationHub.Sqlite;

/// <summary>The values of a query while its text is written: each is named by its number, so that one may stand in several places.</summary>
internal sealed class QueryValues
{
    readonly List<object?> values = [];

    /// <summary>The values, in the order of their numbers.</summary>
    public IReadOnlyList<object?> InOrder => values;

    /// <summary>Takes a value: a <see cref="long"/>, text, bytes or a key.</summary>
    /// <returns>What stands for it in the text.</returns>
    public string Add(object value)
    {
        values.Add(value);
        return "?" + values.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Takes several values.</summary>
    /// <returns>What stands for them in a list.</returns>
    public string AddAll(IEnumerable<object> several) => string.Join(", ", several.Select(Add));
}
