using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Notifications;

/// <summary>Takes notifications in for the streams of the catalog, and lets operators see to those that could not be read.</summary>
internal sealed class StreamNotifications(
    TenantId tenant, IHubStore store, StreamCatalog catalog, NotificationRounds rounds, StreamOperation operation, TimeProvider time, ILogger logger) : INotifications
{
    /// <summary>So long the same notification is recognised: longer than senders of either kind may send it again and than any signature counts, also when a clock that is a day ahead forgets.</summary>
    internal static readonly TimeSpan RememberFor = TimeSpan.FromHours(50);

    readonly RefusalTally refusals = new(time, logger);

    public int? MaxBodyBytes(StreamName stream) => Find(stream)?.Definition.Notify?.MaxBodyBytes;

    public async Task<NotificationReceipt?> ReceiveAsync(StreamName stream, IncomingNotification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        if (Find(stream) is not { Definition.Notify: not null } found) return null;

        var key = new StreamKey(tenant, found.Definition.Source, stream);
        var wrong = new DiagnosticBag();
        var receipt = await ReceiveAsync(key, catalog.NotificationRules(found, wrong), notification, cancellationToken);
        NotificationMetrics.Came(key, receipt);
        if (receipt.Refusal is { } why && refusals.Add(key, why))
            foreach (var diagnostic in wrong.All) NotificationLog.NotConfigured(logger, key, diagnostic.ToString());
        if (receipt.Outcome == NotificationOutcome.Stored) rounds.Wake();
        return receipt;
    }

    public Task KeepReadingAsync(CancellationToken cancellationToken) => rounds.KeepReadingAsync(cancellationToken);

    public async Task<IReadOnlyList<StoredNotification>> ListAsync(StreamName? stream, bool dead, int limit, CancellationToken cancellationToken) =>
        await store.Notifications.ListAsync(tenant, stream, dead, limit, cancellationToken);

    public async Task<int> ReplayAsync(Caller caller, StreamName stream, string? id, CancellationToken cancellationToken)
    {
        var key = KeyOf(stream);
        await operation.AuditAsync(caller, "notifications.replay", stream, cancellationToken);
        var count = await store.Notifications.ReplayAsync(key, id, time.GetUtcNow(), cancellationToken);
        NotificationLog.Replayed(logger, caller.Name, count, stream);
        rounds.Wake();
        return count;
    }

    public async Task<int> DiscardAsync(Caller caller, StreamName stream, string? id, CancellationToken cancellationToken)
    {
        var key = KeyOf(stream);
        await operation.AuditAsync(caller, "notifications.discard", stream, cancellationToken);
        var count = await store.Notifications.DiscardAsync(key, id, cancellationToken);
        NotificationLog.Discarded(logger, caller.Name, count, stream);
        return count;
    }

    async Task<NotificationReceipt> ReceiveAsync(StreamKey stream, NotificationRules? rules, IncomingNotification notification, CancellationToken cancellationToken)
    {
        if (rules is null) return Refused(NotificationRefusal.NotConfigured);
        if (notification.Body.Length > rules.Notify.MaxBodyBytes) return Refused(NotificationRefusal.Malformed);

        var now = time.GetUtcNow();
        return NotificationVerdict.Decide(rules, notification, now) switch
        {
            NotificationVerdict.Take take => await StoreAsync(stream, rules, take, now, cancellationToken),
            NotificationVerdict.Leave => new NotificationReceipt(NotificationOutcome.Left),
            NotificationVerdict.Refuse refuse => Refused(refuse.Why),
            var other => throw new InvalidOperationException($"Bug in IntegrationHub: the verdict {other.GetType().Name} is not handled."),
        };
    }

    async Task<NotificationReceipt> StoreAsync(StreamKey stream, NotificationRules rules, NotificationVerdict.Take take, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var notification = new NewNotification(take.Key, take.Delivery, now, now + rules.Notify.Gather, now + RememberFor);
        return await store.Notifications.AddAsync(stream, notification, rules.Notify.MaxWaiting, cancellationToken) switch
        {
            NotificationAdded.Stored => new NotificationReceipt(NotificationOutcome.Stored),
            NotificationAdded.Repeated => new NotificationReceipt(NotificationOutcome.Repeated),
            NotificationAdded.Replayed => Refused(NotificationRefusal.Replayed),
            NotificationAdded.IdReused => Refused(NotificationRefusal.IdReused),
            _ => Refused(NotificationRefusal.Full),
        };
    }

    // As it is in force, without a look at the files: whoever knows the address can ask as often as they like.
    Configuration.StreamInForce? Find(StreamName stream) => catalog.Streams.FirstOrDefault(s => s.Definition.Name == stream);

    StreamKey KeyOf(StreamName stream) => Find(stream) is { } found
        ? new StreamKey(tenant, found.Definition.Source, stream)
        : throw new KeyNotFoundException($"There is no stream '{stream}'{DidYouMean.Hint(stream.Value, catalog.Streams.Select(s => s.Definition.Name.Value))}.");

    static NotificationReceipt Refused(NotificationRefusal why) => new(NotificationOutcome.Refused, why);
}
