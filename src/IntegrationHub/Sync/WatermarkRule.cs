using IntegrationHub.Sources;

namespace IntegrationHub.Sync;

/// <summary>How far the watermark may move: never past the source's own time less the settle time, never past what the source says is complete, never back.</summary>
internal static class WatermarkRule
{
    /// <summary>The latest time the watermark of this read may reach.</summary>
    /// <param name="changedUntil">The read's upper bound, taken before the read.</param>
    /// <param name="sourceTime">The source's clock at its first answer, if it told.</param>
    /// <param name="settle">What is younger than this may not be visible yet.</param>
    public static DateTimeOffset? Cap(DateTimeOffset? changedUntil, DateTimeOffset? sourceTime, TimeSpan settle) =>
        Earlier(changedUntil, sourceTime - settle);

    /// <summary>The watermark after a page that is not the last.</summary>
    public static DateTimeOffset? AfterPage(DateTimeOffset? current, SourcePage page, DateTimeOffset? cap) =>
        page.CompleteUntil is null ? current : Later(current, Earlier(page.CompleteUntil, cap));

    /// <summary>The watermark after the last page: the source has said that there is no more before the read's upper bound.</summary>
    public static DateTimeOffset? AfterRead(DateTimeOffset? current, DateTimeOffset? cap) => Later(current, cap);

    /// <summary>The watermark after a page that made a window whole; null <paramref name="whole"/> when it did not.</summary>
    public static DateTimeOffset? AfterWindow(DateTimeOffset? current, DateTimeOffset? whole, DateTimeOffset? cap) =>
        whole is null ? current : Later(current, Earlier(whole, cap));

    static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;

    static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a > b ? a : b;
}
