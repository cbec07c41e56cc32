using System.Globalization;
using IntegrationHub.Adapters.Sql;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>Permits in a table: what differs between the subjects is the database and how it is asked.</summary>
abstract class PermitRows : DatabaseSubject
{
    public override IAdapter Adapter { get; } = new SqlAdapter();

    public override ReadStrategy Strategy => ReadStrategy.Cursor;

    public override string Mapping => "tests/IntegrationHub.Adapters.Tests/Testing/mappings/permits.mapping.yaml";

    public override string Readme => "adapters/IntegrationHub.Adapters.Sql/README.md";

    public override string Reading => "page:\n  size: 3";

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"P-{@case.Number}");

    public override IReadOnlyCollection<KeyValuePair<string, string>> WrongSettings => [new("connectionString", "no connection string")];

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads];
}
