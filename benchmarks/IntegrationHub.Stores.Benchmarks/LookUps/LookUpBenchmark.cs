using System.Globalization;
using System.Runtime;

namespace IntegrationHub.Stores.Benchmarks.LookUps;

/// <summary>How long a look-up by person takes over HTTP: while nothing else happens, and while a run writes.</summary>
internal static class LookUpBenchmark
{
    static readonly TimeProvider Clock = TimeProvider.System;

    // dotnet run -c Release --project benchmarks/IntegrationHub.Stores.Benchmarks -- look-ups [cases] [look-ups] [agents] [seconds at most]
    public static async Task RunAsync(int cases, int times, int agents, int seconds)
    {
        await using var hub = new BenchmarkHub(cases);
        using var audit = new AuditTimes();
        using var http = await hub.ListenAsync(CancellationToken.None);

        var started = Clock.GetTimestamp();
        var filled = await hub.RunAsync(CancellationToken.None);
        if (filled is not { Counters.Quarantined: 0 } || filled.Counters.Written != cases) throw new InvalidOperationException($"The index was not filled: {filled?.Outcome} {filled?.Fault?.Message} {filled?.Counters}.");
        Say($"{cases:n0} cases, {hub.Bytes / 1e6:n0} MB, filled in {Clock.GetElapsedTime(started).TotalSeconds:n0} s");

        Func<string, Task> overHttp = person => BenchmarkHub.LookUpAsync(http, person, CancellationToken.None);
        await WarmUpAsync();
        await MeasureAsync("nothing else, without HTTP", times, person => hub.LookUpAsync(person, CancellationToken.None));
        await MeasureAsync("nothing else", times, overHttp);

        using var stop = new CancellationTokenSource();
        var written = 0L;
        var began = Clock.GetTimestamp();
        var writing = Task.Run(async () =>
        {
            // Each read of everything finds everything changed; a run that is stopped keeps what it has committed.
            while (!stop.IsCancellationRequested)
                if (await hub.RunAsync(stop.Token) is { } run) written += run.Counters.Written;
        });
        await MeasureAsync("beside a run that writes", times, overHttp);
        await stop.CancelAsync();
        try
        {
            await writing;
        }
        catch (OperationCanceledException)
        {
            // It was between two runs.
        }

        Say($"the run wrote {written:n0} cases beside it, {written / Clock.GetElapsedTime(began).TotalSeconds:n0} a second");

        // A hub that has been running for a while has its code compiled; measured too early, most of the processor's time is the compiler's.
        async Task WarmUpAsync()
        {
            var begin = Clock.GetTimestamp();
            long compiled;
            do
            {
                compiled = JitInfo.GetCompiledMethodCount();
                await MeasureAsync("warming up", 500, overHttp, print: false);
            }
            while (JitInfo.GetCompiledMethodCount() - compiled > 20 && Clock.GetElapsedTime(begin).TotalSeconds < seconds);
        }

        async Task MeasureAsync(string what, int count, Func<string, Task> lookUp, bool print = true)
        {
            var taken = new List<double>();
            audit.Take();
            var begin = Clock.GetTimestamp();
            var worked = Environment.CpuUsage.TotalTime;
            await Task.WhenAll(Enumerable.Range(0, agents).Select(agent => Task.Run(async () =>
            {
                var random = new Random(agent);
                var own = new List<double>(count / agents);
                while (own.Count < count / agents && Clock.GetElapsedTime(begin).TotalSeconds < seconds)
                {
                    var person = SyntheticAdapter.Person(random.Next(cases));
                    var asked = Clock.GetTimestamp();
                    await lookUp(person);
                    own.Add(Clock.GetElapsedTime(asked).TotalMilliseconds);
                }

                lock (taken) taken.AddRange(own);
            })));
            if (!print) return;

            taken.Sort();
            var audited = audit.Take();
            Say($"{what}: {taken.Count:n0} look-ups by {agents} at once, p50 {At(50):n2} ms, p95 {At(95):n2} ms, p99 {At(99):n2} ms, longest {taken[^1]:n1} ms, {taken.Count / Clock.GetElapsedTime(begin).TotalSeconds:n0} a second; {(Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / taken.Count:n2} ms of processor time each, caller and everything beside it included");
            Say($"    of which the audit: p50 {audited[audited.Count / 2]:n2} ms, p95 {audited[audited.Count * 95 / 100]:n2} ms, p99 {audited[audited.Count * 99 / 100]:n2} ms");

            double At(int percent) => taken[taken.Count * percent / 100];
        }
    }

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
