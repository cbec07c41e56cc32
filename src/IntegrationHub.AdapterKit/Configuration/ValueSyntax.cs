using System.Globalization;

namespace IntegrationHub.Configuration;

/// <summary>Reads a value out of its text; answers null, or what is wrong and how it is written.</summary>
public delegate string? ValueReader<T>(string text, out T value);

/// <summary>How time spans, sizes, shares and moments are written in the files of the hub. Nothing here depends on a culture.</summary>
public static class ValueSyntax
{
    static readonly (string Unit, TimeSpan Length)[] TimeUnits =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    static readonly (string Unit, long Bytes)[] SizeUnits =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("KB", 1L << 10), ("MB", 1L << 20), ("GB", 1L << 30), ("B", 1),
    ];

    /// <summary>A whole number and a unit: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>7d</c>.</summary>
    public static string? Duration(string text, out TimeSpan value)
    {
        foreach (var (unit, length) in TimeUnits)
        {
            // "5m" ends neither with "ms" nor with "s"; "500ms" is met first.
            if (!text.EndsWith(unit, StringComparison.Ordinal) || !Digits(text[..^unit.Length], out var count)) continue;
            if (count > TimeSpan.MaxValue.Ticks / length.Ticks) break;

            value = length * count;
            return null;
        }

        value = default;
        return "is no time span; write a whole number and a unit, for instance 500ms, 30s, 5m, 2h or 7d";
    }

    /// <summary>A whole number and a unit: <c>64MB</c>. A megabyte has 1,048,576 bytes, as <c>MiB</c> has.</summary>
    public static string? Size(string text, out long value)
    {
        foreach (var (unit, bytes) in SizeUnits)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal) || !Digits(text[..^unit.Length], out var count)) continue;
            if (count > long.MaxValue / bytes) break;

            value = bytes * count;
            return null;
        }

        value = default;
        return "is no size; write a whole number and a unit, for instance 512KB, 64MB or 1GB";
    }

    /// <summary>A percentage from 0 to 100, <c>20%</c> or <c>2.5%</c>, as a number from 0 to 1.</summary>
    public static string? Share(string text, out double value)
    {
        value = default;
        var ok = text.EndsWith('%')
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && value is >= 0 and <= 100;
        value /= 100;
        return ok ? null : "is no share; write a percentage from 0% to 100%, for instance 20% or 2.5%";
    }

    /// <summary>A whole number without signs and separators.</summary>
    public static string? Number(string text, out long value) =>
        Digits(text, out value) ? null : "is no whole number; write digits only, for instance 500";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static string? Flag(string text, out bool value)
    {
        value = text == "true";
        return text is "true" or "false" ? null : "must be true or false";
    }

    /// <summary>One character; <c>\t</c> is a tab.</summary>
    public static string? Character(string text, out char value)
    {
        value = text == "\\t" ? '\t' : text.Length > 0 ? text[0] : default;
        return text.Length == 1 || text == "\\t" ? null : "must be one character, or \\t for a tab";
    }

    /// <summary>A date and a time with an offset: <c>2020-01-01T00:00:00+01:00</c>.</summary>
    public static string? Moment(string text, out DateTimeOffset value)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        value = default;
        return hasOffset && DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value)
            ? null
            : "is no time with an offset; write for instance 2020-01-01T00:00:00Z or 2020-01-01T00:00:00+01:00";
    }

    /// <summary>A time span as a person would write it: <c>90s</c>, <c>2h</c>.</summary>
    public static string Text(TimeSpan span)
    {
        if (span == TimeSpan.Zero) return "0s";

        var (unit, length) = TimeUnits.Last(u => span.Ticks % u.Length.Ticks == 0 || u.Unit == "ms");
        return string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / length.Ticks}{unit}");
    }

    /// <summary>A size as a person would write it: <c>64MB</c>.</summary>
    public static string Text(long bytes)
    {
        var (unit, size) = SizeUnits.Where(u => !u.Unit.Contains('i', StringComparison.Ordinal)).OrderByDescending(u => u.Bytes).First(u => bytes % u.Bytes == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
    }

    static bool Digits(string text, out long value)
    {
        value = 0;
        return text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
