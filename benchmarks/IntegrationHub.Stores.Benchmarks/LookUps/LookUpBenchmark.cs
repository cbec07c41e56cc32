using System.Globalization;

namespace IntegrationHub.Stores.Benchmarks.LookUps;

/// <summary>How long a look-up by person takes over HTTP: while nothing else happens, and while a run writes.</summary>
internal static class LookUpBenchmark
{
    // dotnet run -c Release --project benchmarks/IntegrationHub.Stores.Benchmarks -- look-ups [cases] [look-ups] [agents] [seconds at most]
    public static async Task RunAsync(int cases, int times, int agents, int seconds)
    {
        await using var hub = new BenchmarkHub(cases);
        using var audit = new AuditTimes();
        using var http = await hub.ListenAsync(CancellationToken.None);

        await hub.FillAsync(cases, Say, CancellationToken.None);

        Func<string, Task> overHttp = person => BenchmarkHub.LookUpAsync(http, person, CancellationToken.None);
        await AtOnce.WarmUpAsync(agents, seconds, ByAnybody(overHttp));
        await MeasureAsync("nothing else, without HTTP", person => hub.LookUpAsync(person, CancellationToken.None));
        await MeasureAsync("nothing else", overHttp);
        await hub.BesideARunAsync(() => MeasureAsync("beside a run that writes", overHttp), Say);

        async Task MeasureAsync(string what, Func<string, Task> lookUp)
        {
            audit.Take();
            await AtOnce.MeasureAsync(what, "look-ups", times, agents, seconds, ByAnybody(lookUp), Say);
            var audited = audit.Take();
            Say($"    of which the audit: p50 {audited[audited.Count / 2]:n2} ms, p95 {audited[audited.Count * 95 / 100]:n2} ms, p99 {audited[audited.Count * 99 / 100]:n2} ms");
        }

        Func<int, Random, Task> ByAnybody(Func<string, Task> lookUp) => (_, random) => lookUp(SyntheticAdapter.Person(random.Next(cases)));
    }

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
