using System.Collections.Concurrent;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Codes;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.History;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Notifications;
using IntegrationHub.Operation;
using IntegrationHub.Outbound;
using IntegrationHub.Quarantine;
using IntegrationHub.Removals;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>A hub with two streams and whatever a test puts into it; it writes down what it was asked.</summary>
sealed class FakeHub : IHub
{
    public static readonly StreamName Permits = new("byggr-permits");
    public static readonly StreamName Support = new("social-support");
    public static readonly DateTimeOffset Began = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    public Dictionary<CaseId, CaseAnswer> Cases { get; } = [];
    public List<(Caller Caller, LookupRequest Request)> LookUps { get; } = [];
    public List<(Caller Caller, CaseId Id, string Purpose)> Reads { get; } = [];
    public FakeQuarantine Quarantine { get; } = new();

    IQuarantineDesk IHub.Quarantine => Quarantine;

    public FakeAlerts FakeAlerts { get; } = new();

    public IntegrationHub.Alerts.IAlerts Alerts => FakeAlerts;

    public FakeSignInBook SignInBook { get; } = new();

    ISignInBook IHub.SignIns => SignInBook;

    public ConcurrentDictionary<StreamName, RunRecord> LastRuns { get; } = [];
    public ConcurrentDictionary<StreamName, StreamPause> Pauses { get; } = [];
    public List<(Caller Caller, string Did, StreamName Stream)> Operations { get; } = [];
    public DateTimeOffset? NextRunAt { get; set; }
    public Dictionary<StreamName, long> HeldDeletes { get; } = [];
    public Dictionary<StreamName, RefusedChange> Refused { get; } = [];
    public RefusedChange? RefusedFiles { get; set; }

    public Func<Caller, LookupRequest, LookupAnswer>? OnLookUp { get; set; }
    public Func<CaseId, RefreshOutcome> OnRefresh { get; set; } = _ => new RefreshOutcome.Refreshed();
    public Func<StreamName, CancellationToken, Task<RunRecord?>>? OnRun { get; set; }

    public TenantId Tenant { get; } = new("sundby");

    public bool IsReady { get; set; } = true;

    public IReadOnlyList<StreamDefinition> Streams { get; set; } = [Stream(Permits, "byggr", "Building permits"), Stream(Support, "social", "Social services")];

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<RunRecord?> RunAsync(StreamName stream, RunTrigger trigger, CancellationToken cancellationToken) => OnRun!(stream, cancellationToken);

