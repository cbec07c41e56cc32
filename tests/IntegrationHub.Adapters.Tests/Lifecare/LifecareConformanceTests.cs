using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Lifecare;

/// <summary>What the hub expects of an adapter, of Lifecare's applications and reports by files alone.</summary>
public sealed class LifecareActualisationsConformanceTests() : AdapterConformance(new ActualisationsSubject());

/// <summary>The same of its investigations of individual and family care.</summary>
public sealed class LifecareInvestigationsConformanceTests() : AdapterConformance(new InvestigationsSubject());

/// <summary>The same of its investigations of elderly and disability care.</summary>
public sealed class LifecareElderlyCareConformanceTests() : AdapterConformance(new ElderlyCareSubject());

/// <summary>The same of the decisions of individual and family care: happenings of investigations.</summary>
public sealed class LifecareDecisionsConformanceTests() : AdapterConformance(new DecisionsSubject());

/// <summary>The same of the decisions of elderly and disability care, by SoL; those by LSS are asked for alike.</summary>
public sealed class LifecareElderlyCareDecisionsConformanceTests() : AdapterConformance(new ElderlyCareDecisionsSubject());

abstract class LifecareSubject : ShippedStreamSubject
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string Readme => "mappings/lifecare/README.md";

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string>
    {
        ["url"] = new Uri(vendor, "lifecare").ToString(), ["domain"] = ScriptedLifecare.Domain, ["key"] = ScriptedLifecare.Key,
    };

    protected IEnumerable<LifecareRow> Rows(VendorCases cases) => cases.All.Select(c => new LifecareRow(c.Number, c.ChangedAt, Row(c)) { Deleted = c.Deleted });

    protected abstract string Row(VendorCase c);

    protected static string Text(string? text) => JsonSerializer.Serialize(text, Plain);
}

sealed class ActualisationsSubject : LifecareSubject
{
    public override string StreamFile => "mappings/lifecare/lifecare-fc-actualisations.stream.yaml";

    public override string Mapping => "mappings/lifecare/lifecare-fc-actualisations.mapping.yaml";

    public override string Page => "mappings/lifecare/CONFORMANCE-actualisations.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.CompleteReads, Capability.TellsTotal, Capability.LocalTime];

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"A-{@case.Number}");

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) =>
        call.Path == "/lifecare/apifc/v1/Extract/Actualisations" ? ScriptedLifecare.Extract(call, Rows(cases), cases.PageSize, cases.Total) : VendorAnswer.Only(404);

    protected override string Row(VendorCase c) =>
        $$"""{"Id":{{c.Number}},"PersonId":{{Text(c.Person?.PersonalNumber)}},"Name":{{Text(c.Person?.Name)}},"CustomerNumber":{{c.Amount}},"Aktualisering":"Ansökan","Type":"Ansökan om bistånd","Date":"{{(c.Broken ? "en dag i våras" : ScriptedLifecare.Day(c.OpenedAt))}}","Reason":{{Text(c.Person?.Phone)}},"Regards":{{Text(c.Person?.Address)}},"FromWho":{{Text(c.Person?.Email)}},"Caseworker":{{Text(c.Text)}},"Organization":"Vuxenenheten","Status":"{{(c.Closed ? "Avslutad" : "Öppen")}}","InvestigationId":0,"ServiceId":0,"DecisionId":0,"StartTime":null,"EndTime":null}""";
}

sealed class InvestigationsSubject : LifecareSubject
{
    public override string StreamFile => "mappings/lifecare/lifecare-fc-investigations.stream.yaml";

    public override string Mapping => "mappings/lifecare/lifecare-fc-investigations.mapping.yaml";

    public override string Page => "mappings/lifecare/CONFORMANCE-investigations.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.CompleteReads, Capability.TellsTotal, Capability.LocalTime];

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"U-{@case.Number}");

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) =>
        call.Path == "/lifecare/apifc/v1/Extract/Investigations" ? ScriptedLifecare.Extract(call, Rows(cases), cases.PageSize, cases.Total) : VendorAnswer.Only(404);

    protected override string Row(VendorCase c) =>
        $$"""{"Id":{{c.Number}},"CustomerNumber":{{c.Amount}},"Type":{{Text(c.Person?.Address)}},"FromDate":"{{(c.Broken ? "en dag i våras" : ScriptedLifecare.Day(c.OpenedAt))}}","ToDate":{{(c.Closed ? $"\"{ScriptedLifecare.Day(c.ChangedAt)}\"" : "null")}},"Caseworker":{{Text(c.Text)}},"Organization":"Vuxenenheten","DossierType":"Personakt","StartTime":null,"EndTime":null,"InvestigationPersonDTOs":[{{(c.Person is { } p ? $$"""{"Name":{{Text(p.Name)}},"PersonId":"{{p.PersonalNumber}}","CustomerNumber":1,"CoApplicant":false}""" : "")}}]}""";
}

