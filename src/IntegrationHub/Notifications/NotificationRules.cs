using IntegrationHub.Streams;

namespace IntegrationHub.Notifications;

/// <summary>What a stream takes, with secrets and address resolved for the moment.</summary>
/// <param name="Notify">What the stream file says.</param>
/// <param name="Secrets">The secrets in force.</param>
/// <param name="Base">The vendor's address; null when notifications hold keys.</param>
internal sealed record NotificationRules(StreamNotify Notify, IReadOnlyList<byte[]> Secrets, Uri? Base);
