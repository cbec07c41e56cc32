using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Reads page by page.</summary>
class SqlSource(PageReading pages) : ISource
{
    public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => pages.ReadAsync(request, cancellationToken);
}

/// <summary>Reads by key too.</summary>
sealed class KeyedSqlSource(PageReading pages, KeyReading keys) : SqlSource(pages), IReadsByKey
{
    public ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> wanted, CancellationToken cancellationToken) => keys.ReadAsync(wanted, cancellationToken);
}
