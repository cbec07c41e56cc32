using IntegrationHub.Sqlite;
using IntegrationHub.Sync;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>One index on SQLite, one vendor, and one worker after the other that comes to harm. In the end everybody is left in peace, and the index is checked.</summary>
internal sealed class Town
{
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(40);
    static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(25);

    readonly TownOptions options;
    readonly TownScene scene;
    readonly SqliteTownIndex index;
    readonly Chance chance;
    readonly TimeProvider time = TimeProvider.System;
    readonly SortedDictionary<string, int> kills = new(StringComparer.Ordinal);
    readonly List<TimeSpan> restarts = [];
    int refused;
    int storeFailures;
    long? killedAt;

    Town(TownOptions options, TownScene scene, SqliteTownIndex index)
    {
        (this.options, this.scene, this.index) = (options, scene, index);
        chance = Chance.Of(options.Seed, "disturbances");
    }

    /// <summary>Tortures one town and says what became of it.</summary>
    public static async Task<TownReport> RunAsync(TownOptions options, CancellationToken cancellationToken)
    {
        await using var index = new SqliteTownIndex(new TownFiles(options.Folder).Index);
        await using var scene = await TownScene.OpenAsync(options, _ => index, cancellationToken);
        var town = new Town(options, scene, index);
        return await scene.RunAsync(() => town.LiveAsync(cancellationToken), town.Report, cancellationToken);
    }

    TownReport Report() => new()
    {
        Seed = options.Seed,
        Folder = options.Folder,
        Kills = kills,
        Refused = refused,
        StoreFailures = storeFailures,
        Restarts = restarts,
    };

    async Task LiveAsync(CancellationToken cancellationToken)
    {
        // Where machines are slow, a life may end before a commit; it is no reason to go on for ever.
        for (var lives = 0; kills.Values.Sum() < options.Kills && lives < 4 * options.Kills; lives++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await LiveAsync(Disturbance.Next(chance, options.Outbox));
        }
    }

    async Task LiveAsync(Disturbance disturbance)
    {
        await using var worker = Start(disturbance);
        if (!await worker.HasCommittedAsync(LongestLife)) return;

        if (killedAt is { } killed) restarts.Add(time.GetElapsedTime(killed));
        killedAt = null;
        await scene.WatchAsync(() => HarmAsync(worker, disturbance));
        storeFailures += worker.StoreFailures;
    }

    async Task HarmAsync(WorkerProcess worker, Disturbance disturbance)
    {
        switch (disturbance.Kind)
        {
            case DisturbanceKind.KillAtPoint:
                // A point that this life does not come by leaves a kill at any time.
                if (await worker.EndAsync(LongestLife / 3)) Count(disturbance.Name);
                else await KillAsync(worker, "any time");
                break;
            case DisturbanceKind.Pause:
                await Task.Delay(disturbance.After, time);
                refused += await new Pause(scene.Files, index, worker, () => Start(disturbance with { Kind = DisturbanceKind.KillAnyTime, Clock = TimeSpan.Zero }), options.Lease).RunAsync();
                await KillAsync(worker, disturbance.Name);
                break;
            case DisturbanceKind.Busy:
                using (var other = Connection.OpenWriter(scene.Files.IndexFile, TimeSpan.FromSeconds(10)))
                {
                    other.Execute("BEGIN IMMEDIATE");
                    await Task.Delay(TownScene.Patience * 2, time);
                    other.Execute("ROLLBACK");
                }

                await Task.Delay(disturbance.After, time);
                await KillAsync(worker, disturbance.Name);
                break;
            case DisturbanceKind.DiskFull:
                for (var waited = TimeSpan.Zero; worker.StoreFailures == 0 && !worker.HasEnded && waited < LongestLife / 3; waited += Glance) await Task.Delay(Glance, time);
                await Task.Delay(disturbance.After, time);
                await KillAsync(worker, disturbance.Name);
                break;
            default:
                await Task.Delay(disturbance.After, time);
                await KillAsync(worker, disturbance.Name);
                break;
        }
    }

    WorkerProcess Start(Disturbance disturbance) =>
        scene.Start(disturbance, disturbance.Kind == DisturbanceKind.DiskFull ? (Length(scene.Files.IndexFile) + Length(scene.Files.IndexFile + "-wal")) / 1024 + 300 : null);

    static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    async Task KillAsync(WorkerProcess worker, string name)
    {
        if (!worker.HasEnded) await worker.KillAsync();
        Count(name);
    }

    // A kill counts only when some run had committed and had not ended, or a command was on its way.
    void Count(string name)
    {
        killedAt = time.GetTimestamp();
        if (CrashPoint.Find(name) is not { IsOfOutbox: true } && !index.ReadRuns().GroupBy(r => r.Stream).Any(runs => runs.Last() is { Outcome: RunOutcome.Running, Commits: > 0 })) return;

        kills[name] = kills.GetValueOrDefault(name) + 1;
    }
}
