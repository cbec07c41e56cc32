using System.Data.Common;
using System.Globalization;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Sql;

/// <summary>The values of the parameters of a page. None of them is ever null but <c>@afterKey</c> on the first page: a comparison with null would leave out every row.</summary>
sealed class ReadParameters(SqlDescription description, Driver driver)
{
    readonly TimeForm times = description.Times;

    /// <summary>Gives a parameter its value.</summary>
    public void Bind(DbCommand command, string parameter, PageRequest request, PagePlace place)
    {
        switch (parameter)
        {
            case Parameter.Since:
                driver.Bind(command, parameter, Since(request));
                break;
            case Parameter.Until:
                driver.Bind(command, parameter, request.ChangedUntil is { } until ? Upper(until) : Highest());
                break;
            case Parameter.After:
                driver.Bind(command, parameter, place.After ?? Since(request));
                break;
            case Parameter.AfterKey:
                driver.Bind(command, parameter, place.AfterKey ?? Cell.Null);
                break;
            default:
                driver.Bind(command, parameter, Cell.Of(request.PageSize));
                break;
        }
    }

    Cell Since(PageRequest request) => Later(request.ChangedAfter, times.Beginning) is { } since ? Lower(since) : Lowest();

    Cell Lower(DateTimeOffset instant) => times switch
    {
        { Style: { } style } => Written(style.Lower(instant)),
        { Instants: true } => Cell.Of(instant.UtcDateTime),
        _ => Cell.Of(times.Clock.ToLowerBound(instant)),
    };

    Cell Upper(DateTimeOffset instant) => times switch
    {
        { Style: { } style } => Written(style.Upper(instant)),
        { Instants: true } => Cell.Of(instant.UtcDateTime),
        _ => Cell.Of(times.Clock.ToUpperBound(instant)),
    };

    // Below and above every time that can be written. SQLite's years begin with 0, PostgreSQL's times with a word for what is before them all.
    Cell Lowest() => times switch
    {
        { Style: null } => Cell.Of(DateTime.SpecifyKind(DateTime.MinValue, times.Instants ? DateTimeKind.Utc : DateTimeKind.Unspecified)),
        { IsInfinite: true } => Cell.Of("-infinity"),
        { IsNumber: false } when driver is SqliteDriver && times.Style.Lower(DateTimeOffset.MinValue) is ['0', '0', '0', '1', '-', .. var rest] => Cell.Of($"0000-{rest}"),
        _ => Written(times.Style.Lower(DateTimeOffset.MinValue)),
    };

    Cell Highest() => times switch
    {
        { Style: null } => Cell.Of(new DateTime(9999, 12, 30, 0, 0, 0, times.Instants ? DateTimeKind.Utc : DateTimeKind.Unspecified)),
        { IsInfinite: true } => Cell.Of("infinity"),
        _ => Written(times.Style.Upper(new DateTimeOffset(9999, 12, 30, 0, 0, 0, TimeSpan.Zero))),
    };

    Cell Written(string text) => times.IsNumber ? new Cell(CellKind.Number, text) : Cell.Of(text);

    /// <summary>The instant that the database's clock tells; null when it makes no sense.</summary>
    public DateTimeOffset? Instant(Cell told)
    {
        if (told.Kind == CellKind.Number)
        {
            return decimal.TryParse(told.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 100_000_000_000_000
                ? Math.Abs(number) > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)number) : DateTimeOffset.FromUnixTimeSeconds((long)number)
                : null;
        }

        return times.Clock.TryRead(told.Text.Replace(' ', 'T'), out var time) ? time.Instant : null;
    }

    static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one > other ? one : other;
}
