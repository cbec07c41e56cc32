using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Reads how the database holds times.</summary>
static class TimeSection
{
    // As SQLite's own functions write times, and as PostgreSQL reads them.
    const string Sqlite = "yyyy-MM-dd HH:mm:ss";
    const string PostgreSql = "yyyy-MM-dd'T'HH:mm:ss.ffffff";

    public static TimeForm Read(YamlSection times, string? driver, DiagnosticBag diagnostics)
    {
        var zone = TimeZoneInfo.Utc;
        if (times.Text("zone") is { } named && named.Text != "UTC" && !TimeZoneInfo.TryFindSystemTimeZoneById(named.Text, out zone))
        {
            zone = TimeZoneInfo.Utc;
            diagnostics.Error(named.Place, SqlCodes.UnknownZone, $"'{named.Text}' is no time zone; write an IANA name such as Europe/Stockholm");
        }

        var format = times.Text("format");
        var beginning = times.Value<DateTimeOffset>("beginning", ValueSyntax.Moment);
        var isLocal = times.Has("zone");
        times.End();

        var pattern = format?.Text ?? driver switch
        {
            Providers.Sqlite => Sqlite,
            Providers.PostgreSql => isLocal ? PostgreSql : PostgreSql + "'Z'",
            _ => null,
        };
        string? wrong = null;
        var style = pattern is null ? null : TimeStyle.Create(pattern, zone!, out wrong);
        if (wrong is not null) diagnostics.Error(format!.Place, SqlCodes.WrongTime, wrong);
        return new TimeForm(style, new LocalClock(zone!), !isLocal, pattern is "unix" or "unixMs", beginning) { IsInfinite = driver == Providers.PostgreSql && format is null };
    }
}
