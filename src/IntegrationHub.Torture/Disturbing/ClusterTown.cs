using System.Globalization;
using IntegrationHub.Sync;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>One index on PostgreSQL, one vendor, and several nodes at once, of which one after the other comes to harm while the others go on. In the end everybody is left in peace, and the index is checked.</summary>
internal sealed class ClusterTown
{
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(25);
    static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1.5);
    static readonly TimeSpan BetweenCuts = TimeSpan.FromMilliseconds(250);

    readonly TownOptions options;
    readonly TownScene scene;
    readonly PostgresTownIndex index;
    readonly Chance chance;
    readonly TimeSpan lease;
    readonly TimeProvider time = TimeProvider.System;
    readonly WorkerProcess[] nodes;
    readonly SortedDictionary<string, int> kills = new(StringComparer.Ordinal);
    readonly List<TakeOver> takeOvers = [];
    readonly List<TakeOver> handOvers = [];
    readonly List<TakeOver> standIns = [];
    readonly List<Finding> findings = [];
    int rollingRestarts;
    int cuts;
    int refused;
    int storeFailures;

    ClusterTown(TownOptions options, TownScene scene, PostgresTownIndex index)
    {
        (this.options, this.scene, this.index) = (options, scene, index);
        chance = Chance.Of(options.Seed, "disturbances of nodes");
        lease = options.Lease ?? new SyncOptions().LeaseDuration;
        nodes = new WorkerProcess[options.Nodes];
    }

    /// <summary>Tortures one town and says what became of it.</summary>
    public static async Task<TownReport> RunAsync(TownOptions options, CancellationToken cancellationToken)
    {
        await using var index = new PostgresTownIndex(options.PostgreSql!, string.Create(CultureInfo.InvariantCulture, $"ihub_torture_{Environment.ProcessId}_{options.Seed}"));
        await using var scene = await TownScene.OpenAsync(options, _ => index, cancellationToken);
        var town = new ClusterTown(options, scene, index);
        var report = await scene.RunAsync(() => scene.WatchAsync(() => town.LiveAsync(cancellationToken)), town.Report, cancellationToken);
        index.Keep = report.IsKept;
        return report;
    }

    TownReport Report() => new()
    {
        Seed = options.Seed,
        Folder = options.Folder,
        Schema = index.Schema,
        Kills = kills,
        Refused = refused,
        StoreFailures = storeFailures,
        TakeOvers = takeOvers,
        Late = [.. takeOvers.Concat(standIns).Where(t => t.Committed > lease * 2)],
        HandOvers = handOvers,
        StandIns = standIns,
        RollingRestarts = rollingRestarts,
        Cuts = cuts,
        Findings = findings,
    };

    async Task LiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var next = Disturbance.NextOfNode(chance, options.Outbox);
            // The last one is the first that comes to harm; only whoever is next has orders.
            for (var slot = 0; slot < nodes.Length; slot++) nodes[slot] = scene.Start(slot == nodes.Length - 1 ? next : Unharmed());
            var newest = nodes.Length - 1;
            for (var lives = 0; kills.Values.Sum() < options.Kills && lives < 4 * options.Kills; lives++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var slot = next.Point is null ? chance.Next(nodes.Length) : newest;
                if (await nodes[slot].HasCommittedAsync(LongestLife)) await HarmAsync(slot, next);
                next = Disturbance.NextOfNode(chance, options.Outbox);
                await ReplaceAsync(slot, next.Point is null ? Unharmed() : next);
                newest = slot;
                await SeeWhoIsGoneAsync();
            }
        }
        finally
        {
            foreach (var node in nodes)
                if (node is not null) await EndAsync(node);
        }
    }

    async Task HarmAsync(int slot, Disturbance disturbance)
    {
        var node = nodes[slot];
        switch (disturbance.Kind)
        {
            case DisturbanceKind.KillAtPoint:
                if (await node.EndAsync(LongestLife / 3)) await CountAsync(disturbance.Name, index.ReadHeldBy(node.Owner), index.Now() - (time.GetUtcNow() - node.EndedAt).TotalSeconds);
                // A point that this life does not come by leaves a kill at any time.
                else await KillAsync(node, "any time");
                break;
            case DisturbanceKind.Pause:
                await Task.Delay(disturbance.After, time);
                await PauseAsync(node);
                await KillAsync(node, disturbance.Name);
                break;
            case DisturbanceKind.CutOff:
                for (var times = 0; times < 3; times++)
                {
                    await Task.Delay(BetweenCuts, time);
                    cuts += index.CutOff(node.Number);
                }

                await Task.Delay(disturbance.After, time);
                await KillAsync(node, disturbance.Name);
                break;
            case DisturbanceKind.Busy:
                await index.LockAsync(TownScene.Patience * 2);
                await Task.Delay(disturbance.After, time);
                await KillAsync(node, disturbance.Name);
                break;
            case DisturbanceKind.RollingRestart:
                for (var other = 0; other < nodes.Length; other++)
                {
                    if (other == slot) continue;
                    await AskToEndAsync(nodes[other]);
                    await ReplaceAsync(other, Unharmed());
                    await nodes[other].HasCommittedAsync(LongestLife);
                }

                await AskToEndAsync(node);
                break;
            default:
                await Task.Delay(disturbance.After, time);
                await KillAsync(node, disturbance.Name);
                break;
        }
    }

    async Task KillAsync(WorkerProcess node, string name)
    {
        // At the moment of the kill it may have nothing to lose; soon it will.
        for (var waited = TimeSpan.Zero; index.ReadHeldBy(node.Owner).Count == 0 && waited < LongestLife / 5; waited += Glance) await Task.Delay(Glance, time);
        var at = index.Now();
        if (!node.HasEnded) await node.KillAsync();
        await CountAsync(name, index.ReadHeldBy(node.Owner), at);
    }

    // A kill counts only when some run of the node had committed and had not ended, or a command was on its way.
    async Task CountAsync(string name, IReadOnlyList<HeldStream> held, double at)
    {
        if (held.Count == 0 && CrashPoint.Find(name) is not { IsOfOutbox: true }) return;

        kills[name] = kills.GetValueOrDefault(name) + 1;
        if (held.Count == 0) return;

        takeOvers.Add(await WaitForOthersAsync(name, held, at));
    }

    // It is stopped wherever it stands, inside a transaction too: its locks must not outlive its lease by more than another one.
    async Task PauseAsync(WorkerProcess node)
    {
        Signals.Pause(node.Id);
        var held = index.ReadHeldBy(node.Owner);
        if (held.Count > 0) standIns.Add(await WaitForOthersAsync("pause", held, index.Now()));
        await Task.Delay(lease / 10, time);
        Signals.Resume(node.Id);
        await Task.Delay(Afterwards, time);
        refused += held.Count(h => index.FindOutcome(h) is RunOutcome.Interrupted or RunOutcome.Fenced);
    }

    async Task AskToEndAsync(WorkerProcess node)
    {
        // Before it has begun there is nothing to hand over, and the system ends it by itself.
        if (!await node.HasCommittedAsync(LongestLife)) return;

        var held = index.ReadHeldBy(node.Owner);
        var at = index.Now();
        Signals.AskToEnd(node.Id);
        if (!await node.EndAsync(LongestEnd))
        {
            findings.Add(new Finding(FindingKind.LeftBehind, $"node {node.Number}", $"it was asked to end and had not after {LongestEnd.TotalSeconds:0} seconds"));
            return;
        }

        rollingRestarts++;
        if (index.CountLeftBehind(node.Owner, held) is > 0 and var left) findings.Add(new Finding(FindingKind.LeftBehind, $"node {node.Number}", $"it was asked to end, and left {left} leases or runs behind"));
        if (node.ExitCode != 0) findings.Add(new Finding(FindingKind.LeftBehind, $"node {node.Number}", $"it was asked to end, and ended with {node.ExitCode}; see {scene.Files.Log(node.Number)}"));
        if (held.Count > 0) handOvers.Add(await WaitForOthersAsync("rolling restart", held, at));
    }

    // Until others have committed something for every stream that the node had.
    async Task<TakeOver> WaitForOthersAsync(string why, IReadOnlyList<HeldStream> held, double at)
    {
        var longest = lease * 3 + LongestLife;
        for (var waited = TimeSpan.Zero; ; waited += Glance)
        {
            var found = held.Select(index.FindSuccessor).ToList();
            if (waited >= longest || found.All(f => f.Committed is not null))
                return new TakeOver(why, held.Count, Last(found.Select(f => f.Begun)), Last(found.Select(f => f.Committed)))
                {
                    Course = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UnixEpoch.AddSeconds(at):HH:mm:ss.fff}: ")
                        + string.Join(", ", held.Zip(found, (h, f) => string.Create(CultureInfo.InvariantCulture, $"{h.Stream} run after {f.Begun - at:0.00} s, committed after {f.Committed - at:0.00} s"))),
                };

            await Task.Delay(Glance, time);
        }

        // Nobody came: longer than was waited.
        TimeSpan Last(IEnumerable<double?> times) => times.Select(t => t is { } came ? TimeSpan.FromSeconds(Math.Max(0, came - at)) : longest).DefaultIfEmpty().Max();
    }

    // Whoever ends without having been harmed is broken.
    async Task SeeWhoIsGoneAsync()
    {
        for (var slot = 0; slot < nodes.Length; slot++)
        {
            if (!nodes[slot].HasEnded || nodes[slot].HasOrders) continue;

            findings.Add(new Finding(FindingKind.LeftBehind, $"node {nodes[slot].Number}", $"it ended by itself with {nodes[slot].ExitCode}; see {scene.Files.Log(nodes[slot].Number)}"));
            await ReplaceAsync(slot, Unharmed());
        }
    }

    async Task ReplaceAsync(int slot, Disturbance disturbance)
    {
        await EndAsync(nodes[slot]);
        nodes[slot] = scene.Start(disturbance);
    }

    async Task EndAsync(WorkerProcess node)
    {
        storeFailures += node.StoreFailures;
        await node.DisposeAsync();
    }

    Disturbance Unharmed() => Disturbance.NextOfNode(chance, options.Outbox) with { Kind = DisturbanceKind.KillAnyTime, Point = null };
}
