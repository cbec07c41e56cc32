using System.Collections.Concurrent;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Operation;
using IntegrationHub.Removals;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Held deletes in memory; it writes down what it was asked.</summary>
sealed class FakeRemovals : IRemovals
{
    public ConcurrentDictionary<long, HeldDelete> Held { get; } = [];

    public List<HeldCase> Cases { get; } = [new("2", "BYGG 2026-2", FakeHub.Began), new("3", null, FakeHub.Began)];

    public List<(Caller Caller, string Did, long Id, string? Reason)> Decisions { get; } = [];

    public bool Leased { get; set; }

    public static HeldDelete Waiting(long id) => new()
    {
        Id = id,
        Stream = FakeHub.Permits,
        Source = new SourceId("byggr"),
        Run = 17,
        ReadStartedAt = FakeHub.Began,
        HeldAt = FakeHub.Began.AddMinutes(5),
        ExpiresAt = FakeHub.Began.AddDays(30),
        Live = 1000,
        Cases = 80,
        Left = 79,
        State = HeldDeleteState.Waiting,
    };

    public Task<IReadOnlyList<HeldDelete>> GetHeldAsync(StreamName? stream, bool waitingOnly, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HeldDelete>>([.. Held.Values.Where(h => (stream is null || h.Stream == stream) && (!waitingOnly || h.State == HeldDeleteState.Waiting)).OrderByDescending(h => h.Id).Take(limit)]);

    public Task<HeldDeleteDetail?> GetHeldAsync(long id, int cases, CancellationToken cancellationToken) =>
        Task.FromResult(Held.TryGetValue(id, out var held) ? new HeldDeleteDetail(held, [.. Cases.Take(cases)]) : null);

    public Task<DecisionOutcome> ApproveAsync(Caller caller, long id, string? reason, CancellationToken cancellationToken) =>
        Task.FromResult(Leased && Held.TryGetValue(id, out var held) ? new DecisionOutcome.StreamRuns(held) : Decide(caller, "approve", id, reason, HeldDeleteState.Approved));

    public Task<DecisionOutcome> RejectAsync(Caller caller, long id, string reason, CancellationToken cancellationToken) =>
        Task.FromResult(Decide(caller, "reject", id, reason, HeldDeleteState.Rejected));

    public Task<IReadOnlyList<RemovedCase>> GetRemovedAsync(StreamName? stream, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RemovedCase>>([new RemovedCase { Stream = FakeHub.Permits, Source = new SourceId("byggr"), Key = "2", Number = "BYGG 2026-2", Reason = TombstoneReason.Vanished, RemovedAt = FakeHub.Began, Run = 17 }]);

    public Task<long> RestoreAsync(Caller caller, StreamName stream, RestoreChoice which, CancellationToken cancellationToken)
    {
        Decisions.Add((caller, $"restore {which}", 0, null));
        return Task.FromResult(which is RestoreChoice.Case ? 1L : 12L);
    }

    DecisionOutcome Decide(Caller caller, string did, long id, string? reason, HeldDeleteState state)
    {
        if (reason?.Contains("19350101-9800", StringComparison.Ordinal) == true) throw new OrderRefusedException("reason", "A personal number stands in it.");
        if (!Held.TryGetValue(id, out var held)) return new DecisionOutcome.NotFound();
        if (held.State != HeldDeleteState.Waiting) return new DecisionOutcome.NotWaiting(held);

        Decisions.Add((caller, did, id, reason));
        Held[id] = held with { State = state, Decision = new HeldDeleteDecision(FakeHub.Began, caller.Name, reason) };
        return new DecisionOutcome.Done(Held[id], held.Left);
    }
}
