using System.Runtime.ExceptionServices;

namespace IntegrationHub.Sync;

/// <summary>One bad record never stops the good ones: a batch that the store refuses is halved until the record is found; that goes to quarantine, the others are committed.</summary>
/// <remarks>
/// Parts are committed in the order of reading, and only the last of them moves the checkpoint: it never passes what is neither committed nor held.
/// One bad record among n costs at most 2·⌈log2 n⌉ commits more than none, those that fail included.
/// </remarks>
/// <param name="commit">Commits items; the last commit moves the checkpoint.</param>
/// <param name="holds">What is tried in the place of an item that was refused alone, the best first; empty when it cannot be held.</param>
internal sealed class BatchBisection(Func<IReadOnlyList<BatchItem>, bool, Task> commit, Func<BatchItem, Exception, IReadOnlyList<BatchItem>> holds)
{
    readonly List<IReadOnlyList<BatchItem>> pending = [];
    Exception? refused;

    /// <summary>Commits the items, which may be none.</summary>
    /// <exception cref="Exception">What the store threw, when it is about no record, or when the record can be neither stored nor held. What was committed before stays.</exception>
    public async Task CommitAsync(IReadOnlyList<BatchItem> items)
    {
        if (await TryAsync(items, last: true)) return;

        await SplitAsync(items, last: true);
        // The last record was the bad one.
        if (pending.Count > 0) await TryAsync([], last: true);
    }

    // The items were refused together, so at least one of them is to be found.
    async Task SplitAsync(IReadOnlyList<BatchItem> items, bool last)
    {
        if (items is [var single])
        {
            pending.Add(holds(single, refused!));
            if (pending[^1].Count == 0) ExceptionDispatchInfo.Throw(refused!);
            return;
        }

        var half = (items.Count + 1) / 2;
        var (first, second) = (items.Take(half).ToList(), items.Skip(half).ToList());
        if (await TryAsync(first, last: false))
        {
            // The bad one is in the other half, so that is not tried whole; a single record is: nothing is held on a guess.
            if (second.Count > 1 || !await TryAsync(second, last)) await SplitAsync(second, last);
            return;
        }

        await SplitAsync(first, last: false);
        if (!await TryAsync(second, last)) await SplitAsync(second, last);
    }

    // What is to be held goes with the next part, in its place before it.
    async Task<bool> TryAsync(IReadOnlyList<BatchItem> items, bool last)
    {
        try
        {
            await commit([.. pending.Select(choices => choices[0]), .. items], last);
            pending.Clear();
            return true;
        }
        catch (Exception e) when (items.Count + pending.Count > 0 && RefusalRule.MayBeAboutARecord(e))
        {
            refused = e;
        }

        if (pending.Count == 0) return false;

        // It may have been about what was to be held.
        foreach (var choices in pending) await HoldAsync(choices);
        pending.Clear();
        return await TryAsync(items, last);
    }

    async Task HoldAsync(IReadOnlyList<BatchItem> choices)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await commit([choices[i]], false);
                return;
            }
            catch (Exception e) when (i + 1 < choices.Count && RefusalRule.MayBeAboutARecord(e))
            {
                // The next choice says less of the record.
            }
        }
    }
}
