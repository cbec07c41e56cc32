using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace IntegrationHub.Adapters.Http;

/// <summary>What was looked up, kept for as long as the stream file says. It outlives a run: reference lists change seldom, and runs come often.</summary>
sealed class LookupCache
{
    // Far more than any reference list has; beyond it what is kept is let go and asked for again.
    const int Most = 20_000;

    static readonly ConditionalWeakTable<HttpDescription, LookupCache> Known = [];

    readonly ConcurrentDictionary<(string Lookup, string Asked), Entry> entries = new();

    /// <summary>The cache of a stream: it ends with the version of its file.</summary>
    public static LookupCache Of(HttpDescription description) => Known.GetValue(description, static _ => new LookupCache());

    /// <summary>What is asked for, as text; null when there is nothing to ask for.</summary>
    public static (string Lookup, string Asked)? KeyOf(LookupOf lookup, Uri url, HoleValues values)
    {
        var asked = new List<string>();
        foreach (var hole in lookup.Request.Holes.Where(h => h.Name == Hole.Record))
        {
            if (values(hole) is not { } value) return null;

            asked.Add(value.Text);
        }

        return (lookup.Name, $"{url.AbsoluteUri}\n{string.Join('\n', asked)}");
    }

    /// <summary>What was looked up; asked for when it is not kept, or was kept too long. A fault is not kept, that there is none is.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync((string Lookup, string Asked) key, TimeSpan keep, TimeProvider time, Func<Task<ReadOnlyMemory<byte>?>> ask)
    {
        var now = time.GetUtcNow();
        if (entries.TryGetValue(key, out var kept) && kept.Until > now) return await kept.Value;

        if (entries.Count > Most) entries.Clear();
        // Several records of a page refer to the same: one of them asks.
        var asking = new Lazy<Task<ReadOnlyMemory<byte>?>>(ask);
        var entry = new Entry(now + keep, asking);
        var mine = entries.AddOrUpdate(key, entry, (_, there) => there.Until > now ? there : entry);
        try
        {
            return await mine.Value;
        }
        catch
        {
            entries.TryRemove(KeyValuePair.Create(key, mine));
            throw;
        }
    }

    sealed record Entry(DateTimeOffset Until, Lazy<Task<ReadOnlyMemory<byte>?>> Asking)
    {
        public Task<ReadOnlyMemory<byte>?> Value => Asking.Value;
    }
}
