using System.Diagnostics;
using System.Globalization;

namespace IntegrationHub.Benchmarks;

/// <summary>One way of doing the work: <paramref name="Run"/> does it once for every record.</summary>
internal sealed record Contender(string Name, Action Run);

/// <summary>Measures several ways of doing the same work side by side, so that whatever else the machine does hits all of them alike.</summary>
/// <remarks>It counts this process's time on the processor, not the wall clock's: what others use of a busy machine is no part of the figure, collections of garbage are.</remarks>
internal sealed class Comparison(int records)
{
    const int Rounds = 15;
    static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(150);
    static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1.5);

    /// <summary>Measures and writes the table. The first contender is what the others are compared with.</summary>
    public void Write(TextWriter output, IReadOnlyList<Contender> contenders)
    {
        var repeats = contenders.Select(WarmUp).ToArray();
        var times = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
            for (var i = 0; i < contenders.Count; i++)
                times[i].Add(NanosecondsPerRecord(contenders[i], repeats[i]));

        var medians = times.Select(Median).ToArray();
        output.WriteLine("| way | median ns/record | lowest | ratio | B/record | records/s |");
        output.WriteLine("|---|---|---|---|---|---|");
        for (var i = 0; i < contenders.Count; i++)
            // The ratio of each round, then its median: a slow moment of the machine falls out.
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {contenders[i].Name} | {medians[i]:N0} | {times[i].Min():N0} | {Median(times[i].Zip(times[0], (a, b) => a / b)):0.00} | {BytesPerRecord(contenders[i]):N0} | {1e9 / medians[i]:N0} |"));
    }

    // Until the compiler has seen enough of it; then how many runs fill a round.
    static int WarmUp(Contender contender)
    {
        var began = Stopwatch.GetTimestamp();
        var runs = 0;
        while (Stopwatch.GetElapsedTime(began) < WarmUpTime)
        {
            contender.Run();
            runs++;
        }

        return Math.Max(1, (int)(runs * (RoundTime / Stopwatch.GetElapsedTime(began))));
    }

    double NanosecondsPerRecord(Contender contender, int repeats)
    {
        GC.Collect();
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < repeats; i++) contender.Run();
        return (Environment.CpuUsage.TotalTime - began).TotalNanoseconds / repeats / records;
    }

    double BytesPerRecord(Contender contender)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        contender.Run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)records;
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
