using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>Goes on where a vendor says that its answer ends: it names until when it told, and the next question begins there.</summary>
static class BoundTurn
{
    /// <summary>Where the next question begins, as the vendor wrote it; null when the vendor said that this was the last.</summary>
    /// <remarks>
    /// An empty answer whose bound moved on is none: the vendor only found nothing so far. One with records whose bound did not move is not told apart either: the hub sees
    /// the same place come twice and ends the read with a fault, which is better than losing what lies behind it.
    /// </remarks>
    /// <param name="bound">Until when the answer told; null when it did not say.</param>
    /// <param name="asked">From when it was asked; null from the beginning of everything.</param>
    /// <param name="until">Until when it was asked, on the vendor's clock; null without an end.</param>
    /// <param name="records">How many records it held.</param>
    public static string? Next(LocalTime? bound, DateTime? asked, DateTime? until, int records) => bound switch
    {
        null => null,
        { } known when until is { } end && known.Label >= end => null,
        { } known when asked is { } begun && known.Label <= begun && records == 0 => null,
        { } known => known.Text,
    };

    /// <summary>What the bound promises: never more than was asked for, and nothing when it did not move on.</summary>
    public static DateTimeOffset? CompleteUntil(LocalTime? bound, DateTime? asked, DateTimeOffset? until) =>
        bound is not { } known || (asked is { } begun && known.Label <= begun) ? null
        : known.Instant > until ? until
        : known.Instant;

    /// <summary>A bound as a time.</summary>
    /// <exception cref="UnreadableAnswerException">It is none.</exception>
    public static LocalTime Read(string text, LocalClock clock, string where) => clock.TryRead(text, out var time)
        ? time
        : throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"{where}: what the answer gives as its bound is no date and time.");
}
