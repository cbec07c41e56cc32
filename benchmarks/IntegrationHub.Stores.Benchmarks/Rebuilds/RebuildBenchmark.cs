using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Sqlite;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Stores.Benchmarks.Rebuilds;

/// <summary>How long the commit of a rebuild holds the writer, and what look-ups beside it take.</summary>
static class RebuildBenchmark
{
    public static async Task RunAsync(int cases, int changedPercent, bool lookUps)
    {
        var folder = Path.Combine(Path.GetTempPath(), "ihub-rebuild-" + Guid.NewGuid().ToString("n"));
        var none = CancellationToken.None;
        var clock = TimeProvider.System;
        await using (var store = new SqliteHubStore(new SqliteStoreOptions { Folder = folder }, "bench", clock, NullLogger<SqliteHubStore>.Instance))
        {
            await store.PrepareAsync(none);
            var lease = await store.Streams.TryLeaseAsync(SyntheticCases.Stream, "bench", TimeSpan.FromHours(1), none) ?? throw new InvalidOperationException("No lease.");
            var run = await store.Streams.BeginRunAsync(lease, RunTrigger.Manual, RunKind.Rebuild, clock.GetUtcNow(), none);
            foreach (var numbers in Enumerable.Range(0, cases).Chunk(5_000))
                await store.Streams.CommitAsync(lease, run, new Batch { Items = [.. numbers.Select(n => SyntheticCases.Make(n, 0, cases))], Checkpoint = Checkpoint.Start, Progress = default }, none);

            var unfinished = new Checkpoint { Unfinished = new UnfinishedRead { StartedAt = clock.GetUtcNow(), SweepId = "rebuild", Rebuild = true } };
            var gathering = TimeSpan.Zero;
            foreach (var numbers in Enumerable.Range(0, cases).Chunk(5_000))
            {
                var batch = new Batch { Items = [.. numbers.Select(n => Rebuilt(n, cases, changedPercent))], Checkpoint = unfinished, SweepId = "rebuild", Shadow = true, Progress = default };
                var started = clock.GetTimestamp();
                await store.Streams.CommitAsync(lease, run, batch, none);
                gathering += clock.GetElapsedTime(started);
            }

            using var done = new CancellationTokenSource();
            var looking = lookUps ? LookAsync(store, cases, clock, done.Token) : Task.FromResult<List<double>>([0]);
            var (began, worked) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var result = await store.Streams.EndSweepAsync(lease, run, new SweepEnd
            {
                SweepId = "rebuild",
                Facts = new SweepFacts { StartedAt = clock.GetUtcNow(), Records = cases },
                Guard = new DeleteGuard(),
                Rebuild = true,
                After = _ => Checkpoint.Start,
            }, none);
            var (swap, work) = (clock.GetElapsedTime(began), Environment.CpuUsage.TotalTime - worked);
            await done.CancelAsync();
            var took = await looking;

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{cases:n0} cases, {changedPercent} % changed: gathered in {gathering.TotalSeconds:n1} s ({gathering.TotalMicroseconds / cases:n0} us each); the swap held the writer {swap.TotalSeconds:n2} s ({swap.TotalMicroseconds / cases:n0} us each), {work.TotalSeconds:n2} s of processor time, {result.Applied.Written:n0} written, {result.Applied.Unchanged:n0} unchanged; look-ups beside it: {took.Count:n0}, slowest {took.Max():n1} ms"));
        }

        Directory.Delete(folder, recursive: true);
    }

    static BatchItem.StoreCase Rebuilt(int number, int cases, int changedPercent)
    {
        var made = SyntheticCases.Make(number, 0, cases);
        var changed = number % 100 < changedPercent;
        return made with
        {
            ReadStartedAt = made.ReadStartedAt.AddYears(1),
            Case = changed ? made.Case with { Title = made.Case.Title + " (ny)", SearchText = made.Case.SearchText + " ny", ContentHash = [.. made.Case.ContentHash.Reverse()] } : made.Case,
        };
    }

    static Task<List<double>> LookAsync(SqliteHubStore store, int cases, TimeProvider clock, CancellationToken stop) => Task.Run(async () =>
    {
        var filter = new AccessFilter([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);
        var random = new Random(1);
        var took = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            var started = clock.GetTimestamp();
            await store.Cases.FindAsync(SyntheticCases.Stream.Tenant, [SyntheticCases.Person(random.Next(cases))], filter, 20, CancellationToken.None);
            took.Add(clock.GetElapsedTime(started).TotalMilliseconds);
        }

        return took;
    }, CancellationToken.None);
}
