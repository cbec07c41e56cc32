using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.ByggR;

/// <summary>What the hub expects of an adapter, of ByggR's.</summary>
public sealed class ByggRConformanceTests() : AdapterConformance(new ByggRSubject());

/// <summary>ByggR as ArendeExport shows it: batches by local time whose end the vendor names, and single cases by their number.</summary>
sealed partial class ByggRSubject : HttpSubject, IWriteSubject
{
    static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    public override IAdapter Adapter { get; } = new ByggRAdapter();

    public override ReadStrategy Strategy => ReadStrategy.Cursor;

    public override string Mapping => "mappings/byggr/byggr-permits.mapping.yaml";

    public override string Readme => "adapters/IntegrationHub.Adapters.ByggR/README.md";

    public override string Page => "adapters/IntegrationHub.Adapters.ByggR/CONFORMANCE.md";

    public override string Reading => "lookback: 2h";

    // uppdateradDatum is a date.
    public override TimeSpan Resolution => TimeSpan.FromDays(1);

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.VendorPages, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads, Capability.LocalTime];

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"BYGG 2026-{@case.Number:000000}");

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "TekisArende/ArendeExportWS.svc").ToString(), ["contract"] = "V8" };

    public override IReadOnlyCollection<KeyValuePair<string, string>> WrongSettings => [new("startFrom", "the beginning")];

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Headers.GetValueOrDefault("SOAPAction")?.Contains("GetArende\"", StringComparison.Ordinal) == true)
        {
            return int.TryParse(Number().Match(call.Body).Groups[1].Value, CultureInfo.InvariantCulture, out var number) && cases.Find(number) is { } found
                ? VendorAnswer.Xml(ScriptedByggR.Envelope($"""<GetArendeResponse xmlns="www.tekis.se/ServiceContract">{Case(found, "GetArendeResult")}</GetArendeResponse>"""))
                : Fault("s:Client", "Arende not found for dnr");
        }

        var (lower, upper) = (Lower().Match(call.Body).Groups[1].Value, Upper().Match(call.Body).Groups[1].Value);
        if (!DateTime.TryParse(lower, CultureInfo.InvariantCulture, out _)) return Fault("s:DeserializationFailed", "The filter could not be read.");

        var changed = cases.All.Where(c => string.CompareOrdinal(Label(c.ChangedAt), lower) > 0 && (upper.Length == 0 || string.CompareOrdinal(Label(c.ChangedAt), upper) <= 0))
            .OrderBy(c => Label(c.ChangedAt), StringComparer.Ordinal).ToList();
        var batch = changed.Take(cases.PageSize).ToList();
        // Cases of one second are never torn apart.
        while (batch.Count < changed.Count && Label(changed[batch.Count].ChangedAt) == Label(batch[^1].ChangedAt)) batch.Add(changed[batch.Count]);
        var end = batch.Count < changed.Count ? Label(batch[^1].ChangedAt) : upper.Length > 0 ? upper : batch.Count > 0 ? Label(batch[^1].ChangedAt) : lower;
        return VendorAnswer.Xml(ScriptedByggR.Batch(Odd(cases.Trouble, ref batch, lower, end), [.. batch.Select(c => Case(c))]));
    }

    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; } = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
    {
        [WriteKind.Note] = new Dictionary<string, string> { ["handelsetyp"] = "ANTECKN", ["handlaggarSign"] = "SYSTEM" },
    };

    public IWritableVendor CreateVendor(TimeProvider clock) => new ByggRDesk(clock);

    // A batch has no token but its end, so pages go wrong by it.
    static string? Odd(PagingTrouble trouble, ref List<VendorCase> batch, string lower, string end)
    {
        switch (trouble)
        {
            case PagingTrouble.EmptyPage when batch.Count > 0 && !lower.EndsWith(".5", StringComparison.Ordinal):
                batch = [];
                return lower + ".5";
            case PagingTrouble.RepeatedPage when batch.Count > 0 && !lower.EndsWith(".5", StringComparison.Ordinal):
                return lower + ".5";
            case PagingTrouble.Endless:
                return DateTime.Parse(lower, CultureInfo.InvariantCulture).AddMilliseconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
            case PagingTrouble.RoundAndRound when batch.Count > 0:
                return lower;
            default:
                return end;
        }
    }

    static string Case(VendorCase c, string element = "arende")
    {
        var day = Clock.ToLabel(c.ChangedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var party = c.Person is not { } p ? "" : $"""
            <intressentLista xmlns="www.tekis.se/arende"><intressent intressentId="1" persOrgNr="{p.PersonalNumber}" arForetag="false"><namn>{p.Name}</namn><adress>{p.Address}</adress>
            <intressentKommunikationLista><intressentKommunikation arAktiv="true"><beskrivning>{p.Phone}</beskrivning><komtyp>MTFN</komtyp></intressentKommunikation></intressentKommunikationLista>
            <rollLista><roll>SOK</roll></rollLista></intressent></intressentLista>
            """;
        return $"""
            <{element} dnr="BYGG 2026-{c.Number:000000}" arendegrupp="LOV" arendetyp="BL" arendeslag="A"><status xmlns="www.tekis.se/arende">{(c.Deleted ? "Makulerat" : c.Closed ? "Avslutat" : "Pågående")}</status>
            <beskrivning xmlns="www.tekis.se/arende">{new XText(c.Text)}</beskrivning><ankomstDatum xmlns="www.tekis.se/arende">{Clock.ToLabel(c.OpenedAt):yyyy-MM-dd}</ankomstDatum>
            <uppdateradDatum xmlns="www.tekis.se/arende">{(c.Broken ? "en annan dag" : day)}</uppdateradDatum>{party}<projektnr xmlns="www.tekis.se/arende">{c.Amount}</projektnr></{element}>
            """;
    }

    static VendorAnswer Fault(string code, string text) =>
        VendorAnswer.Xml(ScriptedByggR.Envelope($"<s:Fault><faultcode>{code}</faultcode><faultstring xml:lang='sv-SE'>{text}</faultstring></s:Fault>"), 500);

    static string Label(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    [GeneratedRegex("LowerExclusiveBound>([^<]*)<")]
    private static partial Regex Lower();

    [GeneratedRegex("UpperInclusiveBound>([^<]*)<")]
    private static partial Regex Upper();

    [GeneratedRegex("dnr>BYGG 2026-([0-9]+)<")]
    private static partial Regex Number();
}
