namespace ContactCentre.HandOvers;

/// <summary>The times that are promised at a desk, by the municipality's clock.</summary>
static class DueTimes
{
    static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    public static DateTimeOffset? Of(string choice, DateTimeOffset now)
    {
        var today = TimeZoneInfo.ConvertTime(now, Zone).Date;
        return choice switch
        {
            // Whoever promises something for today at five gets the next morning.
            "today" => At(today.AddHours(16)) is var afternoon && afternoon > now ? afternoon : At(today.AddDays(1).AddHours(12)),
            "tomorrow" => At(today.AddDays(1).AddHours(12)),
            "week" => At(today.AddDays(7).AddHours(12)),
            _ => null,
        };
    }

    static DateTimeOffset At(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
}
