using IntegrationHub.Sqlite;
using IntegrationHub.Sync;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Vendor;
using IntegrationHub.Torture.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>One index, one vendor, and one worker after the other that comes to harm. In the end everybody is left in peace, and the index is checked.</summary>
internal sealed class Town
{
    static readonly TimeSpan StepEvery = TimeSpan.FromMilliseconds(40);
    static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(25);
    static readonly TimeSpan LongestPeace = TimeSpan.FromMinutes(3);
    // What stays in quarantine is asked for ever more rarely; the last worker comes when it is time.
    static readonly TimeSpan Later = TimeSpan.FromMinutes(50);
    static readonly TimeSpan BusyTimeout = TimeSpan.FromMilliseconds(700);

    readonly TownOptions options;
    readonly TownFiles files;
    readonly ModelVendor vendor;
    readonly Chance chance;
    readonly Teller teller;
    readonly Onlooker onlooker;
    readonly TimeProvider time = TimeProvider.System;
    readonly SortedDictionary<string, int> kills = new(StringComparer.Ordinal);
    readonly List<TimeSpan> restarts = [];
    int workers;
    int refused;
    int storeFailures;
    long? killedAt;

    Town(TownOptions options, TownFiles files, ModelVendor vendor)
    {
        (this.options, this.files, this.vendor) = (options, files, vendor);
        chance = Chance.Of(options.Seed, "disturbances");
        teller = new Teller(vendor.Told, Convert.FromBase64String(files.ReadHookSecret()["whsec_".Length..]), options.Seed);
        onlooker = new Onlooker(files.IndexFile);
    }

    /// <summary>Tortures one town and says what became of it.</summary>
    public static async Task<TownReport> RunAsync(TownOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        var files = new TownFiles(options.Folder);
        files.Make(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(options.Size / 2 + 2));
        await using var vendor = await ModelVendor.StartAsync(options.Seed, options.Size, TimeProvider.System, cancellationToken);
        return await new Town(options, files, vendor).RunAsync(cancellationToken);
    }

    async Task<TownReport> RunAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        vendor.Faults.InHundred = options.FaultsInHundred;
        using var telling = new CancellationTokenSource();
        var told = Task.Run(() => teller.TellAsync(telling.Token), CancellationToken.None);
        using (var history = new CancellationTokenSource())
        {
            var steps = Task.Run(() => StepAsync(history.Token), CancellationToken.None);
            // Where machines are slow, a life may end before a commit; it is no reason to go on for ever.
            for (var lives = 0; kills.Values.Sum() < options.Kills && lives < 4 * options.Kills; lives++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await LiveAsync(Disturbance.Next(chance));
            }

            await history.CancelAsync();
            await steps;
        }

