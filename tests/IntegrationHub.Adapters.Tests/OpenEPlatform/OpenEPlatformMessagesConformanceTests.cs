using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>What the hub expects of an adapter, of Open ePlatform's messages.</summary>
public sealed class OpenEPlatformMessagesConformanceTests() : AdapterConformance(new OpenEPlatformMessagesSubject());

/// <summary>Open ePlatform with the messages of one family: lists by whole local days, whole and newest first, in ISO-8859-1. A message that was sent stays as it is.</summary>
sealed class OpenEPlatformMessagesSubject : HttpSubject, IEventSubject
{
    const int Family = 110;

    static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    public override IAdapter Adapter { get; } = new OpenEPlatformAdapter();

    public override ReadStrategy Strategy => ReadStrategy.Windowed;

    public override string Mapping => "mappings/open-eplatform/e-service-messages.mapping.yaml";

    public override string Readme => "adapters/IntegrationHub.Adapters.OpenEPlatform/README.md";

    public override string Page => "adapters/IntegrationHub.Adapters.OpenEPlatform/CONFORMANCE-MESSAGES.md";

    public override string Part => "messages";

    public override string Reading => "from: 2026-02-01T00:00:00+01:00\nwindow:\n  dates: true\n  first: 31d\n  max: 366d\npage:\n  size: 5";

    // The platform knows no paging: these are the slices in which the hub takes a list.
    public override int PageSize => 5;

    public override bool AnswersWhole => true;

    public override TimeSpan Resolution => TimeSpan.FromMinutes(1);

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.LocalTime];

    public bool Corrects => false;

    public string CaseOf(VendorCase happening) => string.Create(CultureInfo.InvariantCulture, $"{100 + happening.Number % 3}");

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"message-{@case.Number}");

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = vendor.ToString(), ["username"] = "hub", ["password"] = "the password of the hub's account", ["families"] = $"{Family}", ["reads"] = "messages",
    };

    // The list of e-services is asked for only to tell an empty family from a wrong address.
    public override bool AsksForRecords(VendorCall call) => call.Path.StartsWith("/api/messageapi/", StringComparison.Ordinal);

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Path == "/api/v1/getflows/json") return VendorAnswer.Json($$"""{"Flows":[{"FlowFamilyID":{{Family}}}]}""");
        if (call.Path != $"/api/messageapi/getmessages/family/{Family}") return VendorAnswer.Only(404);

        var (from, to) = (call.Query.GetValueOrDefault("fromDate"), call.Query.GetValueOrDefault("toDate"));
        var found = cases.All.Where(m => (from is null || string.CompareOrdinal(Day(m.OpenedAt), from) >= 0) && (to is null || string.CompareOrdinal(Day(m.OpenedAt), to) <= 0)).ToList();
        if (!cases.Unsorted) found = [.. found.OrderByDescending(m => m.OpenedAt)];
        return VendorAnswer.Of($"<Messages>{string.Concat(found.Select(Row))}</Messages>", "text/xml;charset=ISO-8859-1", encoding: Encoding.Latin1);
    }

    string Row(VendorCase m)
    {
        var poster = m.Person is { } p
            ? $"<poster><userID>507</userID><username>{p.PersonalNumber}</username><firstname>{p.Name.Split(' ')[0]}</firstname><lastname>{p.Name.Split(' ')[1]}</lastname><email>{p.Email}</email></poster>"
            : "";
        return $"""
            <ExternalMessage><postedByManager>true</postedByManager><systemMessage>false</systemMessage><messageID>{m.Number}</messageID><message>{new XText(m.Text)}</message>
            <attachments><ExternalMessageAttachment><attachmentID>1</attachmentID><filename>ritning.pdf</filename><size>{m.Amount}</size></ExternalMessageAttachment></attachments>{poster}
            <added>{(m.Broken ? "en dag" : Minute(m.OpenedAt))}</added><flowInstanceID>{CaseOf(m)}</flowInstanceID></ExternalMessage>
            """;
    }

    static string Day(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Minute(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
