using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>What the hub expects of an adapter, of Open311's reports over JSON.</summary>
public sealed class Open311ConformanceTests() : AdapterConformance(new Open311Subject(RecordFormat.Json));

/// <summary>The same over XML.</summary>
public sealed class Open311XmlConformanceTests() : AdapterConformance(new Open311Subject(RecordFormat.Xml));

/// <summary>An Open311 server: reports by the time they came in, newest first and never more than its limit, and by their numbers as they are now.</summary>
sealed class Open311Subject(RecordFormat format) : HttpSubject, IWriteSubject
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override IAdapter Adapter { get; } = new Open311Adapter();

    public override ReadStrategy Strategy => ReadStrategy.Windowed;

    public override string Mapping => "mappings/open311/fault-reports.mapping.yaml";

    public override string Readme => "adapters/IntegrationHub.Adapters.Open311/README.md";

    public override string Page => $"adapters/IntegrationHub.Adapters.Open311/CONFORMANCE{(IsXml ? "-XML" : "")}.md";

    public override string Part => IsXml ? "reports over XML" : "reports over JSON";

    // As the head of the mapping file says.
    public override string ChangeMapping(string text) => IsXml ? text.Replace("  format: json\n", "  format: xml\n", StringComparison.Ordinal) : text;

    public override string Reading => "from: 2026-02-01T00:00:00+01:00\nlookback: 1h\nwindow:\n  rows: 20";

    public override int PageSize => 30;

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads];

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"{@case.Number}");

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = new Uri(vendor, "open311/v2").ToString(), ["apiKey"] = "the key that the city gave out", ["maxRows"] = "30", ["format"] = IsXml ? "xml" : "json",
    };

    bool IsXml => format == RecordFormat.Xml;

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        IEnumerable<VendorCase> rows;
        if (call.Query.TryGetValue("service_request_id", out var numbers))
        {
            rows = numbers.Split(',').Select(n => int.TryParse(n, CultureInfo.InvariantCulture, out var number) ? cases.Find(number) : null).OfType<VendorCase>();
        }
        else
        {
            if (!TryRead(call, "start_date", out var from) || !TryRead(call, "end_date", out var until)) return WithoutTimes;

            var inWindow = cases.CameIn(from, until);
            rows = (cases.Unsorted ? inWindow : inWindow.Reverse()).Take(30);
        }

        return IsXml
            ? VendorAnswer.Xml($"<?xml version=\"1.0\" encoding=\"utf-8\"?><service_requests>{string.Concat(rows.Select(XmlRow))}</service_requests>")
            : VendorAnswer.Json($"[{string.Join(',', rows.Select(Row))}]");
    }

    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; } = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
    {
        [WriteKind.Note] = new Dictionary<string, string> { ["internalOnly"] = "true" },
        [WriteKind.Message] = new Dictionary<string, string> { ["status"] = "open" },
        [WriteKind.Status] = new Dictionary<string, string>(),
        [WriteKind.Create] = new Dictionary<string, string> { ["serviceCode"] = "006", ["listedAtOnce"] = "true" },
    };

    public IWritableVendor CreateVendor(TimeProvider clock) => new Open311Desk(format, clock);

    public WriteCommand Complete(WriteCommand command) => command.Kind switch
    {
        WriteKind.Status => command with { Status = "in_progress" },
        WriteKind.Create => command with { Fields = new Dictionary<string, string> { ["lat"] = "62.39", ["long"] = "17.31" } },
        _ => command,
    };

    VendorAnswer WithoutTimes => IsXml
        ? VendorAnswer.Xml("<errors><error><code>400</code><description>start_date and end_date must be times</description></error></errors>", 400)
        : VendorAnswer.Json("""[{"code":400,"description":"start_date and end_date must be times"}]""", 400);

    internal static bool TryRead(VendorCall call, string name, out DateTimeOffset at) =>
        DateTimeOffset.TryParse(call.Query.GetValueOrDefault(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);

    static string Row(VendorCase c) =>
        $$"""
        {"service_request_id":{{c.Number}},"status":"{{(c.Closed ? "closed" : "open")}}","service_name":"Gatubelysning","service_code":"006","description":{{JsonSerializer.Serialize(c.Text, Plain)}},
        "requested_datetime":"{{(c.Broken ? "yesterday" : Time(c.OpenedAt))}}","updated_datetime":"{{(c.Broken ? "today" : Time(c.ChangedAt))}}","lat":{{c.Amount}},"long":17.6
        {{(c.Person is { } p ? $",\"first_name\":\"{p.Name}\",\"last_name\":\"{p.PersonalNumber}\",\"phone\":\"{p.Phone}\",\"email\":\"{p.Email}\",\"address\":\"{p.Address}\"" : "")}}}
        """;

    static string XmlRow(VendorCase c) =>
        $"""
        <request><service_request_id>{c.Number}</service_request_id><status>{(c.Closed ? "closed" : "open")}</status><service_name>Gatubelysning</service_name><service_code>006</service_code>
        <description>{new XText(c.Text)}</description><requested_datetime>{(c.Broken ? "yesterday" : Time(c.OpenedAt))}</requested_datetime>
        <updated_datetime>{(c.Broken ? "today" : Time(c.ChangedAt))}</updated_datetime><lat>{c.Amount}</lat><long>17.6</long>
        {(c.Person is { } p ? $"<first_name>{p.Name}</first_name><last_name>{p.PersonalNumber}</last_name><phone>{p.Phone}</phone><email>{p.Email}</email><address>{p.Address}</address>" : "")}</request>
        """;

    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
