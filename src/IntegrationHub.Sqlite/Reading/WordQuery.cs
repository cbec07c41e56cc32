using IntegrationHub.Storage;

namespace IntegrationHub.Sqlite;

/// <summary>Turns what a person typed into a text query in which nothing is an operator.</summary>
internal static class WordQuery
{
    /// <summary>Every word quoted, all wanted, the last one as a beginning; null when there is no word.</summary>
    /// <exception cref="ArgumentException">There are more words than <see cref="SearchWords.Most"/>.</exception>
    public static string? Of(string typed) =>
        SearchWords.Typed(typed) is { Count: > 0 } words ? string.Join(' ', words.Select(word => $"\"{word}\"")) + "*" : null;
}
