using System.Globalization;
using IntegrationHub.Adapters.Tests.Systems;
using static IntegrationHub.Adapters.Tests.EasitGo.ScriptedEasit;

namespace IntegrationHub.Adapters.Tests.EasitGo;

/// <summary>What the hub expects of an adapter, of Easit GO's matters by files alone.</summary>
public sealed class EasitConformanceTests() : AdapterConformance(new EasitSubject());

sealed class EasitSubject : ShippedStreamSubject
{
    public override string StreamFile => "mappings/easit-go/easit-go-cases.stream.yaml";

    public override string Mapping => "mappings/easit-go/easit-go-cases.mapping.yaml";

    public override string Readme => "mappings/easit-go/README.md";

    public override string Page => "mappings/easit-go/CONFORMANCE.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads, Capability.TellsTotal];

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"{@case.Number}:2");

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = new Uri(vendor, "integration-api").ToString(), ["key"] = Key, ["view"] = View,
    };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) => ScriptedEasit.Answer(call, cases.All.Select(c => new EasitItem(c.Number, c.ChangedAt, Item(c))), cases.PageSize, cases.Total);

    static string Item(VendorCase c)
    {
        string[] properties =
        [
            Property("Id", $"2026-{c.Number:0000}"), Property("Huvudobjekt", "", "null:2"), Property("Rubrik", c.Text), Property("Status", c.Closed ? "Löst" : "Pågående", c.Closed ? "148:1" : "117:1"),
            Property("Kategori_1", "Gata och park", "178:1"), Property("Anmälare", c.Person?.Name), Property("Personnummer", c.Person?.PersonalNumber), Property("Telefon", c.Person?.Phone),
            Property("E-post", c.Person?.Email), Property("Beskrivning", c.Person?.Address), Time("Starttid", c.OpenedAt),
            c.Broken ? Property("Uppdaterad", "nyss", "nyss") : Time("Uppdaterad", c.ChangedAt), Property("Lösning", "", "null:1"), Property("Lösning", ""),
        ];
        return $$"""{"property":[{{string.Join(',', properties)}}],"attachment":[],"amount":{{c.Amount}},"id":"{{c.Number}}:2"}""";
    }
}
