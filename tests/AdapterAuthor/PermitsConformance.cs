using System.Globalization;
using System.Text.Json;
using IntegrationHub.Sources;
using IntegrationHub.Testing;

public sealed class PermitsConformance() : AdapterConformance(new PermitsSubject());

sealed class PermitsSubject : HttpSubject
{
    public override IAdapter Adapter { get; } = new PermitsAdapter();
    public override ReadStrategy Strategy => ReadStrategy.Cursor;
    public override string Mapping => "mappings/permits.mapping.yaml";
    public override string Readme => "mappings/README.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.VendorPages, Capability.OrderedRecords, Capability.CompleteReads];

    public override string KeyOf(VendorCase @case) => $"P-{@case.Number}";

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = new Uri(vendor, "api").ToString(), ["key"] = "the key that the vendor gave out",
    };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (!call.Headers.ContainsKey("X-Key")) return VendorAnswer.Only(401);

        var rows = cases.Changed(after: Time(call.Query.GetValueOrDefault("after")), until: Time(call.Query.GetValueOrDefault("until")));
        return cases.Page(rows, call.Query.GetValueOrDefault("page")) is { } page
            ? VendorAnswer.Json($$"""{"cases":[{{string.Join(',', page.Rows.Select(Row))}}],"next":{{(page.Next is null ? "null" : $"\"{page.Next}\"")}}}""")
            : VendorAnswer.Json("""{"error":"there is no such page"}""", 400);
    }

    static string Row(VendorCase c) =>
        $$"""
        {"id":"P-{{c.Number}}","rev":{{c.Revision}},"status":"{{(c.Broken ? "nonsense" : c.Closed ? "closed" : "open")}}","changed":"{{c.ChangedAt:O}}",
        "title":{{JsonSerializer.Serialize(c.Text)}},"fee":{{c.Amount}},"name":{{JsonSerializer.Serialize(c.Person?.Name)}},"number":{{JsonSerializer.Serialize(c.Person?.PersonalNumber)}}}
        """;

    static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
