using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>What the hub expects of an adapter, of Open311's updates.</summary>
public sealed class Open311UpdatesConformanceTests() : AdapterConformance(new Open311UpdatesSubject());

/// <summary>An Open311 server with the extension for updates: by the time they were made, newest first and never more than its limit. One that is corrected carries the time of that.</summary>
sealed class Open311UpdatesSubject : HttpSubject, IEventSubject
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override IAdapter Adapter { get; } = new Open311Adapter();

    public override ReadStrategy Strategy => ReadStrategy.Windowed;

    public override string Mapping => "mappings/open311/fault-report-updates.mapping.yaml";

    public override string Readme => "adapters/IntegrationHub.Adapters.Open311/README.md";

    public override string Page => "adapters/IntegrationHub.Adapters.Open311/CONFORMANCE-UPDATES.md";

    public override string Part => "updates";

    public override string Reading => "from: 2026-02-01T00:00:00+01:00\nlookback: 1d\nwindow:\n  rows: 20";

    public override int PageSize => 30;

    // Everything can be read again, for what was let in late; nothing leaves by it.
    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads];

    public bool Corrects => true;

    public string CaseOf(VendorCase happening) => string.Create(CultureInfo.InvariantCulture, $"{1 + happening.Number % 3}");

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"u-{@case.Number}");

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = new Uri(vendor, "open311/v2").ToString(), ["apiKey"] = "the key that the city gave out", ["maxRows"] = "30", ["reads"] = "updates",
    };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Path != "/open311/v2/servicerequestupdates.json") return VendorAnswer.Only(404);
        if (!Open311Subject.TryRead(call, "start_date", out var from) || !Open311Subject.TryRead(call, "end_date", out var until))
            return VendorAnswer.Json("""[{"code":400,"description":"start_date and end_date must be times"}]""", 400);

        var inWindow = cases.All.Where(u => u.ChangedAt >= from && u.ChangedAt <= until);
        return VendorAnswer.Json($"[{string.Join(',', (cases.Unsorted ? inWindow : inWindow.Reverse()).Take(30).Select(Row))}]");
    }

    string Row(VendorCase u) =>
        $$"""
        {"update_id":"{{KeyOf(u)}}","service_request_id":"{{CaseOf(u)}}","status":"{{(u.Closed ? "closed" : "open")}}","description":{{JsonSerializer.Serialize(u.Text, Plain)}},
        "updated_datetime":"{{(u.Broken ? "today" : Open311Subject.Time(u.ChangedAt))}}","extras":{"latest_data_only":{{u.Amount}}
        {{(u.Person is { } p ? $",\"assigned_user_email\":\"{p.Email}\",\"detailed_information\":\"{p.Name} {p.PersonalNumber} {p.Phone} {p.Address}\"" : "")}} } }
        """;
}
