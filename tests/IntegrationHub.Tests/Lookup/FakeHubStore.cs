using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Notifications;
using IntegrationHub.Quarantine;
using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Lookup;

/// <summary>What a look-up needs of a store, in memory. The filter is applied as the contract says, and an existing case shows no more than a store may show.</summary>
sealed class FakeHubStore : IHubStore, ICaseIndex, IAuditLog
{
    public List<(StoredCase Case, bool NewerRecordHeld)> Stored { get; } = [];

    public List<StoredEvent> Events { get; } = [];

    public List<StreamState> States { get; } = [];

    public List<AuditLine> Lines { get; } = [];

    public bool AuditFails { get; set; }

    public IStreamStore Streams => new StatesOnly(this);

    public IntegrationHub.History.IRunHistoryStore History => throw new NotSupportedException();

    public ICaseIndex Cases => this;

    public IAuditLog Audit => this;

    public IQuarantineStore Quarantine => throw new NotSupportedException();

    public IntegrationHub.Removals.IRemovalStore Removals => throw new NotSupportedException();

    public IntegrationHub.Remapping.IRemapStore Remapping => throw new NotSupportedException();

    public IntegrationHub.Nodes.INodeStore Nodes => throw new NotSupportedException();

    public IntegrationHub.Contacts.IContactStore Contacts { get; set; } = new Contacts.NoContacts();

    public IntegrationHub.HandOvers.IHandOverStore HandOvers { get; set; } = null!;

    public IntegrationHub.Idempotency.IOnceStore Once { get; set; } = null!;

    public IntegrationHub.WriteBack.IOutboxStore Outbox { get; set; } = new WriteBack.NoOutbox();

    public IntegrationHub.Alerts.IAlertStore Alerts { get; set; } = null!;

    public IntegrationHub.Drift.IDriftStore Drift => throw new NotSupportedException();

    public INotificationStore Notifications => throw new NotSupportedException();

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public ValueTask AppendAsync(TenantId tenant, IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken)
    {
        if (AuditFails) throw new AuditUnavailableException("The disk is full.");
        Lines.AddRange(lines);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<WrittenAuditLine>> ListAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken) =>
        new([.. Lines.Select((line, n) => new WrittenAuditLine(n + 1, line, "")).Reverse().Take(query.Limit)]);

    public ValueTask<IReadOnlyList<WrittenAuditLine>> ReadAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<FoundCase>> FindAsync(TenantId tenant, IReadOnlyList<LookupKey> keys, AccessFilter filter, int limit, CancellationToken cancellationToken) =>
        Result(stored => stored.Keys.Intersect(keys).Select(key => key.Kind).Distinct().ToList() is { Count: > 0 } kinds ? kinds : null, filter, limit);

    public ValueTask<IReadOnlyList<FoundCase>> SearchAsync(TenantId tenant, string words, AccessFilter filter, int limit, CancellationToken cancellationToken) =>
        Result(stored => words.Split(' ').All(word => stored.SearchText?.Contains(word, StringComparison.OrdinalIgnoreCase) == true) ? [] : null, filter, limit);

    public ValueTask<FoundCase?> GetAsync(TenantId tenant, CaseId id, AccessFilter filter, CancellationToken cancellationToken) =>
        new(Stored.Where(stored => stored.Case.Id == id).Select(stored => Found(stored, filter, [])).SingleOrDefault(found => found.Disclosure > IntegrationHub.Disclosure.Disclosure.Hidden));

    public ValueTask<IReadOnlyDictionary<CaseId, IReadOnlyList<StoredEvent>>> TimelinesAsync(TenantId tenant, IReadOnlyList<CaseId> ids, AccessFilter filter, int limit, CancellationToken cancellationToken) =>
        new(Stored.Select(stored => stored.Case).Where(of => ids.Contains(of.Id)).ToDictionary(of => of.Id, IReadOnlyList<StoredEvent> (of) =>
            [.. Events.Where(e => e.Source == of.Source && e.CaseKey == of.Key).OrderByDescending(e => e.At).Take(limit)]));

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyDictionary<StreamName, long>> CountSilentAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<CaseChange>> ChangesAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<IReadOnlyList<FoundCase>> Result(Func<StoredCase, IReadOnlyList<LookupKind>?> match, AccessFilter filter, int limit) =>
        new([.. Stored
            .Select(stored => (Stored: stored, By: match(stored.Case)))
            .Where(pair => pair.By is not null)
            .Select(pair => Found(pair.Stored, filter, pair.By!))
            .Where(found => found.Disclosure > IntegrationHub.Disclosure.Disclosure.Hidden)
            .OrderByDescending(found => found.Case.OpenedAt).Take(limit)]);

    static FoundCase Found((StoredCase Case, bool NewerRecordHeld) stored, AccessFilter filter, IReadOnlyList<LookupKind> by)
    {
        var of = stored.Case;
        var told = filter.Of(of.Source, of.Department, of.Type, stored.NewerRecordHeld ? Confidentiality.Protected : of.Confidentiality);
        var shown = told == IntegrationHub.Disclosure.Disclosure.Full ? of : new StoredCase
        {
            Id = default,
            Source = of.Source,
            Stream = of.Stream,
            Key = "",
            Number = "",
            Title = "",
            PublicTitle = of.PublicTitle,
            Department = of.Department,
            Private = [],
            Keys = [],
            ContentHash = [],
        };
        return new FoundCase(shown, told, stored.NewerRecordHeld, by);
    }

    sealed class StatesOnly(FakeHubStore store) : IStreamStore
    {
        public ValueTask<IReadOnlyList<StreamState>> GetStatesAsync(TenantId tenant, CancellationToken cancellationToken) => new(store.States);

        public ValueTask<StreamLease?> TryLeaseAsync(StreamKey stream, string owner, TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> RenewAsync(StreamLease lease, TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ReleaseAsync(StreamLease lease, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Checkpoint> GetCheckpointAsync(StreamKey stream, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<long> BeginRunAsync(StreamLease lease, RunTrigger trigger, RunKind kind, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<string, KnownRecord>> GetKnownAsync(StreamKey stream, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<HeldRecord>> GetHeldAsync(StreamKey stream, HeldFilter which, string? afterId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<string, string>> GetEditedAsync(StreamKey stream, IReadOnlyCollection<byte[]> bytesHashes, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<BatchResult> CommitHeldAsync(StreamLease lease, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<BatchResult> CommitAsync(StreamLease lease, long run, Batch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<BatchResult> ApplyAsync(StreamKey stream, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<CaseToReread>> GetCasesToRereadAsync(StreamKey stream, RereadQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<SweepCount> CountUnseenAsync(StreamKey stream, string sweepId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ResetAsync(StreamLease lease, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<SweepResult> EndSweepAsync(StreamLease lease, long run, SweepEnd end, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask EndRunAsync(StreamLease lease, long run, RunEnd end, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<RunRecord>> GetRunsAsync(TenantId tenant, StreamName? stream, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<RunRecord?> GetRunAsync(TenantId tenant, long id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<StreamKey, RecentRuns>> GetRecentRunsAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> PauseAsync(StreamKey stream, StreamPause pause, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> ResumeAsync(StreamKey stream, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<StreamKey, StreamPause>> GetPausesAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
