using System.Globalization;
using IntegrationHub.Sqlite;
using IntegrationHub.Storage.Writing;

namespace IntegrationHub.Torture.Worker;

/// <summary>At which point this process dies, and at which one a write fails, as the environment says. Without orders nothing happens.</summary>
/// <remarks>Points count from the first commit of the process on: before it, there is nothing that a death could lose.</remarks>
internal sealed class CrashOrders
{
    /// <summary>The variable that names where to die: <c>mid-batch</c>, or <c>mid-batch:3</c> for the third time it comes by.</summary>
    public const string CrashAt = "IHUB_CRASH_AT";

    /// <summary>The variable that names where a write fails, once, after it was made.</summary>
    public const string FailAt = "IHUB_FAIL_AT";

    readonly (CrashPoint Point, int Times)? crash;
    readonly (CrashPoint Point, int Times)? fail;
    readonly Action die;
    readonly Action? committed;
    readonly Func<Exception> lost;
    int crashes;
    int failures;
    bool begun;

    /// <param name="variables">The environment.</param>
    /// <param name="die">Ends the process.</param>
    /// <param name="committed">Hears of each commit of a batch.</param>
    /// <param name="lost">What the store throws when the answer to a commit does not come; SQLite's fault unless given.</param>
    public CrashOrders(Func<string, string?> variables, Action die, Action? committed = null, Func<Exception>? lost = null)
    {
        crash = Read(CrashAt, variables(CrashAt));
        fail = Read(FailAt, variables(FailAt));
        this.die = die;
        this.committed = committed;
        // As a disk does that has written and then loses its connection.
        this.lost = lost ?? (() => new SqliteFault(10, "disk I/O error (ordered)"));
    }

    /// <summary>What the store tells of its writes.</summary>
    public void At(string write, WriteMoment moment)
    {
        if (!begun)
        {
            if (!IsBatch(write, moment)) return;

            begun = true;
            committed?.Invoke();
            return;
        }

        foreach (var point in CrashPoint.All)
            if (point.Write == write && point.Moment == moment) Reached(point);
        if (IsBatch(write, moment)) committed?.Invoke();
    }

    static bool IsBatch(string write, WriteMoment moment) => moment == WriteMoment.Committed && write is "CommitAsync" or RebuildWrites.Gather;

    /// <summary>A point was reached.</summary>
    public void Reached(CrashPoint point)
    {
        if (!begun) return;
        if (crash is { } dying && dying.Point == point && Interlocked.Increment(ref crashes) == dying.Times) die();
        if (fail is { } failing && failing.Point == point && Interlocked.Increment(ref failures) == failing.Times) throw lost();
    }

    static (CrashPoint, int)? Read(string name, string? order)
    {
        if (string.IsNullOrEmpty(order)) return null;

        var parts = order.Split(':');
        var times = 1;
        if (CrashPoint.Find(parts[0]) is not { } point || (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out times)) || times < 1 || parts.Length > 2)
            throw new ArgumentException($"{name} is '{order}': one of {string.Join(", ", CrashPoint.All.Select(p => p.Name))} was expected, with ':n' behind it for the n-th time.", name);
        return (point, times);
    }
}
