using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.Bops;

/// <summary>What the hub expects of an adapter, of BOPS by its stream file.</summary>
public sealed class BopsConformanceTests() : AdapterConformance(new BopsSubject());

/// <summary>BOPS: applications by London's days, page numbers whose end is a number of pages; each application and what its applicant was asked for by its reference.</summary>
sealed class BopsSubject() : NumberedPagesSubject("bops", "bops-applications")
{
    const string Token = "bops_the-token-of-the-hub";

    static readonly LocalClock London = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));

    public override string Reading => "from: 2026-02-01T00:00:00Z\nwindow:\n  dates: true\n  first: 31d\n  max: 366d\n  rows: 20";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.CompleteReads];

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"26-{@case.Number:00000}-HAPP");

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "api/v2").ToString(), ["token"] = Token };

    // What the council waits for is asked for beside each application.
    public override bool AsksForRecords(VendorCall call) => !call.Path.EndsWith("/validation_requests", StringComparison.Ordinal);

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Headers.GetValueOrDefault("Authorization") is not ($"Bearer {Token}" or $"Bearer {Canary.Secret}")) return VendorAnswer.Json("""{"error":{"code":401,"message":"Unauthorized"}}""", 401);

        return call.Path.Split('/')[3..] switch
        {
            ["planning_applications", "search"] => Search(call, cases),
            ["planning_applications", var reference] => Find(cases, reference) is { } c ? VendorAnswer.Json(Application(c)) : NotFound,
            ["planning_applications", var reference, "validation_requests"] => Find(cases, reference) is not null ? VendorAnswer.Json(BopsPages.Listed([], 1, 1, 0)) : NotFound,
            _ => NotFound,
        };
    }

    static VendorAnswer NotFound { get; } = VendorAnswer.Json("""{"error":{"code":404,"message":"Not Found","detail":"Couldn't find PlanningApplication"}}""", 404);

    static VendorAnswer Search(VendorCall call, VendorCases cases)
    {
        var (from, to) = (call.Query.GetValueOrDefault("receivedAtFrom"), call.Query.GetValueOrDefault("receivedAtTo"));
        var rows = cases.All.Where(c => (from is null || string.CompareOrdinal(Day(c.OpenedAt), from) >= 0) && (to is null || string.CompareOrdinal(Day(c.OpenedAt), to) <= 0)).ToList();
        if (!cases.Unsorted) rows = [.. rows.OrderBy(c => c.OpenedAt)];

        return BopsPages.Answer(call, cases, rows, Found);
    }

    static string Found(VendorCase c) =>
        $$$"""{"application":{"type":{"value":"pp.full.householder","description":"planning_permission"},"reference":"26-{{{c.Number:00000}}}-HAPP","receivedAt":"{{{Time(c.OpenedAt)}}}","status":"in_assessment"},"proposal":{"description":"An extension"} }""";

    static string Application(VendorCase c) =>
        $$"""
        {"id":{{c.Number}},"reference":"26-{{c.Number:00000}}-HAPP","reference_in_full":"DEM-26-{{c.Number:00000}}-HAPP","status":"{{(c.Closed ? "determined" : "in_assessment")}}","application_type":"planning_permission",
        "description":{{Json(c.Text)}},"created_at":"{{(c.Broken ? "yesterday" : Time(c.OpenedAt))}}","received_date":"{{(c.Broken ? "yesterday" : Time(c.OpenedAt))}}","in_assessment_at":"{{Time(c.ChangedAt)}}",
        "determined_at":{{(c.Closed ? $"\"{Time(c.ChangedAt)}\"" : "null")}},"payment_amount":{{c.Amount}},"make_public":true,
        "applicant_first_name":{{Json(c.Person?.Name)}},"applicant_last_name":{{Json(c.Person?.PersonalNumber)}},"applicant_email":{{Json(c.Person?.Email)}},"applicant_phone":{{Json(c.Person?.Phone)}},"applicant_address_1":{{Json(c.Person?.Address)}},
        "site":{"address_1":{{Json(c.Person?.Address ?? "11 Abbey Row")}},"address_2":null,"town":"Demodon","county":null,"postcode":"DD1 1AR","uprn":"1","latitude":null,"longitude":null} }
        """;

    static VendorCase? Find(VendorCases cases, string reference) =>
        reference.Split('-') is ["26", var digits, "HAPP"] && int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? cases.Find(number) : null;

    static string Day(DateTimeOffset at) => London.ToLabel(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, London.Zone).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
