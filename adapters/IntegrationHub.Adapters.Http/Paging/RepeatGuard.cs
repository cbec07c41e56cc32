using System.Security.Cryptography;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>Ends a read whose vendor sends one and the same page for ever, as some do to who asks for more than they have.</summary>
sealed class RepeatGuard
{
    // A page that comes twice may be chance, and does no harm.
    const int TooOften = 3;

    byte[] before = [];
    int times;

    /// <summary>Looks at a page.</summary>
    /// <param name="isFirst">Whether a read, or a window of it, begins with it.</param>
    /// <param name="rows">Its records; an empty page says nothing.</param>
    /// <param name="where">The request, for people.</param>
    /// <exception cref="UnreadableAnswerException">It came too often.</exception>
    public void Check(bool isFirst, IReadOnlyList<ReadOnlyMemory<byte>> rows, string where)
    {
        if (isFirst) (before, times) = ([], 0);
        if (rows.Count == 0) return;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows) hash.AppendData(row.Span);
        var print = hash.GetHashAndReset();
        times = print.AsSpan().SequenceEqual(before) ? times + 1 : 1;
        before = print;
        if (times >= TooOften)
            throw new UnreadableAnswerException(FaultCodes.PagingWentRound, $"The same page came {times} times in a row for {where}. Some vendors send their last page to who asks for more; say under paging.end how this one tells that there is no more.");
    }
}
