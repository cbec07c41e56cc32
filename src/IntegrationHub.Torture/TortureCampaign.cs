using System.Globalization;
using IntegrationHub.Torture.Disturbing;

namespace IntegrationHub.Torture;

/// <summary>What <c>ihub torture</c> and the tests ask for.</summary>
internal sealed record TortureOptions
{
    /// <summary>The first town's seed; each further town has the next.</summary>
    public required int Seed { get; init; }

    /// <summary>How many towns; null goes on until the time is over.</summary>
    public int? Towns { get; init; }

    /// <summary>After how long no further town is begun; null sets no end.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>How many kills each town sees.</summary>
    public int KillsPerTown { get; init; } = 12;

    /// <summary>Whether nearly all kills strike while a command is on its way.</summary>
    public bool Outbox { get; init; }

    /// <summary>How many towns are tortured side by side.</summary>
    public int AtOnce { get; init; } = 2;

    /// <summary>Where the towns' folders are made.</summary>
    public required string Folder { get; init; }

    /// <summary>How workers are started.</summary>
    public required WorkerProgram Program { get; init; }

    /// <summary>How long a lease lasts; the hub's own unless set.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>The database of PostgreSQL in which the indexes are made, each in a schema of its own; null for embedded ones.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>How many nodes share an index at once, in PostgreSQL.</summary>
    public int Nodes { get; init; } = 2;
}

/// <summary>Tortures town after town.</summary>
internal static class TortureCampaign
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="told">Hears of each town when it is checked.</param>
    /// <param name="cancellationToken">Ends it; towns that were begun are not told of.</param>
    public static async Task<IReadOnlyList<TownReport>> RunAsync(TortureOptions options, Action<TownReport> told, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var reports = new List<TownReport>();
        var next = options.Seed - 1;
        await Task.WhenAll(Enumerable.Range(0, options.AtOnce).Select(_ => Task.Run(LaneAsync, CancellationToken.None)));
        return reports;

        async Task LaneAsync()
        {
            while (options.Time is not { } limit || TimeProvider.System.GetElapsedTime(began) < limit)
            {
                var seed = Interlocked.Increment(ref next);
                if (seed - options.Seed >= options.Towns) return;

                var folder = Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"town-{seed}"));
                var town = new TownOptions
                {
                    Seed = seed,
                    Kills = options.KillsPerTown,
                    Outbox = options.Outbox,
                    Folder = folder,
                    Program = options.Program,
                    Lease = options.Lease,
                    PostgreSql = options.PostgreSql,
                    Nodes = options.Nodes,
                };
                var report = options.PostgreSql is null ? await Town.RunAsync(town, cancellationToken) : await ClusterTown.RunAsync(town, cancellationToken);
                if (!report.IsKept) Directory.Delete(folder, recursive: true);
                lock (reports)
                {
                    reports.Add(report);
                    told(report);
                }
            }
        }
    }
}
