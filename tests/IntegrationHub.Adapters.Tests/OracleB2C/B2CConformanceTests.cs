using System.Globalization;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.OracleB2C;

/// <summary>What the hub expects of an adapter, of Oracle B2C Service's incidents by files alone.</summary>
public sealed class B2CConformanceTests() : AdapterConformance(new B2CSubject());

sealed class B2CSubject : ShippedStreamSubject
{
    public override string StreamFile => "mappings/oracle-b2c-service/rightnow-incidents.stream.yaml";

    public override string Mapping => "mappings/oracle-b2c-service/rightnow-incidents.mapping.yaml";

    public override string Readme => "mappings/oracle-b2c-service/README.md";

    public override string Page => "mappings/oracle-b2c-service/CONFORMANCE.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads];

    public override string KeyOf(VendorCase @case) => @case.Number.ToString(CultureInfo.InvariantCulture);

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = vendor.ToString(), ["username"] = ScriptedB2C.User, ["password"] = ScriptedB2C.Password,
    };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) => ScriptedB2C.Answer(call, cases.All.Select(Incident), cases.PageSize);

    static Incident Incident(VendorCase c) => new(c.Number, c.ChangedAt, new Dictionary<string, string?>
    {
        ["id"] = c.Number.ToString(CultureInfo.InvariantCulture),
        ["referenceNumber"] = string.Create(CultureInfo.InvariantCulture, $"260301-{c.Number:000000}"),
        ["subject"] = c.Text,
        ["status"] = c.Closed ? "Solved" : "Updated",
        ["statusType"] = c.Closed ? "Solved" : "Unresolved",
        ["createdTime"] = Time(c.OpenedAt),
        ["updatedTime"] = c.Broken ? "nyss" : Time(c.ChangedAt),
        ["closedTime"] = c.Closed ? Time(c.ChangedAt) : null,
        ["queue"] = "Kontaktcenter",
        ["staffGroup"] = "Kontaktcenter",
        ["account"] = "Märta Ågren",
        ["channel"] = "Phone",
        ["category"] = "Gata och park",
        ["firstName"] = c.Person?.Name.Split(' ')[0],
        ["lastName"] = c.Person?.Name.Split(' ')[1],
        ["personalNumber"] = c.Person?.PersonalNumber,
        ["organisation"] = c.Person is { } p ? $"{p.Phone} {p.Email} {p.Address}" : null,
    })
    {
        Odd = ("registryNumber", c.Amount),
    };

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
