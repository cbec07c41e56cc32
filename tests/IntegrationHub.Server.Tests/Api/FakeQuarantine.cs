using IntegrationHub.Disclosure;
using IntegrationHub.Quarantine;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>A quarantine with whatever a test puts into it; it writes down what it was asked.</summary>
sealed class FakeQuarantine : IQuarantineDesk
{
    public List<QuarantinedRecord> Records { get; } = [];
    public List<QuarantineGroup> Groups { get; } = [];
    public List<QuarantineQuery> Queries { get; } = [];
    public List<(Caller Caller, string Did, string Which, string? Why)> Asked { get; } = [];
    public RecordEdit? Edit { get; private set; }

    public Func<string, QuarantinedContent?> OnRead { get; set; } = _ => null;
    public Func<QuarantineSelection, ReplayOutcome> OnReplay { get; set; } = _ => new ReplayOutcome.NotFound();
    public Func<string, EditOutcome> OnEdit { get; set; } = _ => new EditOutcome.NotFound();
    public Func<QuarantineSelection, long?> OnDiscard { get; set; } = _ => null;

    public Task<IReadOnlyList<QuarantineGroup>> GroupAsync(StreamName? stream, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineGroup>>([.. Groups.Where(g => stream is null || g.Stream == stream)]);

    public Task<IReadOnlyList<QuarantinedRecord>> ListAsync(QuarantineQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        var behind = query.After is { } after ? Records.FindIndex(r => r.Id == after.Id) + 1 : 0;
        return Task.FromResult<IReadOnlyList<QuarantinedRecord>>(
            [.. Records.Skip(behind).Where(r => (query.Stream ?? r.Stream) == r.Stream && (query.Code ?? r.Code) == r.Code && (query.Field ?? r.Field) == r.Field).Take(query.Limit)]);
    }

    public Task<QuarantinedRecord?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Records.FirstOrDefault(r => r.Id == id));

    public Task<QuarantinedContent?> ReadAsync(Caller caller, string id, string purpose, CancellationToken cancellationToken)
    {
        Asked.Add((caller, "read", id, purpose));
        return Task.FromResult(OnRead(id));
    }

    public Task<ReplayOutcome> ReplayAsync(Caller caller, QuarantineSelection which, CancellationToken cancellationToken)
    {
        Asked.Add((caller, "replay", which.Named, null));
        return Task.FromResult(OnReplay(which));
    }

    public Task<EditOutcome> EditAsync(Caller caller, string id, RecordEdit edit, CancellationToken cancellationToken)
    {
        Asked.Add((caller, "edit", id, edit.Purpose));
        Edit = edit;
        return Task.FromResult(OnEdit(id));
    }

    public Task<long?> DiscardAsync(Caller caller, QuarantineSelection which, string reason, CancellationToken cancellationToken)
    {
        Asked.Add((caller, "discard", which.Named, reason));
        return Task.FromResult(OnDiscard(which));
    }
}
