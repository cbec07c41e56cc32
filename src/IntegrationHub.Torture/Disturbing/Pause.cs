using IntegrationHub.Sqlite;
using IntegrationHub.Sync;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>Stops a worker until its leases have run out and a stand-in has taken its streams over, and lets it go on: nothing that it still wants to write may be written.</summary>
internal sealed class Pause(TownFiles files, SqliteTownIndex index, WorkerProcess worker, Func<WorkerProcess> standIn, TimeSpan? lease)
{
    static readonly TimeSpan AfterLease = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1.5);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    readonly TimeProvider time = TimeProvider.System;

    /// <summary>Does so.</summary>
    /// <returns>How many runs of the stopped worker were taken over and ended as replaced.</returns>
    public async Task<int> RunAsync()
    {
        if (!await StopOutsideAWriteAsync()) return 0;

        await using var other = standIn();
        try
        {
            var going = index.ReadRuns().Where(r => r.Outcome == RunOutcome.Running).Select(r => r.Run).ToHashSet();
            await Task.Delay((lease ?? new SyncOptions().LeaseDuration) + AfterLease, time);
            await Task.WhenAny(other.FirstCommit, Task.Delay(Longest, time));
            Signals.Resume(worker.Id);
            await Task.Delay(Afterwards, time);
            return index.ReadRuns().Count(r => going.Contains(r.Run) && r.Outcome is RunOutcome.Interrupted or RunOutcome.Fenced);
        }
        finally
        {
            await other.KillAsync();
        }
    }

    // Stopped inside a transaction, it would keep SQLite's write lock for as long as it is stopped, and nobody could take over.
    async Task<bool> StopOutsideAWriteAsync()
    {
        for (var tries = 0; tries < 20 && !worker.HasEnded; tries++)
        {
            Signals.Pause(worker.Id);
            try
            {
                using var connection = Connection.OpenWriter(files.IndexFile, TimeSpan.FromMilliseconds(50));
                connection.Execute("BEGIN IMMEDIATE");
                connection.Execute("ROLLBACK");
                return true;
            }
            catch (SqliteFault busy) when (busy.IsBusy)
            {
                Signals.Resume(worker.Id);
                await Task.Delay(TimeSpan.FromMilliseconds(20), time);
            }
        }

        return false;
    }
}
