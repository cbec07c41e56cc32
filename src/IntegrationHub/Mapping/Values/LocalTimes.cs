namespace IntegrationHub.Mapping.Values;

/// <summary>What becomes of a local time that does not exist.</summary>
internal enum GapPolicy
{
    /// <summary>It moves forward by the length of the gap.</summary>
    ShiftForward,

    /// <summary>The record is quarantined.</summary>
    Reject,
}

/// <summary>What becomes of a local time that exists twice.</summary>
internal enum FoldPolicy
{
    Earlier,
    Later,
    Reject,
}

/// <summary>Gives local times their offset, by one zone and one policy for the nights when the clock is changed.</summary>
internal sealed class LocalTimes(TimeZoneInfo? zone, bool requireOffset, GapPolicy gap, FoldPolicy fold)
{
    static readonly Failure NoZone = new("IH3203", "the time has no offset and the mapping names no zone; add timezone:");
    static readonly Failure OffsetRequired = new("IH3204", "the time has no offset, and the mapping has requireOffset: true");
    static readonly Failure InGap = new("IH3206", "the local time does not exist: the clock is put forward that night, and the mapping has dst.gap: reject");
    static readonly Failure InFold = new("IH3207", "the local time exists twice: the clock is put back that night, and the mapping has dst.fold: reject");
    static readonly Failure OutOfRange = new("IH3208", "the time is outside the years 1 to 9999");

    // Offsets by day, for the days on which the clock is not changed: day number and minutes in one word, so that threads may share it.
    readonly long[] offsets = new long[1024];

    public TimeZoneInfo? Zone => zone;

    public bool RequiresOffset => requireOffset;

    public Value Resolve(WrittenTime written)
    {
        if (written.Offset is { } offset) return At(written.Local, offset);
        if (requireOffset) return Value.Fail(OffsetRequired);
        if (zone is null) return Value.Fail(NoZone);
        return Resolve(written.Local);
    }

    public Value StartOf(DateOnly date) => zone is null ? Value.Fail(NoZone) : Resolve(date.ToDateTime(default));

    /// <summary>The same moment in the mapping's zone; unchanged when it names none.</summary>
    public DateTimeOffset Local(DateTimeOffset time) => zone is null ? time : TimeZoneInfo.ConvertTime(time, zone);

    /// <summary>A local time in the mapping's zone.</summary>
    public Value Resolve(DateTime local)
    {
        var day = (int)(local.Ticks / TimeSpan.TicksPerDay);
        var entry = Volatile.Read(ref offsets[day & 1023]);
        if (entry >> 16 == day + 1L) return At(local, TimeSpan.FromMinutes((short)entry));

        var midnight = local.Date;
        if (midnight > DateTime.MinValue.AddDays(3) && midnight < DateTime.MaxValue.AddDays(-3))
        {
            var before = zone!.GetUtcOffset(DateTime.SpecifyKind(midnight.AddDays(-1), DateTimeKind.Utc));
            var after = zone.GetUtcOffset(DateTime.SpecifyKind(midnight.AddDays(2), DateTimeKind.Utc));
            if (before == after && before.Ticks % TimeSpan.TicksPerMinute == 0)
            {
                Volatile.Write(ref offsets[day & 1023], ((day + 1L) << 16) | (ushort)(short)before.TotalMinutes);
                return At(local, before);
            }
        }

        return ResolveByRules(local);
    }

    Value ResolveByRules(DateTime local)
    {
        if (zone!.IsInvalidTime(local))
        {
            if (gap == GapPolicy.Reject) return Value.Fail(InGap);
            var before = zone.GetUtcOffset(local.AddDays(-1));
            var after = zone.GetUtcOffset(local.AddDays(1));
            return At(local + (after - before), after);
        }

        if (!zone.IsAmbiguousTime(local)) return At(local, zone.GetUtcOffset(local));
        if (fold == FoldPolicy.Reject) return Value.Fail(InFold);

        // The earlier of the two moments is the one with the greater offset.
        var both = zone.GetAmbiguousTimeOffsets(local);
        return At(local, fold == FoldPolicy.Earlier ? both.Max() : both.Min());
    }

    static Value At(DateTime local, TimeSpan offset)
    {
        // Historical offsets have seconds that a DateTimeOffset cannot carry.
        var whole = new TimeSpan(offset.Ticks - (offset.Ticks % TimeSpan.TicksPerMinute));
        var utc = local.Ticks - whole.Ticks;
        return utc < 0 || utc > DateTime.MaxValue.Ticks ? Value.Fail(OutOfRange) : Value.OfTime(local.Ticks, whole.Ticks);
    }
}
