using IntegrationHub.Protection;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Vendor;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>What surrounds the workers of a town: its vendor, who tells of changes, who looks on, and the index. In the end it leaves everybody in peace and has the index checked.</summary>
internal sealed class TownScene : IAsyncDisposable
{
    static readonly TimeSpan StepEvery = TimeSpan.FromMilliseconds(40);
    static readonly TimeSpan LongestPeace = TimeSpan.FromMinutes(3);
    // What stays in quarantine is asked for ever more rarely; the last worker comes when it is time.
    static readonly TimeSpan Later = TimeSpan.FromMinutes(50);
    static readonly TimeSpan BusyTimeout = TimeSpan.FromMilliseconds(700);

    readonly TownOptions options;
    readonly ITownIndex index;
    readonly ModelVendor vendor;
    readonly Teller teller;
    readonly Clerk clerk;
    readonly Onlooker onlooker;
    readonly TimeProvider time = TimeProvider.System;
    int workers;

    TownScene(TownOptions options, TownFiles files, ITownIndex index, ModelVendor vendor)
    {
        (this.options, Files, this.index, this.vendor) = (options, files, index, vendor);
        teller = new Teller(vendor.Told, Convert.FromBase64String(files.ReadHookSecret()["whsec_".Length..]), options.Seed);
        clerk = new Clerk(vendor, index.ReadCommands, options.Seed);
        onlooker = new Onlooker(index.Look);
    }

    /// <summary>What lies in the town's folder.</summary>
    public TownFiles Files { get; }

    /// <summary>How long a worker waits for the locks of somebody else.</summary>
    public static TimeSpan Patience => BusyTimeout;

    /// <summary>Makes the town's folder and its index, and opens its vendor.</summary>
    public static async Task<TownScene> OpenAsync(TownOptions options, Func<TownFiles, ITownIndex> index, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        var files = new TownFiles(options.Folder);
        files.Make(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(options.Size / 2 + 2), options.PostgreSql is null ? "1m" : "1s");
        var made = index(files);
        await made.PrepareAsync(KeyRingFile.Read(files.Keys).Fingerprint, cancellationToken);
        return new TownScene(options, files, made, await ModelVendor.StartAsync(options.Seed, options.Size, TimeProvider.System, cancellationToken));
    }

    /// <summary>Starts a worker.</summary>
    /// <param name="disturbance">What is to happen to it.</param>
    /// <param name="fileLimit">How long a file may become that it writes, in blocks of 1,024 bytes.</param>
    public WorkerProcess Start(Disturbance disturbance, long? fileLimit = null)
    {
        var number = Interlocked.Increment(ref workers);
        return Attach(WorkerProcess.Start(
            options.Program,
            new WorkerOptions { Folder = options.Folder, Vendor = vendor.Address, Clock = disturbance.Clock, Lease = options.Lease, Busy = BusyTimeout, Rebuild = disturbance.Rebuild, Scheduled = options.PostgreSql is not null },
            Files.Log(number),
            number,
            disturbance.Orders.Concat(index.Variables(number)).ToDictionary(),
            fileLimit,
            Hear));
    }

