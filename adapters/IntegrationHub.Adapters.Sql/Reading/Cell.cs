using System.Globalization;

namespace IntegrationHub.Adapters.Sql;

/// <summary>What a value of a row is.</summary>
enum CellKind
{
    Null,
    Text,
    Number,

    /// <summary>A date, or a date and time; with Z or an offset where the database says which instant it is.</summary>
    Time,
    Flag,
    Json,

    /// <summary>It cannot be handed over as it is.</summary>
    Refused,
}

/// <summary>A value of a row, as text that loses nothing.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A number as JSON writes it, <c>true</c> or <c>false</c>, a time in the form of ISO 8601; of a refused value, why.</param>
readonly record struct Cell(CellKind Kind, string Text)
{
    public static Cell Null { get; } = new(CellKind.Null, "");

    public static Cell Of(string text) => new(CellKind.Text, text);

    public static Cell Of(long number) => new(CellKind.Number, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Not a number that JSON can write: its name.</summary>
    public static Cell Of(double number) => double.IsFinite(number) ? new(CellKind.Number, number.ToString("R", CultureInfo.InvariantCulture)) : Of(number.ToString(CultureInfo.InvariantCulture));

    public static Cell Of(bool flag) => new(CellKind.Flag, flag ? "true" : "false");

    /// <summary>A time of a clock without a zone has no Z.</summary>
    public static Cell Of(DateTime time) => new(CellKind.Time, time.ToString(time.Kind == DateTimeKind.Utc ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));

    public static Cell Of(DateTimeOffset time) => new(CellKind.Time, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));

    /// <summary>A value that cannot be handed over, and why.</summary>
    public static Cell Refuse(string why) => new(CellKind.Refused, why);

    /// <summary>Whether this stands before the other; null where only the database could tell, since texts are sorted by its own rules.</summary>
    /// <param name="other">The other.</param>
    /// <param name="textsByBytes">Whether the database sorts texts by their bytes.</param>
    public bool? IsBefore(Cell other, bool textsByBytes) => (Kind, other.Kind) switch
    {
        (CellKind.Number, CellKind.Number) => Number(Text) is { } one && Number(other.Text) is { } two ? one < two : null,
        (CellKind.Time, CellKind.Time) => Instant(Text) is { } one && Instant(other.Text) is { } two ? one < two : null,
        (CellKind.Text, CellKind.Text) => textsByBytes ? string.CompareOrdinal(Text, other.Text) < 0 : null,
        _ => null,
    };

    static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static DateTimeOffset? Instant(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
