using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Notifications;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;

namespace IntegrationHub.Tests.Notifications;

/// <summary>A hub with one stream over a model vendor that tells of changes, on a real store.</summary>
sealed class NotifiedTown : IAsyncDisposable
{
    public static readonly StreamNotify Notify = new() { Kind = NotifyKind.StandardWebhooks, Secrets = [], Key = ["data", "id"], Attempts = 3 };

    int sent;

    public SyncFixture Hub { get; private init; } = null!;

    public NotificationReader Reader { get; private init; } = null!;

    public ModelVendor Vendor { get; private set; } = null!;

    public INotificationStore Notifications => Hub.Store.Notifications;

    /// <param name="notify">What the stream takes.</param>
    /// <param name="settle">How long a change may be invisible at the vendor: not at all, unless it is said.</param>
    public static async Task<NotifiedTown> StartAsync(StreamNotify? notify = null, TimeSpan settle = default)
    {
        var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { Notify = notify ?? Notify, Reading = hub.Definition.Reading with { Settle = settle } };
        var town = new NotifiedTown { Hub = hub, Reader = new NotificationReader(hub.Store.Streams, hub.Store.Notifications, hub.Protector, hub.Clock, hub.Log), Vendor = hub.Vendor };
        hub.BeforeRead = town.Reader.ReadAsync;
        return town;
    }

    /// <summary>Goes on with another stream and vendor in the same store, as a town of its own.</summary>
    public void Anew()
    {
        var name = $"town-{++sent}";
        Hub.Definition = Hub.Definition with { Name = new StreamName(name), Source = new SourceId(name) };
        Vendor = new ModelVendor(Hub.Clock);
    }

    /// <summary>The vendor tells that something of the case has changed.</summary>
    public async Task TellAsync(string key, string? id = null)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(id ?? $"{++sent}"))[..16];
        var now = Hub.Clock.GetUtcNow();
        await Notifications.AddAsync(Hub.Key, new NewNotification(key, new NotificationDelivery(digest, null, digest), now, now + Hub.Definition.Notify!.Gather, now.AddHours(24)), 10_000, CancellationToken.None);
    }

    /// <summary>A case is there, or has changed, and the vendor tells of it.</summary>
    public async Task PutAndTellAsync(string key, string status = "open")
    {
        Vendor.Put(key, status);
        await TellAsync(key);
    }

    /// <summary>The case came in as it is, and no notification waits or is dead.</summary>
    public async Task HasReadAsync(string key, string status)
    {
        Assert.Equal(status, await StatusAsync(key));
        Assert.Equal(NotificationQueue.Empty, await QueueAsync());
    }

    /// <summary>The reader of another process, or of this one after a restart.</summary>
    public NotificationReader AnotherReader() => new(Hub.Store.Streams, Hub.Store.Notifications, Hub.Protector, Hub.Clock, Hub.Log);

    public Task<RunFault?> ReadAsync() => Reader.ReadAsync(Hub.Runnable(_ => Vendor.Open()), CancellationToken.None);

    public Task<RunRecord?> RunAsync(bool full = false) => Hub.RunAsync(_ => Vendor.Open(), full);

    public async Task<string?> StatusAsync(string key) => (await Hub.FindAsync(key))?.Case.SourceStatus;

    public async Task<NotificationQueue> QueueAsync() =>
        (await Notifications.CountAsync(SyncFixture.Tenant, CancellationToken.None)).GetValueOrDefault(Hub.Key) ?? NotificationQueue.Empty;

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
