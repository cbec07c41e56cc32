using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Takes whatever is asked for, and has one command.</summary>
sealed class FakeWriteBacks : IWriteBacks
{
    static readonly WriteCommandId One = new(42);

    static readonly AnswerWrite Command = new()
    {
        Id = One.ToString(),
        Version = 4,
        Case = new CaseId(42).ToString(),
        Source = "byggr",
        Kind = WriteKind.Note,
        State = WriteState.Queued,
        MayBeDone = false,
        AskedAt = DateTimeOffset.UnixEpoch,
        ChangedAt = DateTimeOffset.UnixEpoch,
        Attempts = 0,
        Cut = false,
        Text = "Ringde",
    };

    /// <summary>What comes of the next request; it is written unless set.</summary>
    public WriteOutcome<WriteAsked> Outcome { get; set; } = new WriteOutcome<WriteAsked>.Written(new WriteAsked(One.ToString(), WriteState.Queued, Cut: false), Before: false);

    public List<WriteRequest> Asked { get; } = [];

    public List<(Caller Caller, WriteDecision Decision)> Decided { get; } = [];

    public Task<WriteOutcome<WriteAsked>> AskAsync(Caller caller, CaseId id, WriteRequest request, OnceKey? once, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return Task.FromResult(Outcome);
    }

    public Task<IReadOnlyList<WriteTarget>> TargetsAsync(Caller caller, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<WriteTarget>>([new WriteTarget("byggr", "permits", 4000, [])]);

    public Task<WriteOutcome<WriteAsked>> CreateAsync(Caller caller, string source, string? stream, WriteRequest request, OnceKey? once, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return Task.FromResult(Outcome);
    }

    public Task<IReadOnlyList<AnswerWrite>?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AnswerWrite>?>([Command]);

    public Task<AnswerWrite?> ReadAsync(Caller caller, WriteCommandId id, string purpose, CancellationToken cancellationToken) => Task.FromResult<AnswerWrite?>(Command);

    public Task<WriteOutcome<WriteAsked>> DecideAsync(Caller caller, WriteCommandId id, WriteDecision decision, CancellationToken cancellationToken)
    {
        Decided.Add((caller, decision));
        return Task.FromResult(Outcome);
    }

    public Task<IReadOnlyDictionary<StreamKey, OutboxQueue>> CountAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<StreamKey, OutboxQueue>>(
        new Dictionary<StreamKey, OutboxQueue> { [new StreamKey(new TenantId("sundby"), new SourceId("byggr"), FakeHub.Permits)] = new OutboxQueue(1, 0, 2, 3, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch) });

    /// <summary>What waits, and what is on its way.</summary>
    public List<OutboxItem> Items { get; } = [ItemOf(One, WriteState.Unknown, WriteReason.OnlyAPersonCanTell)];

    public Task<IReadOnlyList<OutboxItem>> ListAsync(StreamName? stream, bool dead, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxItem>>([.. Items.Where(item => item.Reason is not null == dead && (stream is null || item.Stream == stream)).Take(limit)]);

    public Task<OutboxItem?> FindAsync(WriteCommandId id, CancellationToken cancellationToken) => Task.FromResult(Items.Find(item => item.Id == id.ToString()));

    public static OutboxItem ItemOf(WriteCommandId id, WriteState state, WriteReason? reason, Sync.RunFault? fault = null) => new()
    {
        Version = 4,
        Id = id.ToString(), Stream = FakeHub.Permits, Source = new SourceId("byggr"), Kind = WriteKind.Note, State = state, Reason = reason, AskedAt = FakeHub.Began.AddHours(-2),
        ChangedAt = FakeHub.Began.AddHours(-1), MayBeDone = state == WriteState.Unknown, Attempts = 1, Fault = fault,
    };

    public Task KeepSendingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
