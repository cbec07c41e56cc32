using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.PostgreSql;
using IntegrationHub.Sqlite;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Stores.Benchmarks.Stores;

/// <summary>The same cases, batches and look-ups on both stores, one after the other. The database must be empty.</summary>
internal static class BothStoresBenchmark
{
    static readonly AccessFilter Filter = new(
        [new AccessRule { Sources = [SyntheticCases.Stream.Source], Disclosure = Disclosure.Disclosure.Full }],
        [new AccessRule { From = Confidentiality.Secret, Disclosure = Disclosure.Disclosure.Hidden }]);

    static readonly TimeProvider Clock = TimeProvider.System;

    public static async Task RunAsync(string connectionString, int cases, int batch)
    {
        var folder = Path.Combine(Path.GetTempPath(), "ihub-bench-" + Guid.NewGuid().ToString("n"));
        await using (var sqlite = new SqliteHubStore(new SqliteStoreOptions { Folder = folder }, "bench", Clock, NullLogger<SqliteHubStore>.Instance)) await MeasureAsync("SQLite", sqlite, cases, batch);
        Directory.Delete(folder, recursive: true);

        await using var postgres = new PostgresHubStore(new PostgresStoreOptions { ConnectionString = connectionString }, "bench", Clock, NullLogger<PostgresHubStore>.Instance);
        await MeasureAsync("PostgreSQL", postgres, cases, batch);
    }

    static async Task MeasureAsync(string name, IHubStore store, int cases, int batch)
    {
        await store.PrepareAsync(default);
        var lease = await store.Streams.TryLeaseAsync(SyntheticCases.Stream, "bench", TimeSpan.FromHours(1), default) ?? throw new InvalidOperationException("No lease.");
        var run = await store.Streams.BeginRunAsync(lease, RunTrigger.Manual, RunKind.Full, Clock.GetUtcNow(), default);

        // Every tenth of the load by itself: an index that grows is written more slowly.
        var tenths = new List<double>();
        foreach (var tenth in Enumerable.Range(0, cases).Chunk(Math.Max(1, cases / 10)))
        {
            var taken = TimeSpan.Zero;
            foreach (var numbers in tenth.Chunk(batch))
            {
                var items = numbers.Select(n => SyntheticCases.Make(n, 1, cases)).ToArray();
                var started = Clock.GetTimestamp();
                await store.Streams.CommitAsync(lease, run, new Batch { Items = items, Checkpoint = Checkpoint.Start, Progress = default }, default);
                taken += Clock.GetElapsedTime(started);
            }

            tenths.Add(tenth.Length / taken.TotalSeconds);
        }

        Say($"{name}: {cases} new cases with an event each in batches of {batch}: {tenths.Order().ElementAt(tenths.Count / 2):n0} cases/s (median of tenths; first {tenths[0]:n0}, last {tenths[^1]:n0})");

        var asking = Clock.GetTimestamp();
        foreach (var numbers in Enumerable.Range(0, cases).Chunk(1000)) await store.Streams.GetKnownAsync(SyntheticCases.Stream, [.. numbers.Select(SyntheticCases.Key)], default);
        Say($"{name}: change detection, pages of 1000: {Clock.GetElapsedTime(asking).TotalMicroseconds / cases:n1} us a record");

        var random = new Random(1);
        await AskAsync($"{name}: look-up by person", () => store.Cases.FindAsync(SyntheticCases.Stream.Tenant, [SyntheticCases.Person(random.Next(cases))], Filter, 20, default));
        await AskAsync($"{name}: search, two words and a number", () => store.Cases.SearchAsync(SyntheticCases.Stream.Tenant, $"bygglov storgatan {random.Next(1, 200)}", Filter, 20, default));
        await AskAsync($"{name}: search, two common words", () => store.Cases.SearchAsync(SyntheticCases.Stream.Tenant, "bygglov storgatan", Filter, 20, default), times: 200);
    }

    static async Task AskAsync(string what, Func<ValueTask<IReadOnlyList<FoundCase>>> ask, int times = 3_000)
    {
        var taken = new double[times];
        for (var n = -times / 10; n < times; n++)
        {
            var started = Clock.GetTimestamp();
            _ = await ask();
            if (n >= 0) taken[n] = Clock.GetElapsedTime(started).TotalMicroseconds;
        }

        Array.Sort(taken);
        Say($"{what}: p50 {taken[times / 2]:n0} us, p99 {taken[times * 99 / 100]:n0} us");
    }

    static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
