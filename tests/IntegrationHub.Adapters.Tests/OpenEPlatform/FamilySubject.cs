using System.Globalization;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>Open ePlatform with one family of e-services, whatever is read of it: lists by whole local days, whole and newest first, in ISO-8859-1.</summary>
abstract class FamilySubject : HttpSubject
{
    protected const int Family = 110;

    protected static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    public override IAdapter Adapter { get; } = new OpenEPlatformAdapter();

    public override ReadStrategy Strategy => ReadStrategy.Windowed;

    public override string Readme => "adapters/IntegrationHub.Adapters.OpenEPlatform/README.md";

    public override string Reading => "from: 2026-02-01T00:00:00+01:00\nwindow:\n  dates: true\n  first: 31d\n  max: 366d\npage:\n  size: 5";

    // The platform knows no paging: these are the slices in which the hub takes a list.
    public override int PageSize => 5;

    public override TimeSpan Resolution => TimeSpan.FromMinutes(1);

    /// <summary>The e-services of the platform.</summary>
    protected static VendorAnswer Flows { get; } = VendorAnswer.Json($$"""{"Flows":[{"FlowFamilyID":{{Family}}}]}""");

    /// <summary>What came in on the days that are asked for.</summary>
    protected static IReadOnlyList<VendorCase> Listed(VendorCall call, VendorCases cases)
    {
        var (from, to) = (call.Query.GetValueOrDefault("fromDate"), call.Query.GetValueOrDefault("toDate"));
        var found = cases.All.Where(c => (from is null || string.CompareOrdinal(Day(c.OpenedAt), from) >= 0) && (to is null || string.CompareOrdinal(Day(c.OpenedAt), to) <= 0));
        return cases.Unsorted ? [.. found] : [.. found.OrderByDescending(c => c.OpenedAt)];
    }

    protected static VendorAnswer Xml(string text) => VendorAnswer.Of(text, "text/xml;charset=ISO-8859-1", encoding: Encoding.Latin1);

    protected static string Minute(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    static string Day(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
