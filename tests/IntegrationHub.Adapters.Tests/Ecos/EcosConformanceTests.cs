using System.Globalization;
using System.Xml.Linq;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.Ecos;

/// <summary>What the hub expects of an adapter, of Ecos' cases by files alone.</summary>
public sealed class EcosConformanceTests() : AdapterConformance(new EcosSubject());

sealed class EcosSubject : ShippedStreamSubject
{
    public override string StreamFile => "mappings/ecos/ecos-cases.stream.yaml";

    public override string Mapping => "mappings/ecos/ecos-cases.mapping.yaml";

    public override string Readme => "mappings/ecos/README.md";

    public override string Page => "mappings/ecos/CONFORMANCE.md";

    // So small that every answer is handed over in parts.
    public override string Reading => base.Reading.Replace("size: 100", "size: 2", StringComparison.Ordinal);

    // A case that was made by mistake says so in its last occurrence.
    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.AnnouncesDeletes, Capability.CompleteReads, Capability.LocalTime];

    public override string KeyOf(VendorCase @case) => Guid(@case.Number);

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = new Uri(vendor, "Ecos2PublicServices").ToString(), ["username"] = "ihub", ["password"] = "the password of the account", ["underWay"] = ScriptedEcos.UnderWay,
        ["ended"] = ScriptedEcos.Ended, ["discontinued"] = ScriptedEcos.Discontinued, ["annulled"] = ScriptedEcos.Annulled,
    };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) => ScriptedEcos.Answer(call, cases.All.Select(Case));

    static EcosCase Case(VendorCase c)
    {
        var occurrences = ScriptedEcos.Occurrence(Guid(1000), c.OpenedAt, "Anmälan")
            + (c.Broken ? ScriptedEcos.Occurrence(Guid(1001), "i tisdags", "Bekräftelse") : "")
            + (c.Closed ? ScriptedEcos.Occurrence(Guid(1002), c.ChangedAt, "Avslut") : "")
            + (c.Deleted ? ScriptedEcos.Occurrence(Guid(1003), c.ChangedAt, "Makulering") : "");
        var content = $"""
            <a:CaseId>{Guid(c.Number)}</a:CaseId><a:CaseNumber>MK-2026-{c.Number}</a:CaseNumber><a:CaseSubtitle>{c.Person?.Name} {c.Person?.PersonalNumber}</a:CaseSubtitle><a:CaseSubtitleFree>{new XText(c.Text)}</a:CaseSubtitleFree>
            <a:Documents><a:DocumentListItemSvcDto><a:Note>{c.Amount}</a:Note></a:DocumentListItemSvcDto></a:Documents><a:EstateAddress>{c.Person?.Address}</a:EstateAddress>
            <a:EstateDesignation>{c.Person?.Phone} {c.Person?.Email}</a:EstateDesignation><a:Occurrences>{occurrences}</a:Occurrences><a:ProcessTypeName>Anmälan om värmepump</a:ProcessTypeName>
            """;
        return new EcosCase(Guid(c.Number), c.Deleted ? ScriptedEcos.Annulled : c.Closed ? ScriptedEcos.Ended : ScriptedEcos.UnderWay, c.ChangedAt, content);
    }

    static string Guid(int number) => string.Create(CultureInfo.InvariantCulture, $"5b0c1d2e-0000-4000-8000-{number:000000000000}");
}
