using System.Globalization;
using System.Xml.Linq;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

/// <summary>What the hub expects of an adapter, of Open ePlatform's messages.</summary>
public sealed class OpenEPlatformMessagesConformanceTests() : AdapterConformance(new OpenEPlatformMessagesSubject());

/// <summary>Open ePlatform with the messages of one family: lists by whole local days, whole and newest first, in ISO-8859-1. A message that was sent stays as it is.</summary>
sealed class OpenEPlatformMessagesSubject : FamilySubject, IEventSubject
{
    public override string Mapping => "mappings/open-eplatform/e-service-messages.mapping.yaml";

    public override string Page => "adapters/IntegrationHub.Adapters.OpenEPlatform/CONFORMANCE-MESSAGES.md";

    public override string Part => "messages";

    public override bool AnswersWhole => true;

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
        if (call.Path == "/api/v1/getflows/json") return Flows;
        if (call.Path != $"/api/messageapi/getmessages/family/{Family}") return VendorAnswer.Only(404);

        return Xml($"<Messages>{string.Concat(Listed(call, cases).Select(Row))}</Messages>");
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
}
