using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>An answer of the list, and what it said about what follows.</summary>
/// <param name="Reply">The answer.</param>
/// <param name="Total">How many records there are in all, if the vendor told.</param>
/// <param name="End">What follows.</param>
sealed record ListAnswer(Reply Reply, long? Total, PageEnd End);

/// <summary>
/// Hands an answer over in parts where each of its rows costs calls of its own: a page then is no longer than the hub wants it, and what was read is committed on the way, however many rows the vendor puts into one answer.
/// </summary>
/// <remarks>The answer is kept meanwhile. A place in an answer that is not kept any more begins it anew: what comes twice is harmless, what is passed over is lost.</remarks>
sealed class AnswerParts(bool isNeeded)
{
    (PagePlace Place, DateTimeOffset? After, DateTimeOffset? Until, ListAnswer Answer)? kept;

    /// <summary>The answer that a place lies in; null when it must be asked for.</summary>
    public ListAnswer? Find(PageRequest request, PagePlace place) =>
        place.Taken > 0 && kept is { } held && held.Place == place && held.After == request.ChangedAfter && held.Until == request.ChangedUntil ? held.Answer : null;

    /// <summary>The rows that are handed over now, and the place of the next ones; null when these are the last.</summary>
    public (IReadOnlyList<ReadOnlyMemory<byte>> Rows, PagePlace? Next) Take(PageRequest request, PagePlace place, ListAnswer answer)
    {
        var rows = answer.Reply.Answer.Rows;
        var size = Math.Max(1, request.PageSize);
        if (!isNeeded || rows.Count - place.Taken <= size)
        {
            kept = null;
            return (place.Taken == 0 ? rows : [.. rows.Skip((int)place.Taken)], null);
        }

        var next = place with { Taken = place.Taken + size };
        kept = (next, request.ChangedAfter, request.ChangedUntil, answer);
        return ([.. rows.Skip((int)place.Taken).Take(size)], next);
    }
}
