using System.Globalization;

namespace IntegrationHub.Hangfire;

/// <summary>Writes one moment as the cron expression of a recurring job, in UTC: <c>30 5 8 10 3 *</c>. What comes after it is planned when it has come.</summary>
/// <remarks>Windows, jitter, turns that are counted from the turn before and the nights when the clock is changed cannot be said in Hangfire's cron; the hub computes the moment.</remarks>
static class ExactCron
{
    /// <summary>A day that no month has: the job waits until it is planned anew.</summary>
    public const string Never = "0 0 0 31 2 *";

    // An expression is stored a little later than it is made; one whose moment has passed by then would mean next year's.
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    // An expression names no year.
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(360);

    /// <summary>The expression for this moment, a few seconds from now at least.</summary>
    public static string Of(DateTimeOffset at, DateTimeOffset now)
    {
        if (at - now > LongestWait) return Never;

        var moment = (at < now + Margin ? now + Margin : at).ToUniversalTime();
        if (moment.Ticks % TimeSpan.TicksPerSecond is > 0 and var beyond) moment = moment.AddTicks(TimeSpan.TicksPerSecond - beyond);
        return string.Create(CultureInfo.InvariantCulture, $"{moment.Second} {moment.Minute} {moment.Hour} {moment.Day} {moment.Month} *");
    }
}
