using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.SupportManagement;

/// <summary>What the hub expects of an adapter, of support-management by its stream file.</summary>
public sealed partial class SupportManagementConformanceTests() : AdapterConformance(new SupportManagementSubject());

/// <summary>Support-management behind its gateway: a token by client credentials, a filter language, Spring's pages from 0.</summary>
sealed partial class SupportManagementSubject() : NumberedPagesSubject("support-management", "support-errands")
{
    const string Secret = "the secret of the hub's client";

    const string Granted = "MTQ0NjJkZmQ5OTM2NDE1ZTZjNGZmZjI3";

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads, Capability.TellsTotal];

    public override string KeyOf(VendorCase @case) => Id(@case.Number);

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = new Uri(vendor, "support-management/15.0/2281/CONTACTCENTER").ToString(), ["tokenUrl"] = new Uri(vendor, "token").ToString(), ["clientId"] = "hub", ["clientSecret"] = Secret,
    };

    public override bool AsksForRecords(VendorCall call) => call.Path != "/token";

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Path == "/token") return Token(call);
        if (call.Headers.GetValueOrDefault("Authorization") != $"Bearer {Granted}") return VendorAnswer.Json("""{"fault":{"code":900901,"message":"Invalid Credentials"}}""", 401);

        return call.Path.Split('/')[5..] switch
        {
            ["errands"] => List(call, cases),
            ["errands", var id] => cases.All.FirstOrDefault(c => Id(c.Number) == id) is { } c ? VendorAnswer.Json(Errand(c)) : Problem(404, "Not Found"),
            _ => Problem(404, "Not Found"),
        };
    }

    static VendorAnswer Token(VendorCall call) =>
        call.Headers.GetValueOrDefault("Authorization") is { } basic && ((string[])[Secret, Canary.Secret]).Any(s => basic == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"hub:{Uri.EscapeDataString(s)}"))}") && call.Body.Contains("grant_type=client_credentials", StringComparison.Ordinal)
            ? VendorAnswer.Json($$"""{"access_token":"{{Granted}}","token_type":"Bearer","expires_in":3600}""")
            : VendorAnswer.Json("""{"error":"invalid_client"}""", 401);

    static VendorAnswer List(VendorCall call, VendorCases cases)
    {
        var since = DateTimeOffset.MinValue;
        if (call.Query.TryGetValue("filter", out var filter))
        {
            // The language's one sentence that the stream file speaks; another is a bad request, as any mistake in it is.
            if (Touched().Match(filter) is not { Success: true } asked || !DateTimeOffset.TryParse(asked.Groups[1].Value, CultureInfo.InvariantCulture, out since)) return Problem(400, "Bad Request");
        }

        // Touched is told to the second, and compared as it is stored.
        var rows = cases.All.Where(c => c.ChangedAt > since).ToList();
        if (!cases.Unsorted) rows = [.. rows.OrderBy(c => c.Number)];
        var found = PageOf(call, "page", 0, rows, cases) ?? (cases.Trouble == PagingTrouble.RoundAndRound ? cases.Page(rows, null) : null);
        return found is { } page
            ? VendorAnswer.Json($$"""{"content":[{{string.Join(',', page.Rows.Select(Errand))}}],"last":{{(page.Next is null ? "true" : "false")}},"totalElements":{{cases.Total(rows.Count)}},"totalPages":1,"first":false,"size":100,"number":{{call.Query["page"]}},"numberOfElements":{{page.Rows.Count}},"empty":false}""")
            : VendorAnswer.Json($$"""{"content":[],"last":true,"totalElements":{{cases.Total(rows.Count)}},"totalPages":1,"first":false,"size":100,"number":{{call.Query["page"]}},"numberOfElements":0,"empty":true}""");
    }

    static string Errand(VendorCase c) =>
        $$"""
        {"id":"{{Id(c.Number)}}","errandNumber":"KC-{{c.Number:00000000}}","title":"Fråga","priority":"MEDIUM","description":{{Json(c.Text)}},"classification":{"category":"SUPPORT-CASE","type":"OPEN-HOURS"},"status":"{{(c.Closed ? "SOLVED" : "ONGOING")}}",
        "channel":"PHONE","stakeholders":[{{Stakeholder(c.Person)}}],"externalTags":[],"parameters":[{"key":"amount","values":[],"version":{{c.Amount}}}],"suspension":{},"labels":[],
        "created":"{{(c.Broken ? "i går" : Time(c.OpenedAt, "fff"))}}","modified":"{{Time(c.ChangedAt, "fff")}}","touched":"{{Time(c.ChangedAt, "")}}"}
        """;

    static string Stakeholder(CanaryPerson? person) => person is null ? "" :
        $$"""{"externalId":"d7af5f83-166a-468b-ab86-da8ca30ea97c","externalIdType":"PRIVATE","role":"PRIMARY","firstName":{{Json(person.Name)}},"lastName":{{Json(person.PersonalNumber)}},"address":{{Json(person.Address)}},"contactChannels":[{"type":"Email","value":{{Json(person.Email)}}},{"type":"Phone","value":{{Json(person.Phone)}}}],"parameters":[]}""";

    static VendorAnswer Problem(int status, string title) => VendorAnswer.Of($$"""{"title":"{{title}}","status":{{status}},"detail":""}""", "application/problem+json", status);

    static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"3f0e57b2-{number:0000}-4cb8-aa71-537b5805be27");

    static string Time(DateTimeOffset at, string fraction) =>
        TimeZoneInfo.ConvertTime(at, Stockholm).ToString(fraction.Length == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : $"yyyy-MM-dd'T'HH:mm:ss.{fraction}zzz", CultureInfo.InvariantCulture);

    static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    [GeneratedRegex("^touched>'([^']+)'$")]
    private static partial Regex Touched();
}
