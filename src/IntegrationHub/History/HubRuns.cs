using IntegrationHub.Storage;
using IntegrationHub.Sync;

namespace IntegrationHub.History;

/// <summary>The history of one municipality's runs.</summary>
sealed class HubRuns(TenantId tenant, IHubStore store, TimeProvider time) : IRunHistory
{
    public async Task<IReadOnlyList<RunRecord>> ListAsync(RunQuery query, CancellationToken cancellationToken) => await store.History.ListAsync(tenant, query, cancellationToken);

    public async Task<RunCourse?> GetCourseAsync(long run, CancellationToken cancellationToken) => await store.History.GetCourseAsync(tenant, run, cancellationToken);

    public async Task<IReadOnlyDictionary<StreamName, IReadOnlyList<RunDay>>> GetDaysAsync(StreamName? stream, int days, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, (int)RunRetention.KeptFor.TotalDays);

        var today = RunDay.Of(time.GetUtcNow());
        var known = await store.History.GetDaysAsync(tenant, stream, today.AddDays(1 - days), cancellationToken);
        // A name that moved to another source has two histories; the one that goes on is told.
        return known.GroupBy(of => of.Key.Stream).ToDictionary(of => of.Key, of => RunDay.Fill(of.MaxBy(one => one.Value[^1].Day).Value, today, days));
    }
}
