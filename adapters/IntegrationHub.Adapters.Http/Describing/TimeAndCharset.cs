using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads how the vendor writes times and letters.</summary>
static class TimeAndCharset
{
    public static (TimeStyle Style, DateTimeOffset? Beginning) Times(YamlSection times, DiagnosticBag diagnostics)
    {
        var zone = TimeZoneInfo.Utc;
        if (times.Text("zone") is { } named && named.Text != "UTC" && !TimeZoneInfo.TryFindSystemTimeZoneById(named.Text, out zone))
        {
            zone = TimeZoneInfo.Utc;
            diagnostics.Error(named.Place, HttpCodes.UnknownZone, $"'{named.Text}' is no time zone; write an IANA name such as Europe/Stockholm");
        }

        var style = TimeStyle.Standard;
        if (times.Text("format") is { } format)
        {
            if (TimeStyle.Create(format.Text, zone!, out var wrong) is { } written) style = written;
            else diagnostics.Error(format.Place, HttpCodes.WrongTime, wrong!);
        }
        else if (times.Has("zone"))
        {
            // A zone without a format: the local time without an offset, as such vendors write it.
            style = TimeStyle.Create("yyyy-MM-dd'T'HH:mm:ss", zone!, out _)!;
        }

        var beginning = times.Value<DateTimeOffset>("beginning", ValueSyntax.Moment);
        times.End();
        return (style, beginning);
    }

    public static Encoding? Charset(YamlSection http, DiagnosticBag diagnostics)
    {
        if (http.Text("charset") is not { } named) return null;
        if (Charsets.TryGet(named.Text, out var encoding)) return encoding;

        var hint = DidYouMean.Hint(named.Text, Charsets.Common);
        diagnostics.Error(named.Place, HttpCodes.UnknownCharset, $"there is no charset '{named.Text}'{(hint.Length > 0 ? hint : $"; for instance {string.Join(", ", Charsets.Common)}")}");
        return null;
    }
}
