using IntegrationHub.Disclosure;
using IntegrationHub.Notifications;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Notifications as a test wants them; it writes down what came.</summary>
sealed class FakeNotifications : INotifications
{
    public const string DeadId = "0123456789abcdefghjkmnpqrs";

    public Func<StreamName, int?> Limit { get; set; } = stream => stream == FakeHub.Permits ? 64 * 1024 : null;

    public Func<IncomingNotification, NotificationReceipt> OnReceive { get; set; } = _ => new NotificationReceipt(NotificationOutcome.Stored);

    public List<IncomingNotification> Came { get; } = [];

    public List<(Caller Caller, string Did, StreamName Stream, string? Id)> Operations { get; } = [];

    public List<(StreamName? Stream, bool Dead, int Limit)> Listed { get; } = [];

    public List<StoredNotification> Stored { get; } = [];

    public Dictionary<StreamName, NotificationQueue> Queues { get; } = [];

    public int? MaxBodyBytes(StreamName stream) => Limit(stream);

    public Task<NotificationReceipt?> ReceiveAsync(StreamName stream, IncomingNotification notification, CancellationToken cancellationToken)
    {
        lock (Came) Came.Add(notification);
        return Task.FromResult<NotificationReceipt?>(OnReceive(notification));
    }

    public Task KeepReadingAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public Task<IReadOnlyList<StoredNotification>> ListAsync(StreamName? stream, bool dead, int limit, CancellationToken cancellationToken)
    {
        Listed.Add((stream, dead, limit));
        return Task.FromResult<IReadOnlyList<StoredNotification>>([.. Stored.Take(limit)]);
    }

    public Task<int> ReplayAsync(Caller caller, StreamName stream, string? id, CancellationToken cancellationToken) => Did(caller, "replay", stream, id);

    public Task<int> DiscardAsync(Caller caller, StreamName stream, string? id, CancellationToken cancellationToken) => Did(caller, "discard", stream, id);

    Task<int> Did(Caller caller, string what, StreamName stream, string? id)
    {
        Operations.Add((caller, what, stream, id));
        return Task.FromResult(id is null ? 2 : id == DeadId ? 1 : 0);
    }
}
