using System.Globalization;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>Dates and moments. A date has no time; a moment always has its offset.</summary>
internal static class TimeFunctions
{
    const Accepts Times = Accepts.Date | Accepts.DateTime;

    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("date", "A date: of a text in ISO form (2026-03-05) or in the format that is written out, or of a moment in the mapping's zone.")
        {
            Group = "Time", Input = Accepts.Text | Times, Gives = "date", Parameters = [new("format", Accepts.Text, ParameterKind.Constant) { IsOptional = true }], Bind = ReadDate,
            Examples = [new("'2026-03-05' | date", "2026-03-05"), new("'5/3 2026' | date('d/M yyyy')", "2026-03-05"), new("'2026-02-30' | date", "fails IH3202")],
        },
        new("datetime", "A moment: of a text in ISO form or in the format that is written out. Without an offset it is a local time of the mapping's zone.")
        {
            Group = "Time", Input = Accepts.Text | Accepts.DateTime, Gives = "datetime", Parameters = [new("format", Accepts.Text, ParameterKind.Constant) { IsOptional = true }], Bind = ReadDateTime,
            Examples =
            [
                new("'2026-03-05T12:30:00Z' | datetime", "2026-03-05T12:30:00+00:00"), new("'2026-03-05 12:30' | datetime", "2026-03-05T12:30:00+01:00"),
                new("'2026-03-05 12.30' | datetime('yyyy-MM-dd HH.mm')", "2026-03-05T12:30:00+01:00"), new("'2026-03-29T02:30:00' | datetime", "2026-03-29T03:30:00+02:00"), new("'2026-03-05' | datetime", "fails IH3202"),
            ],
        },
        new("startOfDay", "The first moment of the day in the mapping's zone.")
        {
            Group = "Time", Input = Times, Gives = "datetime", Bind = site => Day(site, end: false),
            Examples = [new("'2026-04-01' | date | startOfDay", "2026-04-01T00:00:00+02:00")],
        },
        new("endOfDay", "The last second of the day in the mapping's zone.")
        {
            Group = "Time", Input = Times, Gives = "datetime", Bind = site => Day(site, end: true),
            Examples = [new("'2026-04-01' | date | endOfDay", "2026-04-01T23:59:59+02:00")],
        },
        Adding("addDays", "So many days later, at the same local time.", (day, n) => day.AddDays(n), new Example("'2026-03-28T12:00:00' | datetime | addDays(1)", "2026-03-29T12:00:00+02:00"), new Example("'2026-01-31' | date | addDays(70)", "2026-04-11")),
        Adding("addWeeks", "So many weeks later, at the same local time.", (day, n) => day.AddDays(7 * n), new Example("'2026-01-31' | date | addWeeks(1)", "2026-02-07")),
        Adding("addMonths", "So many months later; the last day where the month is shorter.", (day, n) => day.AddMonths(n), new Example("'2026-01-31' | date | addMonths(1)", "2026-02-28")),
        new("addWorkdays", "So many workdays later by a calendar; 'sv' leaves out weekends, Swedish public holidays and the eves of Midsummer, Christmas and New Year.")
        {
            Group = "Time", Input = Times, Gives = "date or datetime", Parameters = [new("days", Accepts.Int, ParameterKind.Constant), new("calendar", Accepts.Text, ParameterKind.Constant) { IsOptional = true }], Bind = AddWorkdays,
            Examples = [new("'2026-04-02' | date | addWorkdays(1)", "2026-04-07"), new("'2026-06-18' | date | addWorkdays(1, 'sv')", "2026-06-22")],
        },
        new("inZone", "The same moment with the offset of another zone.")
        {
            Group = "Time", Input = Accepts.DateTime, Gives = "datetime", Parameters = [new("zone", Accepts.Text, ParameterKind.Constant)], Bind = InZone,
            Examples = [new("'2026-03-05T12:30:00Z' | datetime | inZone('Europe/Stockholm')", "2026-03-05T13:30:00+01:00")],
        },
    ];

    static MappingFunction Adding(string name, string summary, Func<DateTime, int, DateTime> add, params Example[] examples) => new(name, summary)
    {
        Group = "Time", Input = Times, Gives = "date or datetime", Parameters = [new("n", Accepts.Int, ParameterKind.Constant)], Examples = examples,
        Bind = site => site.Int(0) is var n && n is < -100_000 or > 100_000 ? site.Error(0, "the number is too large") : Moved(site, day => add(day, (int)n)),
    };

    static Bound? ReadDate(CallSite site)
    {
        if (site.Input!.Type.Kind == TypeKind.Date) return site.Input;

        var times = site.Times;
        if (site.Input.Type.Kind == TypeKind.DateTime)
            return site.Result(MappingType.Date, (Evaluation _, in Value _, in Value x) => Value.Of(DateOnly.FromDateTime(times.Local(x.DateTime).DateTime)));

        if (site.TextOrNull(0) is { } format)
        {
            if (!IsFormat(format, out var hasTime) || hasTime) return site.Error(0, $"'{format}' is no format of a date, such as 'yyyy-MM-dd' or 'd/M yyyy'");
            var failure = new Failure(RecordCodes.NotATime, $"not a date in the format '{format}'");
            return site.Result(MappingType.Date, (Evaluation _, in Value _, in Value x) =>
                DateOnly.TryParseExact(x.Text.AsSpan().Trim(), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Value.Of(day) : Value.Fail(failure));
        }

        return site.ResultOfText(MappingType.Date, text => IsoTime.TryReadDate(TextBytes.Trimmed(text), out var day) ? Value.Of(day) : Value.Fail(NotADate));
    }

    static readonly Failure NotADate = new(RecordCodes.NotATime, "not a date in ISO form (2026-03-05); for a time of day use datetime | date, for another form date('format')");
    static readonly Failure NotATime = new(RecordCodes.NotATime, "not a date-time in ISO form (2026-03-05T12:30:00); for a date alone use date | startOfDay, for another form datetime('format')");
    static readonly Failure OutOfRange = new(RecordCodes.NotATime, "the day is outside the years 1 to 9999");

    static Bound? ReadDateTime(CallSite site)
    {
        if (site.Input!.Type.Kind == TypeKind.DateTime) return site.Input;

        var times = site.Times;
        if (site.TextOrNull(0) is { } format)
        {
            if (!IsFormat(format, out var hasTime) || !hasTime) return site.Error(0, $"'{format}' is no format of a date with a time, such as 'yyyy-MM-dd HH.mm'");

            var hasOffset = format.Contains('z', StringComparison.Ordinal) || format.Contains('K', StringComparison.Ordinal);
            if (!hasOffset && times.RequiresOffset) return site.NoZone($"the format '{format}' has no offset, and the mapping has requireOffset: true; add K or zzz to the format, or take requireOffset away");
            if (!hasOffset && times.Zone is null) return site.NoZone($"the format '{format}' has no offset, so its times are local ones of a zone that the mapping does not name; add timezone:, for instance timezone: Europe/Stockholm");
            var failure = new Failure(RecordCodes.NotATime, $"not a date-time in the format '{format}'");
            return site.Result(MappingType.DateTime, (Evaluation _, in Value _, in Value x) =>
            {
                var text = x.Text.AsSpan().Trim();
                if (hasOffset) return DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? Value.Of(time) : Value.Fail(failure);
                return DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? times.Resolve(new WrittenTime(local, null)) : Value.Fail(failure);
            });
        }

        if (times.Zone is null && !times.RequiresOffset) site.MayHaveNoZone();
        return site.ResultOfText(MappingType.DateTime, text => IsoTime.TryReadTime(TextBytes.Trimmed(text), out var written) ? times.Resolve(written) : Value.Fail(NotATime));
    }

    static bool IsFormat(string format, out bool hasTime)
    {
        hasTime = format.AsSpan().ContainsAny("Hhms");
        try
        {
            // A format that cannot read what it writes is none.
            var written = new DateTimeOffset(2026, 11, 23, 14, 25, 36, TimeSpan.Zero).ToString(format, CultureInfo.InvariantCulture);
            return format.Length > 3 && format.Contains('d', StringComparison.Ordinal) && format.Contains('M', StringComparison.Ordinal)
                && DateTimeOffset.TryParseExact(written, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) && read.Day == 23 && read.Month == 11;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    static Bound? Day(CallSite site, bool end)
    {
        var times = site.Times;
        if (times.Zone is null) return site.NoZone($"'{site.Name}' needs to know where the day is, and the mapping names no zone; add timezone:, for instance timezone: Europe/Stockholm");
        return site.Result(MappingType.DateTime, (Evaluation _, in Value _, in Value x) =>
        {
            var day = x.Kind == ValueKind.Date ? x.Date : DateOnly.FromDateTime(times.Local(x.DateTime).DateTime);
            if (!end) return times.StartOf(day);
            var next = day == DateOnly.MaxValue ? Value.Fail(OutOfRange) : times.StartOf(day.AddDays(1));
            return next.IsStopped ? next : Value.Of(times.Local(next.DateTime.AddSeconds(-1)));
        });
    }

    // A moment moves by local days: noon stays noon when the clock is changed in between.
    static Bound Moved(CallSite site, Func<DateTime, DateTime> move)
    {
        var times = site.Times;
        return site.Result(site.Input!.Type, (Evaluation _, in Value _, in Value x) =>
        {
            try
            {
                if (x.Kind == ValueKind.Date) return Value.Of(DateOnly.FromDateTime(move(x.Date.ToDateTime(default))));
                if (times.Zone is null) return Value.Of(new DateTimeOffset(move(x.DateTime.DateTime), x.DateTime.Offset));
                return times.Resolve(move(DateTime.SpecifyKind(times.Local(x.DateTime).DateTime, DateTimeKind.Unspecified)));
            }
            catch (ArgumentOutOfRangeException)
            {
                return Value.Fail(OutOfRange);
            }
        });
    }

    static Bound? AddWorkdays(CallSite site)
    {
        var days = site.Int(0);
        if (site.TextOrNull(1) is not (null or "sv")) return site.Error(1, $"there is no calendar '{site.Text(1)}'; 'sv' is the one there is");
        if (days is < -5000 or > 5000) return site.Error(0, "at most 5000 workdays");
        return Moved(site, day => SwedishCalendar.AddWorkdays(day, (int)days));
    }

    static Bound? InZone(CallSite site)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(site.Text(0), out var zone)) return site.Error(0, $"there is no time zone '{site.Text(0)}'; use an IANA name such as 'Europe/Stockholm'");
        return site.Result(MappingType.DateTime, (Evaluation _, in Value _, in Value x) => Value.Of(TimeZoneInfo.ConvertTime(x.DateTime, zone)));
    }
}
