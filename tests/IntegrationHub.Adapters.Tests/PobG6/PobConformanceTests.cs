using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.PobG6;

/// <summary>What the hub expects of an adapter, of POB G6 by its stream file.</summary>
public sealed class PobConformanceTests() : AdapterConformance(new PobSubject());

/// <summary>POB G6: the bare key, everything that the filter gives in one answer, one case by its number; every value a text, times local.</summary>
sealed class PobSubject() : NumberedPagesSubject("pob-g6", "pob-cases")
{
    const string Key = "the key of the hub";

    static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.UnsortedRows, Capability.AnnouncesDeletes, Capability.CompleteReads, Capability.LocalTime];

    // What the filter gives comes in one answer.
    public override bool AnswersWhole => true;

    public override string KeyOf(VendorCase @case) => @case.Number.ToString(CultureInfo.InvariantCulture);

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) =>
        new Dictionary<string, string> { ["url"] = new Uri(vendor, "pobg6/api/v110").ToString(), ["key"] = Key, ["filter"] = "CaseType=Service Request" };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Headers.GetValueOrDefault("Authorization") is not (Key or Canary.Secret)) return VendorAnswer.Json("""{"Message":"Authorization has been denied for this request."}""", 401);
        if (call.Path == "/pobg6/api/v110/cases")
        {
            return call.Query.GetValueOrDefault("Filter") == "CaseType=Service Request" && call.Query.ContainsKey("Fields") && call.Query.ContainsKey("limit")
                ? VendorAnswer.Json($"[{string.Join(',', cases.All.Select(Case))}]")
                : VendorAnswer.Json("""{"UserMessage":"An error occured","InternalMessage":"Bad filter","Code":3,"MoreInfo":"","Data":{}}""", 422);
        }

        return call.Path.Split('/') is ["", "pobg6", "api", "v110", "cases", var id] && int.TryParse(id, CultureInfo.InvariantCulture, out var number) && cases.Find(number) is { } found
            ? VendorAnswer.Json(Case(found))
            : VendorAnswer.Json("""{"Message":"Not found"}""", 404);
    }

    static string Case(VendorCase c) =>
        $$$$"""
        {"Type":"Case","Links":[],"Data":{"Id":"{{{{c.Number}}}}","CasePK":{{{{c.Amount}}}},"CaseStatus":"1","Description":{{{{Json(c.Text)}}}},"ShortDescription":"","Reference":"","DeleteDate":"{{{{(c.Deleted ? Time(c.ChangedAt) : "")}}}}",
        "CaseType":{"Type":"CaseType","Links":[],"Data":{"Id":"Service Request"},"Memo":{}},"Times.OpenedDate":"{{{{(c.Broken ? "0,00" : Time(c.OpenedAt))}}}}","Times.InProcessDate":"","Times.SolvedDate":"","Times.ClosedDate":"{{{{(c.Closed ? Time(c.ChangedAt) : "")}}}}",
        "Contact.Customer":{{{{(c.Person is { } p ? $$$"""{"Type":"Customer","Links":[],"Data":{"Id":{{{Json(p.PersonalNumber)}}},"FirstName":{{{Json(p.Name)}}},"LastName":{{{Json(p.Address)}}},"Phone":{{{Json(p.Phone)}}},"Mobile":""},"Memo":{}}""" : "\"\"")}}}},"UnregisteredContact.Mail":{{{{Json(c.Person?.Email ?? "")}}}}},"Memo":{}}
        """;

    static string Time(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
