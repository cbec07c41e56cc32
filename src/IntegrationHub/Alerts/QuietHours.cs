using IntegrationHub.Scheduling;

namespace IntegrationHub.Alerts;

/// <summary>When only urgent alerts are told, by the clock of the municipality. They may go over midnight.</summary>
/// <param name="From">When they begin.</param>
/// <param name="Until">When they end.</param>
/// <param name="Zone">Whose clock.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly Until, TimeZoneInfo Zone)
{
    /// <summary>Whether it is quiet.</summary>
    public bool Hold(DateTimeOffset now)
    {
        var clock = TimeOnly.FromDateTime(ZoneTimes.Local(now, Zone));
        return From <= Until ? clock >= From && clock < Until : clock >= From || clock < Until;
    }
}
