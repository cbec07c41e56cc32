using System.Globalization;
using System.Xml.Linq;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>What the hub expects of an adapter, of Open ePlatform's submissions.</summary>
public sealed class OpenEPlatformConformanceTests() : AdapterConformance(new OpenEPlatformSubject());

/// <summary>Open ePlatform with one family of e-services: lists by whole local days, newest first, in ISO-8859-1, and each submission and its status by its number.</summary>
sealed class OpenEPlatformSubject : FamilySubject, IWriteSubject
{
    public override string Mapping => "mappings/open-eplatform/e-service-submissions.mapping.yaml";

    public override string Page => "adapters/IntegrationHub.Adapters.OpenEPlatform/CONFORMANCE.md";

    public override string Part => "submissions";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.CompleteReads, Capability.LocalTime];

    public override string KeyOf(VendorCase @case) => @case.Number.ToString(CultureInfo.InvariantCulture);

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = vendor.ToString(), ["username"] = "hub", ["password"] = "the password of the hub's account", ["families"] = $"{Family}",
    };

    public override IReadOnlyCollection<KeyValuePair<string, string>> WrongSettings => [new("families", "all of them"), new("parallel", "9"), new("username", "a:b")];

    // The list of e-services is asked for only to tell an empty family from a wrong address.
    public override bool AsksForRecords(VendorCall call) => call.Path.StartsWith("/api/instanceapi/", StringComparison.Ordinal);

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        string[] path = [.. call.Path.Split('/').Skip(2)];
        return path switch
        {
            ["v1", "getflows", "json"] => Flows,
            ["instanceapi", "getinstances", "family", "110"] => List(call, cases),
            ["instanceapi", "getinstance", var id, "xml"] => Find(cases, id) is { } c ? Xml(Instance(c)) : VendorAnswer.Only(404),
            ["instanceapi", "getstatus", var id] => Find(cases, id) is { } c ? Xml(Status(c)) : VendorAnswer.Only(404),
            _ => VendorAnswer.Only(404),
        };
    }

    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; } = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
    {
        [WriteKind.Note] = new Dictionary<string, string> { ["userId"] = "kontaktcenter", ["userName"] = "Kontaktcenter" },
        [WriteKind.Message] = new Dictionary<string, string> { ["userId"] = "kontaktcenter" },
        [WriteKind.Status] = new Dictionary<string, string> { ["userId"] = "kontaktcenter" },
    };

    public IWritableVendor CreateVendor(TimeProvider clock) => new PlatformDesk(clock);

    public WriteCommand Complete(WriteCommand command) => command.Kind == WriteKind.Status ? command with { Status = "Under behandling" } : command;

    static VendorAnswer List(VendorCall call, VendorCases cases)
    {
        var found = Listed(call, cases);
        return found.Count == 0 ? VendorAnswer.Only(404) : Xml($"<FlowInstances>{string.Concat(found.Select(Row))}</FlowInstances>");
    }

    static string Row(VendorCase c) =>
        $"<FlowInstance><flowInstanceID>{c.Number}</flowInstanceID><added>{Minute(c.OpenedAt)}</added><lastStatusChange>{Minute(c.ChangedAt)}</lastStatusChange><flowFamilyID>{Family}</flowFamilyID></FlowInstance>";

    static string Instance(VendorCase c)
    {
        var owner = c.Person is { } p ? $"<Owner><Firstname>{p.Name.Split(' ')[0]}</Firstname><Lastname>{p.Name.Split(' ')[1]}</Lastname><Email>{p.Email}</Email></Owner>" : "";
        var person = c.Person is { } who ? $"<clientPrivate><SocialSecurityNumber>{who.PersonalNumber}</SocialSecurityNumber><Phone>{who.Phone}</Phone><Address>{who.Address}</Address></clientPrivate>" : "";
        return $"""
            <FlowInstance xmlns="http://www.oeplatform.org/version/2.0/schemas/flowinstance"><Header><Flow><FamilyID>{Family}</FamilyID><FlowID>1</FlowID><Name>Ansökan</Name></Flow>
            <FlowInstanceID>{c.Number}</FlowInstanceID><Status><ID>{(c.Closed ? 9 : 7)}</ID><Name>{(c.Closed ? "Klart" : "Inskickat")}</Name></Status>{owner}
            <Posted>{(c.Broken ? "en dag" : Clock.ToLabel(c.OpenedAt).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture))}</Posted></Header>
            <Values><matter><Value>{new XText(c.Text)}</Value></matter><area><Value>{c.Amount}</Value></area>{person}</Values></FlowInstance>
            """;
    }

    static string Status(VendorCase c) =>
        $"<Status><statusID>{(c.Closed ? 9 : 7)}</statusID><name>{(c.Closed ? "Klart" : "Inskickat")}</name><contentType>{(c.Closed ? "ARCHIVED" : "SUBMITTED")}</contentType></Status>";

    static VendorCase? Find(VendorCases cases, string id) => int.TryParse(id, CultureInfo.InvariantCulture, out var number) ? cases.Find(number) : null;
}
