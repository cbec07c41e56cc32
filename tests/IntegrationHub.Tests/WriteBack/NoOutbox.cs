using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

/// <summary>No command was ever asked for.</summary>
sealed class NoOutbox : IOutboxStore
{
    public ValueTask<Written<NewCommand>> AddAsync(StreamKey stream, NewCommand command, OnceWrite<NewCommand>? once, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<StoredCommand?> GetAsync(TenantId tenant, WriteCommandId id, AccessFilter filter, CancellationToken cancellationToken) => new((StoredCommand?)null);

    public ValueTask<StoredCommand?> GetForOperatorAsync(TenantId tenant, WriteCommandId id, CancellationToken cancellationToken) => new((StoredCommand?)null);

    public ValueTask<IReadOnlyList<StoredCommand>> OfCaseAsync(TenantId tenant, CaseId id, AccessFilter filter, int limit, CancellationToken cancellationToken) => new([]);

    public ValueTask<TakenCommand?> TakeAsync(TenantId tenant, CommandTake take, CancellationToken cancellationToken) => new((TakenCommand?)null);

    public ValueTask<bool> RenewAsync(CommandLease lease, TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> MarkSendingAsync(CommandLease lease, TimeSpan duration, DateTimeOffset at, DateTimeOffset? unknownAt, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> SettleAsync(CommandLease lease, CommandSettled settled, CommandTold? told, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> ChangeAsync(TenantId tenant, WriteCommandId id, long version, CommandChange change, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyDictionary<StreamKey, OutboxQueue>> CountAsync(TenantId tenant, CancellationToken cancellationToken) => new(new Dictionary<StreamKey, OutboxQueue>());

    public ValueTask<IReadOnlyList<StoredCommand>> ListAsync(TenantId tenant, StreamName? stream, bool dead, int limit, CancellationToken cancellationToken) => new([]);

    public ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset finishedBefore, int atMost, CancellationToken cancellationToken) => new(0);
}
