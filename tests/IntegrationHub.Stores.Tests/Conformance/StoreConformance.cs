using FsCheck;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>What all suites share: a store, a leased stream, and short words for committing and asking.</summary>
public abstract class StoreConformance(IStorePlace place) : IAsyncLifetime
{
    protected static readonly TenantId Tenant = new("sundby");
    protected static readonly StreamKey Stream = new(Tenant, new SourceId("permits"), new StreamName("permits-cases"));

    protected IStorePlace Place { get; } = place;

    protected ManualClock Clock { get; } = new();

    protected IHubStore Store { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await Place.OpenAsync(Clock);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Store.DisposeAsync();
        await Place.DisposeAsync();
    }

    /// <summary>A filter that tells everything.</summary>
    protected static AccessFilter Everything { get; } = new([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);

    protected async Task<Session> BeginAsync(StreamKey? stream = null)
    {
        var lease = await Store.Streams.TryLeaseAsync(stream ?? Stream, "node-1", TimeSpan.FromMinutes(1), Cancel);
        Assert.NotNull(lease);
        return new Session(Store, lease, await Store.Streams.BeginRunAsync(lease, RunTrigger.Schedule, RunKind.Changes, Clock.GetUtcNow(), Cancel));
    }

    protected async Task<FoundCase?> GetAsync(string key, AccessFilter? filter = null) =>
        await Store.Cases.GetAsync(Tenant, Records.IdOf(key), filter ?? Everything, Cancel);

    protected async Task<IReadOnlyList<FoundCase>> FindAsync(string value, AccessFilter? filter = null) =>
        await Store.Cases.FindAsync(Tenant, [Records.Person(value)], filter ?? Everything, 100, Cancel);

    protected async Task<string[]> TimelineAsync(string key, AccessFilter? filter = null) =>
        [.. (await Store.Cases.TimelineAsync(Tenant, Records.IdOf(key), filter ?? Everything, 100, Cancel)).Select(e => e.Id)];

    protected void Holds(Property property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Place.Generated), property);

    protected long Written(string table) => Place.RowsWritten(Store, table);
}

/// <summary>A run that commits.</summary>
public sealed record Session(IHubStore Store, StreamLease Lease, long Run)
{
    public ValueTask<BatchResult> CommitAsync(params BatchItem[] items) => CommitAsync(null, items);

    public ValueTask<BatchResult> CommitAsync(string? sweep, params BatchItem[] items) =>
        CommitAsync(new Batch { Items = items, Checkpoint = Checkpoint.Start, Progress = new RunProgress(1, 1, 0), SweepId = sweep });

    public ValueTask<BatchResult> CommitAsync(Batch batch) => Store.Streams.CommitAsync(Lease, Run, batch, TestContext.Current.CancellationToken);

    /// <summary>Ends a complete read: one that held everything, with a guard that lets everything go, unless told otherwise.</summary>
    public ValueTask<SweepResult> EndSweepAsync(string sweep, SweepFacts? facts = null, DeleteGuard? guard = null, Checkpoint? after = null) =>
        Store.Streams.EndSweepAsync(Lease, Run, new SweepEnd
        {
            SweepId = sweep,
            Facts = facts ?? Whole,
            Guard = guard ?? LetsAllGo,
            After = _ => after ?? Checkpoint.Start,
        }, TestContext.Current.CancellationToken);

    /// <summary>A complete read that began at the n-th read.</summary>
    public static SweepFacts WholeAt(int read) => new() { StartedAt = Records.Read(read), Records = 1 };

    public static SweepFacts Whole { get; } = WholeAt(0);

    /// <summary>A read that proves nothing.</summary>
    public static SweepFacts Broken { get; } = Whole with { Promised = 2 };

    public static DeleteGuard LetsAllGo { get; } = new() { MaxShare = 1, MaxCases = int.MaxValue };

    public static DeleteGuard LetsNothingGo { get; } = new() { MaxShare = 0, MaxCases = 0, AlwaysAllowed = 0 };

    public ValueTask ReleaseAsync() => Store.Streams.ReleaseAsync(Lease, TestContext.Current.CancellationToken);
}
