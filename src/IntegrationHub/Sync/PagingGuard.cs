using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>Ends a read whose paging gets nowhere or on for ever, by a named fault.</summary>
internal sealed class PagingGuard(StreamLimits limits)
{
    // Far more than any vendor's cycle is long; older ones are let go so that memory stays flat.
    const int Remembered = 10_000;

    readonly HashSet<string> seen = new(StringComparer.Ordinal);
    readonly Queue<string> order = new();
    int pages;

    /// <summary>Notes that this position is about to be read.</summary>
    /// <exception cref="UnreadableAnswerException">It was read before in this read, or there have been too many pages.</exception>
    public void Enter(string? position)
    {
        if (++pages > limits.MaxPages)
            throw new UnreadableAnswerException(FaultCodes.LimitExceeded, $"The read has more than {limits.MaxPages:N0} pages. If the source really has so many, raise limits.maxPages in the stream file.");
        if (position is null)
        {
            // A window begins: a vendor that counts its pages counts from the first again.
            seen.Clear();
            order.Clear();
            return;
        }

        if (!seen.Add(position))
            throw new UnreadableAnswerException(FaultCodes.PagingWentRound, $"After {pages - 1:N0} pages the source sends the hub back to a page it has already read. Nothing after it was read; the next run tries again.");
        order.Enqueue(position);
        if (order.Count > Remembered) seen.Remove(order.Dequeue());
    }

    /// <summary>Checks a page that was read.</summary>
    /// <exception cref="UnreadableAnswerException">The page's own position or next page cannot be.</exception>
    public static void Check(SourcePage page)
    {
        if (page.Position?.Length > 64 * 1024)
            throw new UnreadableAnswerException(FaultCodes.LimitExceeded, "The adapter's position is longer than 65,536 characters; it must be short enough to be stored with every commit.");
    }
}
