using IntegrationHub.Adapters.Http;
using IntegrationHub.Adapters.Tests.ByggR;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>ByggR's service again, this time by a description alone: SOAP 1.1, local times, batches that name their own end, faults told apart by their text. What is written is never sent again: nothing is said of how it is known or found.</summary>
sealed class SoapSubject : HttpSubject, IWriteSubject
{
    readonly ByggRSubject byggr = new();

    public override IAdapter Adapter { get; } = new HttpAdapter();

    public override ReadStrategy Strategy => ReadStrategy.Cursor;

    public override string Mapping => byggr.Mapping;

    public override string Readme => "adapters/IntegrationHub.Adapters.Http/README.md";

    public override string MappingFolder => "tests/IntegrationHub.Adapters.Tests/Http/mappings";

    public override string Reading => byggr.Reading;

    public override TimeSpan Resolution => byggr.Resolution;

    public override IReadOnlyCollection<Capability> Capabilities => byggr.Capabilities;

    public override string Title => "http: SOAP with bounds";

    public override string Page => "adapters/IntegrationHub.Adapters.Http/CONFORMANCE-SOAP.md";

    public override string Section => """
        http:
          format: xml
          times: { format: "yyyy-MM-dd'T'HH:mm:ss", zone: Europe/Stockholm, beginning: 2000-01-01T00:00:00Z }
          element: arende
          list:
            post: /ArendeExportWS.svc
            soap: { action: www.tekis.se/ServiceContract/V8/IExportArenden/GetUpdatedArenden }
            body: |
              <GetUpdatedArenden xmlns="www.tekis.se/ServiceContract">
                <filter><LowerExclusiveBound>{since}</LowerExclusiveBound><UpperInclusiveBound>{until}</UpperInclusiveBound></filter>
              </GetUpdatedArenden>
            records: GetUpdatedArendenResponse.GetUpdatedArendenResult.Arenden.arende
            paging: { by: bounds, at: GetUpdatedArendenResponse.GetUpdatedArendenResult.BatchEnd }
          byKey:
            post: /ArendeExportWS.svc
            soap: { action: www.tekis.se/ServiceContract/V8/IExportArenden/GetArende }
            body: <GetArende xmlns="www.tekis.se/ServiceContract"><dnr>{key}</dnr></GetArende>
            records: GetArendeResponse.GetArendeResult
          faults:
            - { status: 500, text: Arende not found for dnr, is: notFound }
          write:
            note:
              post: /ArendeExportWS.svc
              soap: { action: www.tekis.se/ServiceContract/V8/IExportArenden/SaveNewHandelse }
              body: |
                <SaveNewHandelse xmlns="www.tekis.se/ServiceContract" xmlns:a="www.tekis.se/arende"><message>
                  <Dnr>{key}</Dnr><HandlaggarSign>{writeBack.signature}</HandlaggarSign>
                  <Handelse handelseId="0"><a:riktning>In</a:riktning><a:rubrik>{subject}</a:rubrik><a:startDatum>{time}</a:startDatum><a:anteckning>{text}</a:anteckning>
                    <a:handelsetyp>ANTECKN</a:handelsetyp><a:sekretess>false</a:sekretess><a:makulerad>false</a:makulerad><a:arbetsmaterial>false</a:arbetsmaterial></Handelse>
                  <BesvaradHandelseId xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>
                </message></SaveNewHandelse>
              settings: { signature: SYSTEM }
              reference: SaveNewHandelseResponse.SaveNewHandelseResult.HandelseId
        """;

    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; } =
        new Dictionary<WriteKind, IReadOnlyDictionary<string, string>> { [WriteKind.Note] = new Dictionary<string, string>() };

    public IWritableVendor CreateVendor(TimeProvider clock) => new ByggRDesk(clock);

    public override string KeyOf(VendorCase @case) => byggr.KeyOf(@case);

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "TekisArende").ToString() };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases) => byggr.Answer(call, cases);
}
