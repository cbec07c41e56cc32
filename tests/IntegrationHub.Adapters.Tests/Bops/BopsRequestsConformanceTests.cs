using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.Bops;

/// <summary>What the hub expects of an adapter, of what councils ask applicants for, by BOPS' stream file.</summary>
public sealed class BopsRequestsConformanceTests() : AdapterConformance(new BopsRequestsSubject());

/// <summary>BOPS' requests to applicants: by the day in London on which they were sent; one that is answered is written anew.</summary>
sealed class BopsRequestsSubject() : NumberedPagesSubject("bops", "bops-requests"), IEventSubject
{
    const string Token = "bops_the-token-of-the-hub";

    static readonly LocalClock London = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));

    public override string Page => "mappings/bops/CONFORMANCE-requests.md";

    public override string Reading => "from: 2026-02-01T00:00:00Z\nlookback: 42d\nwindow:\n  dates: true\n  first: 31d\n  max: 366d\n  rows: 20";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads];

    public bool Corrects => true;

    public string CaseOf(VendorCase happening) => string.Create(CultureInfo.InvariantCulture, $"26-{1 + happening.Number % 3:00000}-HAPP");

    public override string KeyOf(VendorCase @case) => $"OtherChangeValidationRequest {Written(@case)}";

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "api/v2").ToString(), ["token"] = Token };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Headers.GetValueOrDefault("Authorization") is not ($"Bearer {Token}" or $"Bearer {Canary.Secret}")) return VendorAnswer.Json("""{"error":{"code":401,"message":"Unauthorized"}}""", 401);

        var (from, to) = (call.Query.GetValueOrDefault("from_date"), call.Query.GetValueOrDefault("to_date"));
        var rows = cases.All.Where(c => (from is null || string.CompareOrdinal(Day(c.OpenedAt), from) >= 0) && (to is null || string.CompareOrdinal(Day(c.OpenedAt), to) <= 0)).ToList();
        if (!cases.Unsorted) rows = [.. rows.OrderBy(c => c.OpenedAt)];
        return BopsPages.Answer(call, cases, rows, Row);
    }

    string Row(VendorCase c) =>
        $$"""
        {"planning_application":{"reference":"{{CaseOf(c)}}"},"type":"OtherChangeValidationRequest","state":"{{(c.Revision == 1 ? "open" : "closed")}}","post_validation":false,"created_at":"{{Written(c)}}",
        "notified_at":"{{(c.Broken ? "yesterday" : Time(c.OpenedAt))}}","reason":{{Json(c.Text)}},"response_due":"2026-12-31","response":{{Json(c.Person is { } p ? $"{p.Name} {p.PersonalNumber} {p.Phone} {p.Email} {p.Address}" : null)}},
        "rejection_reason":null,"approved":null,"cancel_reason":null,"cancelled_at":null,"closed_at":{{(c.Broken ? "\"today\"" : c.Revision == 1 ? "null" : $"\"{Time(c.ChangedAt)}\"")}},"specific_attributes":{"fee":{{c.Amount}}} }
        """;

    // When it was written, and by what it is known: one a minute.
    static string Written(VendorCase c) => Time(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(c.Number));

    static string Day(DateTimeOffset at) => London.ToLabel(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, London.Zone).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
