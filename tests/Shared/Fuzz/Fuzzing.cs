using System.Globalization;

namespace IntegrationHub.Tests.Shared;

/// <summary>Feeds broken inputs to a reader. What it may do with them is report or refuse; what it may not do is throw anything else, hang, or eat memory.</summary>
/// <remarks>
/// Every test run takes the same fixed seeds. <c>IHUB_FUZZ_ROUNDS</c> sets how many inputs each reader is fed (300 unless set) and <c>IHUB_FUZZ_SEED</c> where they begin,
/// for a longer run by hand; a failure names the seed that shows it again. Inputs are made, so a message may show them.
/// A reader that does not come back is left behind after half a minute for one input: a measure of hanging, not of speed.
/// </remarks>
static class Fuzzing
{
    /// <summary>The most that reading one input of at most 200,000 characters may allocate: a reader that needs more grows faster than what it reads.</summary>
    const long MaxAllocated = 256L * 1024 * 1024;

    static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    static readonly int Rounds = Setting("IHUB_FUZZ_ROUNDS", 300);

    static readonly ulong FirstSeed = (ulong)Setting("IHUB_FUZZ_SEED", 1);

    /// <summary>Feeds broken texts, and every one of <paramref name="good"/> as it is.</summary>
    /// <param name="good">Inputs that the reader accepts.</param>
    /// <param name="read">Reads one; whatever escapes is a finding.</param>
    public static void Texts(IReadOnlyList<string> good, Action<string> read)
    {
        Assert.NotEmpty(good);
        foreach (var text in good) read(text);
        ForEachSeed(seed =>
        {
            var mutations = new Mutations(seed);
            return mutations.Break(good[mutations.Next(good.Count)], good);
        }, read);
    }

    /// <summary>Feeds broken bytes, and every one of <paramref name="good"/> as it is.</summary>
    /// <param name="good">Inputs that the reader accepts.</param>
    /// <param name="read">Reads one; whatever escapes is a finding.</param>
    public static void Bytes(IReadOnlyList<byte[]> good, Action<byte[]> read)
    {
        Assert.NotEmpty(good);
        foreach (var bytes in good) read(bytes);
        ForEachSeed(seed =>
        {
            var mutations = new Mutations(seed);
            return mutations.Break(good[mutations.Next(good.Count)], good);
        }, read);
    }

    static void ForEachSeed<T>(Func<ulong, T> make, Action<T> read)
    {
        // A thread of its own, so that what one input allocates can be told, and one that hangs can be left.
        var (seed, since) = (FirstSeed, TimeProvider.System.GetTimestamp());
        Exception? finding = null;
        var thread = new Thread(() =>
        {
            try
            {
                for (; seed < FirstSeed + (ulong)Rounds; seed++)
                {
                    Volatile.Write(ref since, TimeProvider.System.GetTimestamp());
                    Feed(seed, make, read);
                }
            }
            // It is told on the test's own thread.
            catch (Exception fault)
            {
                finding = fault;
            }
        }) { IsBackground = true };
        thread.Start();
        while (!thread.Join(LookAgain))
            Assert.True(TimeProvider.System.GetElapsedTime(Volatile.Read(ref since)) < MaxTime, $"IHUB_FUZZ_SEED={seed} IHUB_FUZZ_ROUNDS=1 shows it: reading one input took longer than {MaxTime.TotalSeconds} s");
        if (finding is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(finding);
    }

    static void Feed<T>(ulong seed, Func<ulong, T> make, Action<T> read)
    {
        var input = make(seed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(input);
        }
        catch (Exception fault)
        {
            Assert.Fail($"IHUB_FUZZ_SEED={seed} IHUB_FUZZ_ROUNDS=1 shows it: {fault}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= MaxAllocated, $"IHUB_FUZZ_SEED={seed} IHUB_FUZZ_ROUNDS=1 shows it: {allocated:N0} bytes were allocated for one input");
    }

    static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : otherwise;
}
