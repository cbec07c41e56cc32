using IntegrationHub.Sync;

namespace IntegrationHub.History;

/// <summary>What the runs of a stream that began on a day (in UTC) came to. Runs that go on are not in it.</summary>
/// <param name="Day">The day.</param>
/// <param name="Runs">How many ended.</param>
/// <param name="Failed">How many of them a fault ended.</param>
/// <param name="Counters">What became of their records.</param>
/// <param name="Took">How long they took together.</param>
/// <param name="Longest">How long the longest took.</param>
public sealed record RunDay(DateOnly Day, long Runs, long Failed, RunCounters Counters, TimeSpan Took, TimeSpan Longest)
{
    /// <summary>A day on which nothing ran.</summary>
    public static RunDay Empty(DateOnly day) => new(day, 0, 0, default, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The day, in UTC, that a time falls on.</summary>
    public static DateOnly Of(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>So many days until and with the last one, the oldest first; those on which nothing ran are empty.</summary>
    public static IReadOnlyList<RunDay> Fill(IReadOnlyList<RunDay> known, DateOnly last, int days)
    {
        ArgumentNullException.ThrowIfNull(known);

        var byDay = known.ToDictionary(day => day.Day);
        return [.. Enumerable.Range(0, days).Select(n => last.AddDays(n - days + 1)).Select(day => byDay.GetValueOrDefault(day) ?? Empty(day))];
    }
}
