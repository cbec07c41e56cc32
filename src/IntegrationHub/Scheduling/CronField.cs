using System.Globalization;

namespace IntegrationHub.Scheduling;

/// <summary>One field of a cron expression that is a plain set of numbers.</summary>
/// <param name="Name">What it counts, for messages.</param>
/// <param name="Min">Its smallest number.</param>
/// <param name="Max">Its largest number.</param>
/// <param name="Names">Names that stand for numbers, from the smallest on; none for most fields.</param>
sealed record CronField(string Name, int Min, int Max, params string[] Names)
{
    public static readonly CronField Second = new("second", 0, 59);
    public static readonly CronField Minute = new("minute", 0, 59);
    public static readonly CronField Hour = new("hour", 0, 23);
    public static readonly CronField DayOfMonth = new("day of month", 1, 31);
    public static readonly CronField Month = new("month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    public static readonly CronField DayOfWeek = new("day of week", 1, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /// <summary>Reads lists, ranges and steps into a set of bits; answers null, or what is wrong.</summary>
    public string? Read(string text, out ulong set)
    {
        set = 0;
        foreach (var part in text.Split(','))
        {
            if (ReadPart(part, out var numbers) is { } wrong) return wrong;
            set |= numbers;
        }

        return null;
    }

    /// <summary>A number or a name of this field.</summary>
    public int? Number(string text)
    {
        var name = Array.FindIndex(Names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0) return Min + name;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max ? number : null;
    }

    string? ReadPart(string part, out ulong set)
    {
        set = 0;
        var step = 1;
        var slash = part.Split('/');
        if (slash.Length > 2 || (slash.Length == 2 && !(int.TryParse(slash[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) && step >= 1 && step <= Max)))
            return $"has '{part}' as {Name}; a step is written */5 or 10/5, the step from 1 to {Max}";

        int? from, to;
        if (slash[0] is "*") (from, to) = (Min, Max);
        else if (slash[0].Split('-') is [var low, var high]) (from, to) = (Number(low), Number(high));
        else (from, to) = (Number(slash[0]), slash.Length == 2 ? Max : Number(slash[0]));
        if (from is not { } first || to is not { } last) return $"has '{part}' as {Name}; {Numbers()}";

        // FRI-MON goes over the end.
        var span = last >= first ? last - first : last + (Max - Min + 1) - first;
        for (var n = 0; n <= span; n += step) set |= 1UL << (Min + (first - Min + n) % (Max - Min + 1));
        return null;
    }

    string Numbers() => Names.Length > 0 ? $"it takes {Min} ({Names[0]}) to {Max} ({Names[^1]}), lists, ranges and steps" : $"it takes {Min} to {Max}, lists, ranges and steps";
}
