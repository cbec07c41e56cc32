using System.Globalization;
using IntegrationHub.Stores.Benchmarks.LookUps;

namespace IntegrationHub.Stores.Benchmarks.Remaps;

/// <summary>What keeping the last record of each case costs a first read, in time and in bytes, and what mapping them again takes.</summary>
static class RemapBenchmark
{
    public static async Task RunAsync(int cases, int times)
    {
        var none = CancellationToken.None;
        // The first is thrown away: it pays for what is compiled on the way.
        for (var i = 0; i <= times; i++)
        {
            foreach (var records in (string[])["none", "keep"])
            {
                await using var hub = new BenchmarkHub(i == 0 ? 2_000 : cases, records);
                await hub.Hub.StartAsync(none);
                var read = await MeasureAsync(() => hub.RunAsync(none));
                if (i == 0) continue;

                Say(i, $"{records}: first read {read.Clock.TotalSeconds:n2} s, {read.Work.TotalMicroseconds / cases:n0} us of processor time a case, {(double)hub.Bytes / cases:n0} bytes a case in the index");
                if (records == "none") continue;

                await RemapAsync(hub, "nothing comes out different", "open: inProgress", "open: inProgress, closed: closed");
                await RemapAsync(hub, "every case has another summary", "summary: text", "summary: text | upper");
                await RemapAsync(hub, "every case has another title, which is searched by", "title: title", "title: title | upper");
            }
        }
    }

    static async Task RemapAsync(BenchmarkHub hub, string what, string from, string to)
    {
        hub.Change(from, to);
        var took = await MeasureAsync(() => hub.RemapAsync(CancellationToken.None));
        var progress = (await hub.Hub.Remapping.GetAsync(CancellationToken.None)).Values.Single();
        Say(1, $"mapped again, {what}: {progress.Done:n0} records, {took.Clock.TotalMicroseconds / progress.Done:n0} us each, {took.Work.TotalMicroseconds / progress.Done:n0} us of processor time");
    }

    static async Task<(TimeSpan Clock, TimeSpan Work)> MeasureAsync<T>(Func<Task<T>> work)
    {
        var (began, worked) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await work();
        return (TimeProvider.System.GetElapsedTime(began), Environment.CpuUsage.TotalTime - worked);
    }

    static void Say(int round, FormattableString text)
    {
        if (round > 0) Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
