using System.Diagnostics.CodeAnalysis;
using System.Xml;

namespace IntegrationHub.AdapterKit;

/// <summary>The clock of a vendor that writes local time without a zone. It errs on the side of reading too much, never too little.</summary>
/// <remarks>
/// On the autumn night an hour's labels come twice, and a label no longer tells the order of what happened. A bound that was taken from an instant then steps
/// back before that hour, and an instant that was taken from a label is the earlier of the two; what is read twice on that night is harmless.
/// </remarks>
public sealed class LocalClock(TimeZoneInfo zone)
{
    // Wide enough to stand clear of any change of the clocks, narrow enough to meet no other.
    static readonly TimeSpan ClearOfChange = TimeSpan.FromHours(26);

    // After the autumn night's change an hour of labels comes again: those of its first turn are later than those of its second.
    static readonly TimeSpan LabelsComeAgain = TimeSpan.FromHours(2);

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>What the vendor's clock shows at this instant.</summary>
    public DateTime ToLabel(DateTimeOffset instant) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(instant, zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>A lower bound, to be asked for exclusively: earlier than every label that the vendor may give to a later instant.</summary>
    public DateTime ToLowerBound(DateTimeOffset instant)
    {
        var label = ToLabel(instant);
        return ComesTwice(label, out var within) ? StartOfAmbiguity(within) - TimeSpan.FromSeconds(1) : label;
    }

    /// <summary>An upper bound, to be asked for inclusively: no earlier than any label that the vendor may give to this instant or an earlier one.</summary>
    public DateTime ToUpperBound(DateTimeOffset instant) =>
        DateTime.SpecifyKind(instant.UtcDateTime + Larger(zone.GetUtcOffset(instant), zone.GetUtcOffset(instant - LabelsComeAgain)), DateTimeKind.Unspecified);

    /// <summary>An instant at or before every instant that the vendor may have labelled so.</summary>
    public DateTimeOffset FromLabel(DateTime label)
    {
        label = DateTime.SpecifyKind(label, DateTimeKind.Unspecified);
        var offset = ComesTwice(label, out var within) ? zone.GetAmbiguousTimeOffsets(within).Max()
            : zone.IsInvalidTime(label) ? Larger(zone.GetUtcOffset(label - ClearOfChange), zone.GetUtcOffset(label + ClearOfChange))
            : zone.GetUtcOffset(label);

        // A label at the calendar's very beginning has no instant; the earliest there is does as well.
        return label.Ticks < offset.Ticks ? DateTimeOffset.MinValue : new DateTimeOffset(label.Ticks - offset.Ticks, TimeSpan.Zero);
    }

    /// <summary>Reads an <c>xs:dateTime</c> or <c>xs:date</c>, with an offset or without.</summary>
    public bool TryRead([NotNullWhen(true)] string? text, out LocalTime time)
    {
        time = default;
        if (string.IsNullOrWhiteSpace(text)) return false;

        try
        {
            if (CarriesOffset(text.AsSpan().Trim()))
            {
                var instant = XmlConvert.ToDateTimeOffset(text).ToUniversalTime();
                time = new LocalTime(text, ToLabel(instant), instant);
            }
            else
            {
                var label = XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.Unspecified);
                time = new LocalTime(text, label, FromLabel(label));
            }

            return true;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    static bool CarriesOffset(ReadOnlySpan<char> text) => text[^1] == 'Z' || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');

    // Rules that come from zone files end a millisecond before the full hour.
    bool ComesTwice(DateTime label, out DateTime within)
    {
        within = label;
        if (zone.IsAmbiguousTime(label)) return true;
        if (label.Ticks < TimeSpan.TicksPerMillisecond) return false;

        within = label - TimeSpan.FromMilliseconds(1);
        return zone.IsAmbiguousTime(within);
    }

    // The rules do not tell when the hour begins in a form that is the same on all systems; so it is found by halving, to the second.
    DateTime StartOfAmbiguity(DateTime within)
    {
        var (clear, inside) = (within - ClearOfChange, within);
        while (inside - clear > TimeSpan.FromTicks(1))
        {
            var middle = clear + (inside - clear) / 2;
            if (zone.IsAmbiguousTime(middle)) inside = middle;
            else clear = middle;
        }

        return new DateTime((inside.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
    }

    static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <summary>A time as a vendor wrote it.</summary>
/// <param name="Text">The vendor's own text, to be sent back as it is.</param>
/// <param name="Label">What the vendor's clock showed: the order the vendor sorts by.</param>
/// <param name="Instant">The earliest instant it can mean.</param>
public readonly record struct LocalTime(string Text, DateTime Label, DateTimeOffset Instant);
