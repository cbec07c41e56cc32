using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.AdapterKit;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>The model adapter and its vendor: permits with local times, in pages that the vendor names, and single ones by their number.</summary>
class ModelSubject(Defect defect = Defect.None) : HttpSubject, IWriteSubject
{
    const string Key = "the key that the vendor gave out";

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    public override IAdapter Adapter { get; } = new ModelAdapter(defect);

    public override ReadStrategy Strategy => ReadStrategy.Cursor;

    public override string Mapping => "tests/IntegrationHub.Adapters.Tests/Testing/mappings/permits.mapping.yaml";

    public override string Readme => "tests/IntegrationHub.Adapters.Tests/Testing/mappings/README.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
    [
        Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads, Capability.LocalTime,
    ];

    public IReadOnlyCollection<Waiver> Waived { get; init; } = [];

    public override IReadOnlyCollection<Waiver> Waivers => Waived;

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"P-{@case.Number}");

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "api").ToString(), ["key"] = Key };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Headers.GetValueOrDefault("X-Key") is not (Key or Canary.Secret)) return VendorAnswer.Only(401);
        if (call.Path.StartsWith("/api/cases/", StringComparison.Ordinal))
        {
            return int.TryParse(call.Path["/api/cases/P-".Length..], CultureInfo.InvariantCulture, out var number) && cases.Find(number) is { } found
                ? VendorAnswer.Json(Row(found))
                : VendorAnswer.Json("""{"error":"there is no such case"}""", 404);
        }

        var (after, until) = (call.Query.GetValueOrDefault("after"), call.Query.GetValueOrDefault("until"));
        // This vendor compares what its clock showed, as vendors with local times do.
        var rows = cases.All.Where(c => (after is null || string.CompareOrdinal(Label(c.ChangedAt), after) > 0) && (until is null || string.CompareOrdinal(Label(c.ChangedAt), until) <= 0)).ToList();
        if (!cases.Unsorted) rows = [.. rows.OrderBy(c => Label(c.ChangedAt), StringComparer.Ordinal)];
        return cases.Page(rows, call.Query.GetValueOrDefault("page")) is { } page
            ? VendorAnswer.Json($$"""{"cases":[{{string.Join(',', page.Rows.Select(Row))}}]{{(page.Next is null ? "" : $",\"next\":\"{page.Next}\"")}}}""")
            : VendorAnswer.Json("""{"error":"there is no such page"}""", 400);
    }

    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; } = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
    {
        [WriteKind.Note] = new Dictionary<string, string> { ["tone"] = "kind" },
        [WriteKind.Message] = new Dictionary<string, string>(),
        [WriteKind.Status] = new Dictionary<string, string>(),
    };

    public IWritableVendor CreateVendor(TimeProvider clock) => new ModelDesk(clock);

    public WriteCommand Complete(WriteCommand command) => command.Kind == WriteKind.Status ? command with { Status = "waiting" } : command;

    internal static string Row(VendorCase c) =>
        $$"""{"id":"P-{{c.Number}}","case":"C-{{c.Number % 3}}","rev":{{c.Revision}},"status":"{{(c.Broken ? "nonsense" : c.Deleted ? "gone" : c.Closed ? "closed" : "open")}}","changed":"{{Label(c.ChangedAt)}}","opened":"{{Label(c.OpenedAt)}}","title":{{JsonSerializer.Serialize(c.Text, Plain)}},"amount":{{c.Amount}}{{(c.Person is { } p ? $",\"name\":\"{p.Name}\",\"number\":\"{p.PersonalNumber}\",\"phone\":\"{p.Phone}\"" : "")}}}""";

    internal static string Label(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>The same vendor, whose rows are read as what happened to permits: each belongs to one of three.</summary>
sealed class ModelEventsSubject(Defect defect = Defect.None) : ModelSubject(defect), IEventSubject
{
    public override string Mapping => "tests/IntegrationHub.Adapters.Tests/Testing/mappings/permit-events.mapping.yaml";

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads, Capability.LocalTime];

    public bool Corrects => true;

    public string CaseOf(VendorCase happening) => string.Create(CultureInfo.InvariantCulture, $"C-{happening.Number % 3}");
}
