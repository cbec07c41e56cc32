using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.History;
using IntegrationHub.Operation;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>The history of runs that a test puts together; it writes down what it was asked.</summary>
sealed class FakeHistory(Func<IEnumerable<RunRecord>> lastRuns) : IRunHistory
{
    public List<RunRecord> Runs { get; } = [];

    public Dictionary<long, RunCourse> Courses { get; } = [];

    public Dictionary<StreamName, IReadOnlyList<RunDay>> Days { get; } = [];

    public List<RunQuery> Asked { get; } = [];

    public Task<IReadOnlyList<RunRecord>> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        Asked.Add(query);
        return Task.FromResult<IReadOnlyList<RunRecord>>([.. Runs.Concat(lastRuns())
            .Where(run => query.Stream is null || run.Stream == query.Stream)
            .Where(run => query.Outcome is null || run.Outcome == query.Outcome)
            .Where(run => query.Before is null || run.Id < query.Before)
            .OrderByDescending(run => run.Id).Take(query.Limit)]);
    }

    public Task<RunCourse?> GetCourseAsync(long run, CancellationToken cancellationToken) => Task.FromResult(Courses.GetValueOrDefault(run));

    public Task<IReadOnlyDictionary<StreamName, IReadOnlyList<RunDay>>> GetDaysAsync(StreamName? stream, int days, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<StreamName, IReadOnlyList<RunDay>>>(Days.Where(of => stream is null || of.Key == stream)
            .ToDictionary(of => of.Key, of => RunDay.Fill(of.Value, RunDay.Of(FakeHub.Began), days)));
}

/// <summary>Lines of the audit that a test puts in; it writes down who read them.</summary>
sealed class FakeAuditTrail : IAuditTrail
{
    public List<WrittenAuditLine> Lines { get; } = [];

    public List<(Caller Caller, AuditQuery Query)> Read { get; } = [];

    public Task<IReadOnlyList<WrittenAuditLine>> ReadAsync(Caller caller, AuditQuery query, CancellationToken cancellationToken)
    {
        if (caller.Role != CallerRole.Administrator) throw new AuditDeniedException();
        Read.Add((caller, query));
        return Task.FromResult<IReadOnlyList<WrittenAuditLine>>([.. Lines.Where(line => query.Before is null || line.Number < query.Before).OrderByDescending(line => line.Number).Take(query.Limit)]);
    }
}

/// <summary>A search that finds what a test put in.</summary>
sealed class FakeSearch : IOperatorSearch
{
    public FoundThings Found { get; set; } = FoundThings.None;

    public List<string> Asked { get; } = [];

    public Task<FoundThings> FindAsync(string text, CancellationToken cancellationToken)
    {
        Asked.Add(text);
        return Task.FromResult(Found);
    }
}
