using IntegrationHub.Streams;

namespace IntegrationHub.Sync;

/// <summary>What came back for a window.</summary>
/// <param name="Width">How wide the window was; narrower than the pace when the read ended in it.</param>
/// <param name="Records">How many records it brought.</param>
/// <param name="Cut">Whether the source may have left some of it out.</param>
internal readonly record struct WindowAnswer(TimeSpan Width, int Records, bool Cut);

/// <summary>How wide the next window is: it grows while little comes back, shrinks when much does, and is halved when the answer was cut.</summary>
internal static class WindowRule
{
    /// <summary>The pace a read begins with: what the stream has learned, inside the limits that its file sets now.</summary>
    public static LearnedWindow Begin(LearnedWindow? learned, StreamWindow limits) =>
        learned is null ? new LearnedWindow(limits.First, null) : learned with { Width = Clamp(learned.Width, limits) };

    /// <summary>Where the window ends that begins after <paramref name="after"/>. The last one ends where the read ends, however narrow that makes it.</summary>
    public static DateTimeOffset Until(DateTimeOffset after, TimeSpan width, DateTimeOffset end) => end - after <= width ? end : after + width;

    /// <summary>The pace after an answer.</summary>
    /// <returns>Null when a window that may not be made narrower was cut: asking again would bring the same.</returns>
    public static LearnedWindow? Next(LearnedWindow pace, WindowAnswer answer, StreamWindow limits)
    {
        if (answer.Cut)
        {
            return answer.Width <= limits.Min
                ? null
                : new LearnedWindow(Clamp(answer.Width / 2, limits), answer.Records > 0 ? answer.Records : pace.Most);
        }

        // A whole answer that brought more than the one that was cut: the source's limit has been raised.
        var learned = answer.Records > pace.Most ? pace with { Most = answer.Records } : pace;
        var aim = Math.Min(limits.Rows, learned.Most ?? int.MaxValue);
        if (answer.Records > aim) return learned with { Width = Clamp(answer.Width / 2, limits) };

        // A window in which the read ended was narrow by chance and says nothing of wider ones.
        return answer.Records < aim / 2.0 && answer.Width >= pace.Width ? learned with { Width = Clamp(pace.Width * 2, limits) } : learned;
    }

    static TimeSpan Clamp(TimeSpan width, StreamWindow limits) => width < limits.Min ? limits.Min : width > limits.Max ? limits.Max : width;
}
