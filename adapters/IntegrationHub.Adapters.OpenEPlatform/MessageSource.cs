using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>Reads the messages between citizens and handlers. A record is one <c>ExternalMessage</c> as the platform wrote it; of attachments it tells the names.</summary>
sealed class MessageSource(FamilyPages pages, PlatformApi api) : ISource, IFamilyContent
{
    public string Item => "ExternalMessage";

    public string Id => "messageID";

    public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => pages.ReadAsync(this, request, cancellationToken);

    public ValueTask<PlatformAnswer?> ListAsync(int family, LocalDays days, CancellationToken cancellationToken) => api.ListMessagesAsync(family, days, cancellationToken);

    public ValueTask<IReadOnlyList<SourceRecord>> RecordsAsync(int family, IReadOnlyList<ListedItem> items, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<SourceRecord>>(
    [
        .. items.Select(item => new SourceRecord
        {
            Content = PlatformXml.Copy(item.Element),
            Format = RecordFormat.Xml,
            Where = $"message {item.Id} of family {family}",
        }),
    ]);
}