sealed class ElderlyCareSubject : LifecareSubject
{
    public override string StreamFile => "mappings/lifecare/lifecare-ec-investigations.stream.yaml";

    public override string Mapping => "mappings/lifecare/lifecare-ec-investigations.mapping.yaml";

    public override string Page => "mappings/lifecare/CONFORMANCE-elderly-care.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.UnsortedRows, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads];

    public override string KeyOf(VendorCase @case) => @case.Number.ToString(CultureInfo.InvariantCulture);

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) => ScriptedLifecare.Changes(call, "investigations", Rows(cases), cases.PageSize);

    protected override string Row(VendorCase c)
    {
        var changed = c.Broken ? "nyss" : c.ChangedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var unit = $$"""{"Id":"7","Name":{{Text(c.Person?.Address)}} }""";
        var caseworker = $$"""{"Id":"MÅG","FullName":{{Text(c.Text)}},"OrganizationUnit":{{unit}} }""";
        var type = $$"""{"Code":{{c.Amount}},"Text":{{Text(c.Person?.Name)}} }""";
        return $$"""{"Id":{{c.Number}},"PersonId":{{Text(c.Person?.PersonalNumber)}},"Caseworker":{{caseworker}},"StartDate":"{{ScriptedLifecare.Day(c.OpenedAt)}}","EndDate":{{(c.Closed ? $"\"{ScriptedLifecare.Day(c.ChangedAt)}\"" : "null")}},"Type":{{type}},"UpdateTime":"{{changed}}","Deleted":{{(c.Deleted ? "true" : "false")}},"Law":"SoL"}""";
    }
}

sealed class DecisionsSubject : LifecareSubject, IEventSubject
{
    public override string StreamFile => "mappings/lifecare/lifecare-fc-decisions.stream.yaml";

    public override string Mapping => "mappings/lifecare/lifecare-fc-decisions.mapping.yaml";

    public override string Page => "mappings/lifecare/CONFORMANCE-decisions.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.CompleteReads, Capability.LocalTime];

    public bool Corrects => true;

    public string CaseOf(VendorCase happening) => string.Create(CultureInfo.InvariantCulture, $"U-{1 + happening.Number % 3}");

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"decision-{@case.Number}");

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) =>
        call.Path == "/lifecare/apifc/v1/Extract/Decisions" ? ScriptedLifecare.Extract(call, Rows(cases), cases.PageSize) : VendorAnswer.Only(404);

    protected override string Row(VendorCase c) =>
        $$"""{"Id":{{c.Number}},"Date":"{{(c.Broken ? "en dag i våras" : ScriptedLifecare.Day(c.OpenedAt))}}","Type":{{Text(c.Person?.Name)}},"Reason":{{Text(c.Person?.PersonalNumber)}},"DecisionMaker":{{Text(c.Text)}},"Organization":{{Text(c.Person?.Address)}},"InvestigationExecutionId":{{1 + c.Number % 3}},"Amount":{{c.Amount}},"DecisionPersonDTOs":[]}""";
}

sealed class ElderlyCareDecisionsSubject : LifecareSubject, IEventSubject
{
    public override string StreamFile => "mappings/lifecare/lifecare-ec-sol-decisions.stream.yaml";

    public override string Mapping => "mappings/lifecare/lifecare-ec-decisions.mapping.yaml";

    public override string Page => "mappings/lifecare/CONFORMANCE-elderly-care-decisions.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.CompleteReads];

    public bool Corrects => true;

    public string CaseOf(VendorCase happening) => string.Create(CultureInfo.InvariantCulture, $"{1 + happening.Number % 3}");

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"decision-{@case.Number}");

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) => ScriptedLifecare.Changes(call, "sol_decisions", Rows(cases), cases.PageSize);

    protected override string Row(VendorCase c)
    {
        var caseworker = $$"""{"Id":"MÅG","FullName":{{Text(c.Text)}} }""";
        var reason = $$"""{"Code":1,"Text":{{Text(c.Person?.Name)}} }""";
        return $$"""{"Id":{{c.Number}},"InvestigationId":{{1 + c.Number % 3}},"PersonId":{{Text(c.Person?.PersonalNumber)}},"Date":"{{(c.Broken ? "nyss" : ScriptedLifecare.Day(c.OpenedAt))}}","Reason":{{reason}},"Caseworker":{{caseworker}},"Amount":{{c.Amount}},"Deleted":false}""";
    }
}
