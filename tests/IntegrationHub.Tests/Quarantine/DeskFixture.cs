using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.Quarantine;

/// <summary>A stream with records in quarantine, and the desk over it.</summary>
sealed class DeskFixture : IAsyncDisposable
{
    public static readonly Caller Administrator = new() { Name = "setup", Role = CallerRole.Administrator, OnBehalfOf = "anna.ek" };
    public static readonly Caller Operator = new() { Name = "console", Role = CallerRole.Operations, OnBehalfOf = "siv.dahl" };

    DeskFixture(SyncFixture hub)
    {
        Hub = hub;
        Desk = new QuarantineDesk(
            SyncFixture.Tenant, hub.Store, hub.Protector, name => name == hub.Definition.Name ? hub.Runnable(_ => hub.Vendor.Open()) : throw new KeyNotFoundException(),
            new SyncOptions { Owner = "desk" }, new QuarantineOptions { WaitForStream = TimeSpan.Zero }, hub.Clock, NullLogger.Instance);
    }

    public SyncFixture Hub { get; }

    public IQuarantineDesk Desk { get; }

    public static StreamName Stream { get; } = new("permits");

    /// <summary>A case that is well, and one record in quarantine for each of these statuses: BAD0, BAD1 …</summary>
    public static async Task<DeskFixture> StartAsync(params string[] statuses)
    {
        var hub = await SyncFixture.StartAsync();
        hub.Definition = hub.Definition with { QuarantineStopAbove = 1 };
        hub.Vendor.PageSize = 500;
        hub.Vendor.Put("GOOD");
        for (var i = 0; i < statuses.Length; i++) hub.Vendor.Put($"BAD{i}", statuses[i]);
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        return new DeskFixture(hub);
    }

    /// <summary>Adds the status to the code table.</summary>
    public void Mend(string status = "paused") => Hub.MappingText = Hub.MappingText.Replace("closed: closed", $"closed: closed, {status}: waitingForOther", StringComparison.Ordinal);

    public async Task<IReadOnlyList<QuarantinedRecord>> EntriesAsync() => await Desk.ListAsync(new QuarantineQuery(), CancellationToken.None);

    public async Task<QuarantinedRecord> EntryAsync(string key) => (await EntriesAsync()).Single(e => e.Key == key);

    public async Task<IReadOnlyList<AuditLine>> AuditAsync() => [.. (await Hub.Store.Audit.ReadAsync(SyncFixture.Tenant, 0, 100, CancellationToken.None)).Select(l => l.Line)];

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
