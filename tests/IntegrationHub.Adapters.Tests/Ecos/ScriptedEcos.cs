using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Adapters.Tests.Ecos;

/// <summary>A case of Ecos.</summary>
/// <param name="Id">Its guid.</param>
/// <param name="Status">The id of its status.</param>
/// <param name="StatusAt">When the status was set.</param>
/// <param name="Content">What stands inside GetCaseResult, with the prefixes a and i.</param>
sealed record EcosCase(string Id, string Status, DateTimeOffset StatusAt, string Content);

/// <summary>The service MinutMiljo: cases by status, and each by its guid. Local time without an offset.</summary>
static partial class ScriptedEcos
{
    public const string UnderWay = "5b0c1d2e-1111-4000-8000-000000000001";
    public const string Ended = "5b0c1d2e-1111-4000-8000-000000000002";
    public const string Discontinued = "5b0c1d2e-1111-4000-8000-000000000003";
    public const string Annulled = "5b0c1d2e-1111-4000-8000-000000000004";

    const string Service = "urn:Ecos.API.MinutMiljo.Service.V1";
    const string Action = $"{Service}/IMinutMiljoService/";

    static readonly XNamespace Data = "urn:Ecos.API.MinutMiljo.DataContracts.V1";
    static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";
    static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    public static XDocument Parse(string xml)
    {
        using var reader = XmlReaders.Create(Encoding.UTF8.GetBytes(xml));
        return XDocument.Load(reader);
    }

    /// <summary>What it answers.</summary>
    public static VendorAnswer Answer(VendorCall call, IEnumerable<EcosCase> cases)
    {
        if (call.Path != "/Ecos2PublicServices/MinutMiljoService.svc" || call.Method != "POST") return VendorAnswer.Only(404);

        var asked = Parse(call.Body);
        return call.Headers.GetValueOrDefault("SOAPAction")?.Trim('"') switch
        {
            $"{Action}SearchCase" => Search(asked, cases),
            $"{Action}GetCase" => Get(asked, cases),
            _ => Fault("a:ActionNotSupported", "The message cannot be processed at the receiver."),
        };
    }

    static VendorAnswer Search(XDocument asked, IEnumerable<EcosCase> cases)
    {
        var filters = asked.Descendants(Data + "FilterSvcDto").Where(f => ((string?)f.Attribute(Instance + "type"))?.EndsWith(":CaseStatusFilterSvcDto", StringComparison.Ordinal) == true).ToList();
        if (filters.Count == 0 || filters.Any(f => !Time().IsMatch((string?)f.Element(Data + "CaseStatusFromDate") ?? "") || !Guid.TryParse((string?)f.Element(Data + "CaseStatusId"), out _)))
            return Fault("a:DeserializationFailed", "The formatter threw an exception while trying to deserialize the message.");

        var found = cases.Where(c => filters.Any(f => (string?)f.Element(Data + "CaseStatusId") == c.Status && string.CompareOrdinal(Label(c.StatusAt), (string?)f.Element(Data + "CaseStatusFromDate")) >= 0));
        var rows = found.Select(c => $"<a:SearchCaseResultSvcDto><a:CaseId>{c.Id}</a:CaseId><a:CaseNumber>MK-1</a:CaseNumber><a:CaseSubtitleFree/></a:SearchCaseResultSvcDto>");
        return Envelope($"""<SearchCaseResponse xmlns="{Service}"><SearchCaseResult xmlns:a="{Data}">{string.Concat(rows)}</SearchCaseResult></SearchCaseResponse>""");
    }

    static VendorAnswer Get(XDocument asked, IEnumerable<EcosCase> cases)
    {
        XNamespace service = Service;
        var id = (string?)asked.Descendants(service + "caseId").SingleOrDefault();
        if (!Guid.TryParse(id, out _)) return Fault("a:DeserializationFailed", "The formatter threw an exception while trying to deserialize the message.");

        // A case that there is not is nothing, and no fault.
        return cases.FirstOrDefault(c => c.Id == id) is { } found
            ? Envelope($"""<GetCaseResponse xmlns="{Service}"><GetCaseResult xmlns:a="{Data}" xmlns:i="{Instance}">{found.Content}</GetCaseResult></GetCaseResponse>""")
            : Envelope($"""<GetCaseResponse xmlns="{Service}"><GetCaseResult xmlns:a="{Data}" xmlns:i="{Instance}" i:nil="true"/></GetCaseResponse>""");
    }

    /// <summary>An occurrence.</summary>
    public static string Occurrence(string id, DateTimeOffset at, string text) => Occurrence(id, Clock.ToLabel(at).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture), text);

    /// <summary>An occurrence whose time is written as it is given.</summary>
    public static string Occurrence(string id, string at, string text) =>
        $"<a:OccurrenceListItemSvcDto><a:Documents/><a:OccurrenceDate>{at}</a:OccurrenceDate><a:OccurrenceDescription>{new XText(text)}</a:OccurrenceDescription><a:OccurrenceId>{id}</a:OccurrenceId></a:OccurrenceListItemSvcDto>";

    /// <summary>What its clock on the wall shows.</summary>
    public static string Label(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    static VendorAnswer Fault(string code, string text) => VendorAnswer.Xml(Wrap($"<s:Fault><faultcode xmlns:a='http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher'>{code}</faultcode><faultstring xml:lang='sv-SE'>{text}</faultstring></s:Fault>"), 500);

    static VendorAnswer Envelope(string body) => VendorAnswer.Xml(Wrap(body));

    static string Wrap(string body) => $"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{body}</s:Body></s:Envelope>""";

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?$")]
    private static partial Regex Time();
}