    /// <summary>Lets the vendor's history go on while workers live, somebody tell of it and somebody look on; then leaves everybody in peace, and checks.</summary>
    /// <param name="lives">What happens to the workers; none of them is left when it ends.</param>
    /// <param name="report">What is to be reported of it; the rest is filled in here.</param>
    /// <param name="cancellationToken">Ends it without a report.</param>
    public async Task<TownReport> RunAsync(Func<Task> lives, Func<TownReport> report, CancellationToken cancellationToken)
    {
        vendor.Faults.InHundred = options.FaultsInHundred;
        using var telling = new CancellationTokenSource();
        var told = Task.WhenAll(Task.Run(() => teller.TellAsync(telling.Token), CancellationToken.None), options.Outbox ? Task.Run(() => clerk.WorkAsync(telling.Token), CancellationToken.None) : Task.CompletedTask);
        using (var history = new CancellationTokenSource())
        {
            var steps = Task.Run(() => StepAsync(history.Token), CancellationToken.None);
            try
            {
                await lives();
            }
            finally
            {
                await history.CancelAsync();
                await steps;
            }
        }

        var peace = await LeaveInPeaceAsync(cancellationToken);
        await telling.CancelAsync();
        await told;
        var truth = Truth.Of(vendor.Registers) with { Taken = teller.Taken, Asked = clerk.Asked, Written = vendor.Desk.Objects };
        var so = report();
        return so with
        {
            Steps = vendor.Registers.Sum(r => r.Steps),
            Workers = workers,
            Faults = vendor.Faults.Counts,
            DeskFaults = vendor.Faults.DeskCounts,
            Commands = clerk.Counts,
            Ends = index.ReadCommands()?.CountBy(command => command.State).ToDictionary() ?? [],
            Swaps = index.CountSwaps(),
            Told = teller.Counts,
            Sights = onlooker.Sights.Count,
            Findings = [.. so.Findings, .. peace, .. Checker.Check(truth, index.ReadFacts() with { Sights = onlooker.Sights })],
        };
    }

    /// <summary>Has somebody look on while something goes on.</summary>
    public async Task WatchAsync(Func<Task> what)
    {
        using var looking = new CancellationTokenSource();
        var looked = Task.Run(() => onlooker.LookAsync(looking.Token), CancellationToken.None);
        try
        {
            await what();
        }
        finally
        {
            await looking.CancelAsync();
            await looked;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => vendor.DisposeAsync();

    async Task StepAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var register in vendor.Registers) register.Step(time.GetUtcNow());
            await Task.WhenAny(Task.Delay(StepEvery, time, cancellationToken));
        }

        vendor.Told.Settled(time.GetUtcNow());
    }

    void Hear(string line)
    {
        if (line.StartsWith(WorkerLine.Taken, StringComparison.Ordinal) || line.StartsWith(WorkerLine.Refused, StringComparison.Ordinal)) teller.Hear(line);
        else clerk.Hear(line);
    }

    WorkerProcess Attach(WorkerProcess worker)
    {
        teller.Attach(worker);
        clerk.Attach(worker);
        return worker;
    }

    // What is younger than the settle time is left for the next read, and some of the vendor's times lie ahead.
    // Where nobody asks for any, there are none.
    bool CommandsRest => !options.Outbox || clerk.IsAtRest;

    async Task<IReadOnlyList<Finding>> LeaveInPeaceAsync(CancellationToken cancellationToken)
    {
        vendor.Faults.InHundred = 0;
        clerk.End();
        await Task.Delay(ModelRegister.Settle * 2.5, time, cancellationToken);
        var number = Interlocked.Increment(ref workers);
        await using var worker = Attach(WorkerProcess.Start(options.Program,
            new WorkerOptions { Folder = options.Folder, Vendor = vendor.Address, Lease = options.Lease, Successes = 3, Clock = Later }, Files.Log(number), number, index.Variables(number), answered: Hear));
        for (var waited = TimeSpan.Zero; !(teller.AllTaken && CommandsRest) && !worker.HasEnded && waited < LongestPeace; waited += StepEvery) await Task.Delay(StepEvery, time, cancellationToken);
        worker.Tell(WorkerInbox.NoMore);
        return await worker.EndAsync(LongestPeace) && worker.ExitCode == 0 && teller.AllTaken && CommandsRest ? []
            : [new Finding(FindingKind.Lost, "the last worker", $"left in peace it did not bring every stream, notification and command to a good end (it {(worker.HasEnded ? "has ended" : "goes on")}; notifications {(teller.AllTaken ? "all taken" : "not all taken")}; {(clerk.Unrest is { Length: > 0 } unrest ? unrest : "commands at rest")}); see {Files.Log(number)}")];
    }
}
