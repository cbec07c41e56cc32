using System.Globalization;

namespace IntegrationHub.Mapping.Values;

/// <summary>A date and time as a source wrote it, with its offset if it told one.</summary>
internal readonly record struct WrittenTime(DateTime Local, TimeSpan? Offset);

/// <summary>Reads and writes ISO 8601 dates and times. Written by hand because it is on the way of every record: the framework's general parser takes ten times as long.</summary>
internal static class IsoTime
{
    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || !TryReadDay(text, out var day)) return false;

        date = DateOnly.FromDateTime(day);
        return true;
    }

    /// <summary><c>yyyy-MM-ddTHH:mm[:ss[.fraction]][Z|±HH[:mm]]</c>, also with a space for the T.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> text, out WrittenTime time)
    {
        time = default;
        if (text.Length < 16 || !TryReadDay(text, out var date)) return false;
        if (text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')) return false;
        if (!Two(text, 11, out var hour) || text[13] != ':' || !Two(text, 14, out var minute) || hour > 23 || minute > 59) return false;

        var at = 16;
        var ticks = 0L;
        if (at < text.Length && text[at] == ':')
        {
            if (!Two(text, at + 1, out var second) || second > 59) return false;
            ticks = second * TimeSpan.TicksPerSecond;
            at += 3;
            if (at < text.Length && text[at] is (byte)'.' or (byte)',')
            {
                var digits = 0;
                var unit = TimeSpan.TicksPerSecond / 10;
                for (at++; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++, digits++, unit /= 10) ticks += (text[at] - '0') * unit;
                if (digits == 0) return false;
            }
        }

        if (!TryReadOffset(text[at..], out var offset)) return false;

        time = new WrittenTime(new DateTime(date.Ticks + (((hour * 60L) + minute) * TimeSpan.TicksPerMinute) + ticks), offset);
        return true;
    }

    /// <summary><c>yyyy-MM-ddTHH:mm:ss[.fraction]±HH:mm</c>.</summary>
    public static string Write(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    static bool TryReadOffset(ReadOnlySpan<byte> text, out TimeSpan? offset)
    {
        offset = null;
        if (text.IsEmpty) return true;
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z')
        {
            offset = TimeSpan.Zero;
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || !Two(text, 1, out var hours)) return false;
        var minutes = 0;
        var hasMinutes = text.Length switch
        {
            3 => true,
            5 => Two(text, 3, out minutes),
            6 => text[3] == ':' && Two(text, 4, out minutes),
            _ => false,
        };
        if (!hasMinutes || minutes > 59 || hours > 14 || (hours == 14 && minutes > 0)) return false;

        var total = (hours * 60) + minutes;
        offset = TimeSpan.FromMinutes(text[0] == '-' ? -total : total);
        return true;
    }

    static bool TryReadDay(ReadOnlySpan<byte> text, out DateTime date)
    {
        date = default;
        if (text[4] != '-' || text[7] != '-' || !Two(text, 0, out var century) || !Two(text, 2, out var year) || !Two(text, 5, out var month) || !Two(text, 8, out var day)) return false;

        year += century * 100;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateTime(year, month, day);
        return true;
    }

    static bool Two(ReadOnlySpan<byte> text, int at, out int value)
    {
        value = 0;
        if (at + 1 >= text.Length) return false;
        var high = text[at] - '0';
        var low = text[at + 1] - '0';
        value = (high * 10) + low;
        return (uint)high <= 9 && (uint)low <= 9;
    }
}
