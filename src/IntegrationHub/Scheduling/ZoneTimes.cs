namespace IntegrationHub.Scheduling;

/// <summary>The instants of local times, also on the two nights when the clock is changed.</summary>
static class ZoneTimes
{
    // Wide enough to stand clear of any change of the clocks, narrow enough to meet no other.
    static readonly TimeSpan ClearOfChange = TimeSpan.FromHours(26);

    /// <summary>What a clock of the zone shows.</summary>
    public static DateTime Local(DateTimeOffset instant, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    /// <summary>Whether the clock is not changed on this date.</summary>
    public static bool IsPlain(DateOnly date, TimeZoneInfo zone)
    {
        var midnight = date.ToDateTime(default);
        return OffsetAt(midnight - ClearOfChange, zone) == OffsetAt(midnight + TimeSpan.FromDays(1) + ClearOfChange, zone);
    }

    /// <summary>The earliest instant at or after the local time: the first of two, and the end of the gap for a time that does not exist.</summary>
    public static DateTimeOffset Earliest(DateTime local, TimeZoneInfo zone) => All(local, zone) is [var first, ..] ? first : EndOfGap(local, zone);

    /// <summary>The latest instant of the local time: the second of two, and the end of the gap for a time that does not exist.</summary>
    public static DateTimeOffset Latest(DateTime local, TimeZoneInfo zone) => All(local, zone) is [.., var last] ? last : EndOfGap(local, zone);

    /// <summary>The instants of the local time in order: mostly one, two when the clock is put back, none when it is put forward.</summary>
    public static IReadOnlyList<DateTimeOffset> All(DateTime local, TimeZoneInfo zone)
    {
        var (before, after) = (OffsetAt(local - ClearOfChange, zone), OffsetAt(local + ClearOfChange, zone));
        if (before == after) return [new DateTimeOffset(local.Ticks - before.Ticks, TimeSpan.Zero)];

        return [.. new[] { before, after }
            .Where(offset => OffsetAt(local - offset, zone) == offset)
            .Select(offset => new DateTimeOffset(local.Ticks - offset.Ticks, TimeSpan.Zero))
            .Order()];
    }

    // Halved to the second rather than read from the zone's rules, which tell it differently on different systems.
    static DateTimeOffset EndOfGap(DateTime local, TimeZoneInfo zone)
    {
        var second = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond));
        var (before, after) = (second - ClearOfChange, second + ClearOfChange);
        var old = OffsetAt(before, zone);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before + TimeSpan.FromSeconds((long)((after - before).TotalSeconds / 2));
            if (OffsetAt(middle, zone) == old) before = middle;
            else after = middle;
        }

        return new DateTimeOffset(after, TimeSpan.Zero);
    }

    static TimeSpan OffsetAt(DateTime utc, TimeZoneInfo zone) => zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
