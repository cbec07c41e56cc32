using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>What waits for a decision of a stream's cases that a complete read did not hold, and what was decided to stay.</summary>
internal sealed class HeldDeletes(IHeldDeleteRows rows, ISweepRows sweeps, DateTimeOffset now)
{
    readonly List<(string Key, DateTimeOffset ReadStartedAt)> seen = [];
    (long Id, DateTimeOffset ReadStartedAt)? waiting;
    bool? keeps;
    bool looked;

    /// <summary>Holds what the sweep did not see. Where the same cases wait already, they go on waiting, on the newer proof.</summary>
    /// <returns>The number of the held delete; null when the same cases waited already.</returns>
    public long? Hold(string sweep, long run, SweepVerdict verdict)
    {
        var gone = sweeps.Gone(sweep);
        if (Waiting is { } known && IsTheSame(rows.Cases(known.Id), gone))
        {
            rows.Renew(known.Id, run, verdict, now + RemovalRule.WaitsFor);
            return null;
        }

        Replace();
        return rows.Insert(run, verdict, now + RemovalRule.WaitsFor, gone);
    }

    /// <summary>A newer complete read takes the place of what an earlier one held.</summary>
    public void Replace()
    {
        if (Waiting is not { } known) return;

        rows.Close(known.Id, HeldDeleteState.Replaced);
        rows.DropAll(known.Id);
        waiting = null;
    }

    /// <summary>The key was read: it no longer is among those that would go, and needs no keeping.</summary>
    public void Seen(string key, DateTimeOffset readStartedAt)
    {
        if (Waiting is not null || Keeps) seen.Add((key, readStartedAt));
    }

    /// <summary>Writes down what was seen. When all cases that waited have been read again, there is nothing to decide any more.</summary>
    public void Settle()
    {
        if (seen.Count == 0) return;

        if (Waiting is { } held && rows.Drop(held.Id, [.. seen.Where(read => read.ReadStartedAt >= held.ReadStartedAt).Select(read => read.Key)]) > 0)
            rows.CloseIfEmpty(held.Id, HeldDeleteState.Settled);
        if (Keeps) rows.EndKeeping(seen);
        seen.Clear();
    }

    (long Id, DateTimeOffset ReadStartedAt)? Waiting
    {
        get
        {
            if (!looked)
            {
                waiting = rows.Waiting();
                looked = true;
            }

            return waiting;
        }
    }

    bool Keeps => keeps ??= rows.KeepsAny();

    static bool IsTheSame(IReadOnlyList<string> held, IReadOnlyList<string> gone) =>
        held.Count == gone.Count && held.ToHashSet(StringComparer.Ordinal).SetEquals(gone);
}