    public Task<RunRecord?> RunNowAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        Operations.Add((caller, "run", stream));
        return OnRun!(stream, cancellationToken);
    }

    public Task<RunRecord?> BackfillAsync(Caller caller, StreamName stream, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (from >= until) throw new OrderRefusedException("until", "The period's end must be later than its beginning.");
        Operations.Add((caller, $"backfill {from:O} {until:O}", stream));
        return OnRun!(stream, cancellationToken);
    }

    public Task<RunRecord?> RebuildAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        Operations.Add((caller, "rebuild", stream));
        return OnRun!(stream, cancellationToken);
    }

    public bool Leased { get; set; }

    public Task<bool> ResetAsync(Caller caller, StreamName stream, string? confirmation, CancellationToken cancellationToken)
    {
        if (confirmation != stream.Value) throw new OrderRefusedException("confirm", "Write the stream's name once more.");
        Operations.Add((caller, "reset", stream));
        return Task.FromResult(!Leased);
    }

    public IntegrationHub.Contacts.IContacts Contacts { get; } = new FakeContacts();

    public IntegrationHub.HandOvers.IHandOvers HandOvers { get; } = new FakeHandOvers();

    public FakeWriteBacks FakeWriteBacks { get; } = new();

    public Dictionary<StreamName, IntegrationHub.WriteBack.OutboxQueue> Outbox { get; } = [];

    public IntegrationHub.WriteBack.IWriteBacks WriteBacks => FakeWriteBacks;

    public FakeRemovals FakeRemovals { get; } = new();

    public IRemovals Removals => FakeRemovals;

    public FakeDrift FakeDrift { get; } = new();

    public IntegrationHub.Drift.IDrift Drift => FakeDrift;

    public List<IntegrationHub.Nodes.NodeOverview> Nodes { get; } = [];

    public Task<IReadOnlyList<IntegrationHub.Nodes.NodeOverview>> GetNodesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<IntegrationHub.Nodes.NodeOverview>>([.. Nodes]);

    public FakeRemapping FakeRemapping { get; } = new();

    public IntegrationHub.Remapping.IRemapping Remapping => FakeRemapping;

    public Task PauseAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        Operations.Add((caller, "pause", stream));
        Pauses[stream] = new StreamPause(Began, caller.Name);
        return Task.CompletedTask;
    }

    public Task ResumeAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        Operations.Add((caller, "resume", stream));
        Pauses.TryRemove(stream, out _);
        return Task.CompletedTask;
    }

    readonly TaskCompletionSource streamsLookedAt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Somebody looks at the streams, or has.</summary>
    public Task StreamsAreLookedAt => streamsLookedAt.Task;

    /// <summary>What looking at the streams waits for.</summary>
    public TaskCompletionSource? BeforeStreams { get; set; }

    public async Task<IReadOnlyList<StreamOverview>> GetStreamsAsync(CancellationToken cancellationToken)
    {
        streamsLookedAt.TrySetResult();
        if (BeforeStreams is { } wait) await wait.Task.WaitAsync(cancellationToken);
        return [.. Streams.Select(s => new StreamOverview(s, StateOf(s), Answers.Complete)
        {
            Refused = Refused.GetValueOrDefault(s.Name),
            Pause = Pauses.GetValueOrDefault(s.Name),
            Notifications = Notifications.Queues.GetValueOrDefault(s.Name),
            Outbox = Outbox.GetValueOrDefault(s.Name),
            Remapping = FakeRemapping.Progress.GetValueOrDefault(s.Name),
            NextRunAt = NextRunAt,
            Recent = new RecentRuns(Began.AddDays(-1), 3, 1, new RunCounters(10, 4, 3, 2, 1, 0)),
        })];
    }

    FakeHistory? history;

    public FakeHistory FakeHistory => history ??= new FakeHistory(() => LastRuns.Values);

    public IRunHistory History => FakeHistory;

    public FakeAuditTrail FakeAuditTrail { get; } = new();

    public IAuditTrail AuditTrail => FakeAuditTrail;

    public FakeSearch FakeSearch { get; } = new();

    public IOperatorSearch Search => FakeSearch;

    public List<VendorHealth> Vendors { get; } = [];

    public IReadOnlyList<VendorHealth> GetVendors() => Vendors;

    public Task<IReadOnlyList<RunRecord>> GetRunsAsync(StreamName? stream, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunRecord>>([.. LastRuns.Values.Where(r => stream is null || r.Stream == stream).OrderByDescending(r => r.Id).Take(limit)]);

    public Task<RunRecord?> GetRunAsync(long id, CancellationToken cancellationToken) => Task.FromResult(LastRuns.Values.FirstOrDefault(r => r.Id == id));

    public Task<LookupAnswer> LookUpAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken)
    {
        LookUps.Add((caller, request));
        return Task.FromResult(OnLookUp is null ? Answers.Nothing : OnLookUp(caller, request));
    }

    public Task<CaseAnswer?> ReadCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken)
    {
        Reads.Add((caller, id, purpose));
        return Task.FromResult(Cases.GetValueOrDefault(id));
    }

    public Task<RefreshOutcome> RefreshCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken) => Task.FromResult(OnRefresh(id));

    public FakeNotifications Notifications { get; } = new();

    INotifications IHub.Notifications => Notifications;

    public Dictionary<StreamName, IReadOnlyList<CodeCoverage>> Codes { get; } = [];

    public IReadOnlyList<CodeCoverage> GetCodes(StreamName stream) => Codes.GetValueOrDefault(stream, []);

    public static RunRecord Run(long id, StreamName stream, RunOutcome outcome = RunOutcome.Running) => new()
    {
        Id = id,
        Stream = stream,
        Epoch = id,
        Trigger = RunTrigger.Manual,
        Kind = RunKind.Changes,
        StartedAt = Began,
        Outcome = outcome,
        Counters = new RunCounters(10, 4, 3, 2, 1, 0),
        Progress = new RunProgress(1, 1, 0),
        Commits = 1,
    };

    /// <summary>When a run of each stream last succeeded.</summary>
    public DateTimeOffset? AsOf { get; set; }

    StreamState? StateOf(StreamDefinition stream) => !LastRuns.TryGetValue(stream.Name, out var run) && AsOf is null ? null : new StreamState
    {
        LastSuccessStartedAt = AsOf,
        Stream = new StreamKey(Tenant, stream.Source, stream.Name),
        Checkpoint = new Checkpoint { FirstReadDone = true },
        Epoch = run?.Epoch ?? 1,
        LastRun = run,
        Quarantined = Quarantine.Records.Count(q => q.Stream == stream.Name),
        HeldDeletes = HeldDeletes.GetValueOrDefault(stream.Name),
    };

    static StreamDefinition Stream(StreamName name, string source, string title) => new()
    {
        Name = name,
        Source = new SourceId(source),
        Title = title,
        File = $"{name}.stream.yaml",
        Adapter = source,
        Mapping = name.Value,
        Connection = new Dictionary<string, string>(),
        Reading = new StreamReading { Strategy = ReadStrategy.Cursor },
    };
}
