using System.Diagnostics;
using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Sqlite;
using IntegrationHub.Stores.Benchmarks;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging.Abstractions;

if (args is ["look-ups", ..])
{
    await IntegrationHub.Stores.Benchmarks.LookUps.LookUpBenchmark.RunAsync(cases: Number(1, 200_000), times: Number(2, 5_000), agents: Number(3, 2), seconds: Number(4, 60));
    return;
}

if (args is ["notes", ..])
{
    await IntegrationHub.Stores.Benchmarks.Desks.DeskBenchmark.NotesAsync(cases: Number(1, 200_000), saves: Number(2, 3_000), agents: Number(3, 4), seconds: Number(4, 60));
    return;
}

if (args is ["picture", ..])
{
    await IntegrationHub.Stores.Benchmarks.Desks.DeskBenchmark.PictureAsync(cases: Number(1, 1_000_000), pictures: Number(2, 1_000), agents: Number(3, 2), seconds: Number(4, 60));
    return;
}

if (args is ["both", var connectionString, ..])
{
    await IntegrationHub.Stores.Benchmarks.Stores.BothStoresBenchmark.RunAsync(connectionString, cases: Number(2, 100_000), batch: Number(3, 5_000));
    return;
}

if (args is ["rebuild", ..])
{
    await IntegrationHub.Stores.Benchmarks.Rebuilds.RebuildBenchmark.RunAsync(cases: Number(1, 20_000), changedPercent: Number(2, 100), lookUps: Number(3, 1) > 0);
    return;
}

if (args is ["remap", ..])
{
    await IntegrationHub.Stores.Benchmarks.Remaps.RemapBenchmark.RunAsync(cases: Number(1, 20_000), times: Number(2, 3));
    return;
}

// dotnet run -c Release --project benchmarks/IntegrationHub.Stores.Benchmarks -- [cases] [events per case] [batch]
var cases = Number(0, 50_000);
var events = Number(1, 0);
var batchSize = Number(2, 5_000);
var folder = Path.Combine(Path.GetTempPath(), "ihub-bench-" + Guid.NewGuid().ToString("n"));
var none = CancellationToken.None;
var clock = TimeProvider.System;

var store = new SqliteHubStore(new SqliteStoreOptions { Folder = folder }, "bench", clock, NullLogger<SqliteHubStore>.Instance);
await store.PrepareAsync(none);
var lease = await store.Streams.TryLeaseAsync(SyntheticCases.Stream, "bench", TimeSpan.FromHours(1), none) ?? throw new InvalidOperationException("No lease.");
var run = await store.Streams.BeginRunAsync(lease, RunTrigger.Manual, RunKind.Full, clock.GetUtcNow(), none);

// Beside the clock's time stands the processor's: on a machine with other work only the second one tells anything.
var writing = TimeSpan.Zero;
var writingWork = TimeSpan.Zero;
foreach (var numbers in Enumerable.Range(0, cases).Chunk(batchSize))
{
    var batch = new Batch { Items = [.. numbers.Select(n => SyntheticCases.Make(n, events, cases))], Checkpoint = Checkpoint.Start, Progress = default };
    var (started, worked) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
    await store.Streams.CommitAsync(lease, run, batch, none);
    writing += clock.GetElapsedTime(started);
    writingWork += Environment.CpuUsage.TotalTime - worked;
}

Say($"load: {cases} cases with {events} events in batches of {batchSize}: {cases / writing.TotalSeconds:n0} cases/s, {writing.TotalMicroseconds / cases:n1} us each, {writingWork.TotalMicroseconds / cases:n1} us of processor time");
Say($"files: {new DirectoryInfo(folder).GetFiles().Sum(file => file.Length) / 1e6:n0} MB; peak memory {Peak():n0} MB");

var before = store.RowsWritten.ToDictionary();
var asking = TimeSpan.Zero;
var askingWork = TimeSpan.Zero;
foreach (var numbers in Enumerable.Range(0, cases).Chunk(batchSize))
{
    string[] keys = [.. numbers.Select(SyntheticCases.Key)];
    var (started, worked) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
    var known = await store.Streams.GetKnownAsync(SyntheticCases.Stream, keys, none);
    await store.Streams.CommitAsync(lease, run, new Batch
    {
        Items = [.. keys.Where(known.ContainsKey).Select(key => new BatchItem.Unchanged(key, clock.GetUtcNow()))], Checkpoint = Checkpoint.Start, Progress = default,
    }, none);
    asking += clock.GetElapsedTime(started);
    askingWork += Environment.CpuUsage.TotalTime - worked;
}

Say($"nothing changed: {asking.TotalMicroseconds / cases:n2} us a record, {askingWork.TotalMicroseconds / cases:n2} us of processor time; rows written: {store.RowsWritten.Sum(table => table.Value - before[table.Key])}");

var filter = new AccessFilter(
    [new AccessRule { Sources = [SyntheticCases.Stream.Source], Disclosure = Disclosure.Full }],
    [new AccessRule { From = Confidentiality.Secret, Disclosure = Disclosure.Hidden }]);
var random = new Random(1);
await MeasureAsync("look-up by person", async () => await store.Cases.FindAsync(SyntheticCases.Stream.Tenant, [SyntheticCases.Person(random.Next(cases))], filter, 20, none));
await MeasureAsync("search, two words and a number", async () =>
    await store.Cases.SearchAsync(SyntheticCases.Stream.Tenant, $"bygglov storgatan {random.Next(1, 200)}", filter, 20, none));
await MeasureAsync("search, two common words", async () => await store.Cases.SearchAsync(SyntheticCases.Stream.Tenant, "bygglov storgatan", filter, 20, none), 200);
Say($"peak memory {Peak():n0} MB");

await store.DisposeAsync();
Directory.Delete(folder, recursive: true);

async Task MeasureAsync(string what, Func<Task<IReadOnlyList<FoundCase>>> ask, int times = 5_000)
{
    var taken = new double[times];
    var found = 0L;
    for (var n = -times / 10; n < times; n++)
    {
        var started = clock.GetTimestamp();
        var rows = await ask();
        if (n < 0) continue;
        taken[n] = clock.GetElapsedTime(started).TotalMicroseconds;
        found += rows.Count;
    }

    Array.Sort(taken);
    Say($"{what}: p50 {taken[times / 2]:n0} us, p99 {taken[times * 99 / 100]:n0} us, {(double)found / times:n1} rows on average");
}

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;

static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

// The kernel's own high-water mark where it is told: PeakWorkingSet64 is sampled on some systems.
static double Peak() => File.Exists("/proc/self/status")
    ? double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1000
    : Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