        var peace = await LeaveInPeaceAsync(cancellationToken);
        await telling.CancelAsync();
        await told;
        return new TownReport
        {
            Seed = options.Seed,
            Folder = options.Folder,
            Steps = vendor.Registers.Sum(r => r.Steps),
            Kills = kills,
            Workers = workers,
            Refused = refused,
            StoreFailures = storeFailures,
            Faults = vendor.Faults.Counts,
            Restarts = restarts,
            Swaps = IndexFacts.Swaps(files.IndexFile),
            Told = teller.Counts,
            Sights = onlooker.Sights.Count,
            Findings = [.. peace, .. Checker.Check(Truth.Of(vendor.Registers) with { Taken = teller.Taken }, IndexFacts.Read(files.IndexFile) with { Sights = onlooker.Sights })],
        };
    }

    // The store makes its tables, and then everything that is done to them is written down.
    async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using (var store = new SqliteHubStore(new SqliteStoreOptions { Folder = files.Index }, Protection.KeyRingFile.Read(files.Keys).Fingerprint, time, NullLogger<SqliteHubStore>.Instance))
            await store.PrepareAsync(cancellationToken);
        IndexJournal.Begin(files.IndexFile);
    }

    async Task StepAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var register in vendor.Registers) register.Step(time.GetUtcNow());
            await Task.WhenAny(Task.Delay(StepEvery, time, cancellationToken));
        }

        vendor.Told.Settled(time.GetUtcNow());
    }

    async Task LiveAsync(Disturbance disturbance)
    {
        await using var worker = Start(disturbance);
        if (!await HasCommittedAsync(worker)) return;

        if (killedAt is { } killed) restarts.Add(time.GetElapsedTime(killed));
        killedAt = null;
        using var looking = new CancellationTokenSource();
        var looked = Task.Run(() => onlooker.LookAsync(looking.Token), CancellationToken.None);
        await HarmAsync(worker, disturbance);
        await looking.CancelAsync();
        await looked;
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
                refused += await new Pause(files, worker, () => Start(disturbance with { Kind = DisturbanceKind.KillAnyTime, Clock = TimeSpan.Zero }), options.Lease).RunAsync();
                await KillAsync(worker, disturbance.Name);
                break;
            case DisturbanceKind.Busy:
                using (var other = Connection.OpenWriter(files.IndexFile, TimeSpan.FromSeconds(10)))
                {
                    other.Execute("BEGIN IMMEDIATE");
                    await Task.Delay(BusyTimeout * 2, time);
                    other.Execute("ROLLBACK");
                }

                await Task.Delay(disturbance.After, time);
                await KillAsync(worker, disturbance.Name);
                break;
            case DisturbanceKind.DiskFull:
                for (var waited = TimeSpan.Zero; worker.StoreFailures == 0 && !worker.HasEnded && waited < LongestLife / 3; waited += StepEvery) await Task.Delay(StepEvery, time);
                await Task.Delay(disturbance.After, time);
                await KillAsync(worker, disturbance.Name);
                break;
            default:
                await Task.Delay(disturbance.After, time);
                await KillAsync(worker, disturbance.Name);
                break;
        }
    }

    WorkerProcess Start(Disturbance disturbance)
    {
        var worker = WorkerProcess.Start(
            options.Program,
            new WorkerOptions { Folder = options.Folder, Vendor = vendor.Address, Clock = disturbance.Clock, Lease = options.Lease, Busy = BusyTimeout, Rebuild = disturbance.Rebuild },
            files.Log(++workers),
            disturbance.Orders,
            disturbance.Kind == DisturbanceKind.DiskFull ? (Length(files.IndexFile) + Length(files.IndexFile + "-wal")) / 1024 + 300 : null,
            teller.Hear);
        teller.Attach(worker);
        return worker;
    }

    static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    static async Task<bool> HasCommittedAsync(WorkerProcess worker)
    {
        try
        {
            await worker.FirstCommit.WaitAsync(LongestLife, TimeProvider.System);
            return true;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    async Task KillAsync(WorkerProcess worker, string name)
    {
        if (!worker.HasEnded) await worker.KillAsync();
        Count(name);
    }

    // A kill counts only when some run had committed, and had not ended.
    void Count(string name)
    {
        killedAt = time.GetTimestamp();
        if (!IndexFacts.Runs(files.IndexFile).GroupBy(r => r.Stream).Any(runs => runs.Last() is { Outcome: RunOutcome.Running, Commits: > 0 })) return;

        kills[name] = kills.GetValueOrDefault(name) + 1;
    }

    // What is younger than the settle time is left for the next read, and some of the vendor's times lie ahead.
    async Task<IReadOnlyList<Finding>> LeaveInPeaceAsync(CancellationToken cancellationToken)
    {
        vendor.Faults.InHundred = 0;
        await Task.Delay(ModelRegister.Settle * 2.5, time, cancellationToken);
        await using var worker = WorkerProcess.Start(options.Program,
            new WorkerOptions { Folder = options.Folder, Vendor = vendor.Address, Lease = options.Lease, Successes = 3, Clock = Later }, files.Log(++workers), answered: teller.Hear);
        teller.Attach(worker);
        for (var waited = TimeSpan.Zero; !teller.AllTaken && !worker.HasEnded && waited < LongestPeace; waited += StepEvery) await Task.Delay(StepEvery, time, cancellationToken);
        worker.Tell(WorkerInbox.NoMore);
        return await worker.EndAsync(LongestPeace) && worker.ExitCode == 0 && teller.AllTaken ? []
            : [new Finding(FindingKind.Lost, "the last worker", $"left in peace it did not bring every stream to a good end; see {files.Log(workers)}")];
    }
}
