using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads page by page.</summary>
class HttpSource(PageReading pages) : ISource
{
    public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => pages.ReadAsync(request, cancellationToken);
}

/// <summary>Reads by key too.</summary>
sealed class KeyedHttpSource(PageReading pages, KeyReading keys) : HttpSource(pages), IReadsByKey
{
    public ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> wanted, CancellationToken cancellationToken) => keys.ReadAsync(wanted, cancellationToken);
}
