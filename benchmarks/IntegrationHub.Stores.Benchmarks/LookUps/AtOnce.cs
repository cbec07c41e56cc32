using System.Runtime;

namespace IntegrationHub.Stores.Benchmarks.LookUps;

/// <summary>The same work by several at once, each piece of it timed.</summary>
internal static class AtOnce
{
    static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Does the work until nothing new is compiled: measured too early, most of the processor's time is the compiler's.</summary>
    public static async Task WarmUpAsync(int agents, int seconds, Func<int, Random, Task> work)
    {
        var begin = Clock.GetTimestamp();
        long compiled;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            await TimesAsync(500, agents, seconds, work);
        }
        while (JitInfo.GetCompiledMethodCount() - compiled > 20 && Clock.GetElapsedTime(begin).TotalSeconds < seconds);
    }

    /// <summary>Does the work so many times, and says how long it took.</summary>
    /// <param name="what">What happens beside it.</param>
    /// <param name="pieces">What is done, in the plural.</param>
    /// <param name="count">How often, by all together.</param>
    /// <param name="agents">How many at once.</param>
    /// <param name="seconds">For how long at most.</param>
    /// <param name="work">The work of one of them, with chance of its own.</param>
    /// <param name="say">Is told what came of it.</param>
    /// <param name="every">How often each of them wants it done; the time counts from when it was wanted, so that whoever waits does not hide what they did not ask for meanwhile. Null for as soon as the one before is done.</param>
    public static async Task MeasureAsync(string what, string pieces, int count, int agents, int seconds, Func<int, Random, Task> work, Action<FormattableString> say, TimeSpan? every = null)
    {
        var begin = Clock.GetTimestamp();
        var worked = Environment.CpuUsage.TotalTime;
        var taken = await TimesAsync(count, agents, seconds, work, every);
        say($"{what}: {taken.Count:n0} {pieces} by {agents} at once, p50 {At(50):n2} ms, p95 {At(95):n2} ms, p99 {At(99):n2} ms, longest {taken[^1]:n1} ms, {taken.Count / Clock.GetElapsedTime(begin).TotalSeconds:n0} a second; {(Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / taken.Count:n2} ms of processor time each, caller and everything beside it included");

        double At(int percent) => taken[taken.Count * percent / 100];
    }

    static async Task<List<double>> TimesAsync(int count, int agents, int seconds, Func<int, Random, Task> work, TimeSpan? every = null)
    {
        var taken = new List<double>();
        var begin = Clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, agents).Select(agent => Task.Run(async () =>
        {
            var random = new Random(agent);
            var own = new List<double>(count / agents);
            while (own.Count < count / agents && Clock.GetElapsedTime(begin).TotalSeconds < seconds)
            {
                var asked = Clock.GetTimestamp();
                if (every is { } pace)
                {
                    var wanted = begin + (long)((own.Count + agent / (double)agents) * pace.TotalSeconds * Clock.TimestampFrequency);
                    if (wanted > asked) await Task.Delay(Clock.GetElapsedTime(asked, wanted), Clock);
                    asked = wanted;
                }

                await work(agent, random);
                own.Add(Clock.GetElapsedTime(asked).TotalMilliseconds);
            }

            lock (taken) taken.AddRange(own);
        })));
        taken.Sort();
        return taken;
    }
}
