using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads the section <c>http</c> of a stream file. Everything that is wrong is told, with its place.</summary>
sealed class HttpSection : IDescribesSources
{
    public KeySpec Section => HttpKeys.Section;

    public SourceDescription? Describe(YamlNode? section, Place place, ReadStrategy? strategy, DiagnosticBag diagnostics)
    {
        if (section is not YamlMap map)
        {
            diagnostics.Error(section?.Place ?? place, HttpCodes.NoSection, "the adapter 'http' reads what the section http describes, and there is none; write http: with list below it");
            return null;
        }

        var own = new DiagnosticBag();
        var description = Read(YamlSection.Item(map, "http", HttpKeys.Section, own, HttpCodes.Sections), strategy, own);
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : description;
    }

    static HttpDescription? Read(YamlSection http, ReadStrategy? strategy, DiagnosticBag diagnostics)
    {
        var format = http.Choice("format") == "xml" ? RecordFormat.Xml : RecordFormat.Json;
        var lenient = http.Flag("lenient") == true;
        if (lenient && format == RecordFormat.Xml) diagnostics.Error(http.PlaceOf("lenient"), HttpCodes.NoEffect, "http.lenient has no effect with format xml; take it out");
        var charset = TimeAndCharset.Charset(http, diagnostics);
        var (times, beginning) = TimeAndCharset.Times(http.Section("times"), diagnostics);
        var reader = new RequestReader(new TemplateReader(times, diagnostics), format, beginning is not null, diagnostics);
        var (auth, credentials) = AuthSection.Read(http, diagnostics);
        var headers = HeaderSection.Read(http, reader.Templates, auth, [], diagnostics);
        var returned = HeaderSection.Returned(http, diagnostics);
        var wait = HeaderSection.Wait(http, diagnostics);

        var list = ListSection.Read(http.Section("list"), reader, diagnostics);
        var byKey = http.Has("byKey") ? KeyedSections.ByKey(http.Section("byKey"), reader, diagnostics) : null;
        var detail = http.Has("detail") ? KeyedSections.Detail(http.Section("detail"), reader) : null;
        var lookups = KeyedSections.Lookups(http, reader, diagnostics);
        var shape = PropertiesSection.Read(http, format, diagnostics);
        var faults = FaultSection.Read(http, diagnostics);
        var deletions = http.Has("deletions") ? ListSection.Deletions(http.Section("deletions"), reader, diagnostics) : null;
        var writes = http.Has("write") ? WriteSection.Read(http.Section("write"), reader, auth, diagnostics) : new Dictionary<WriteKind, WriteDescription>();
        var element = http.Text("element");
        if (element is not null && format == RecordFormat.Json) diagnostics.Error(element.Place, HttpCodes.NoEffect, "http.element has no effect with format json; take it out");
        var parallel = http.Number("parallel") ?? 4;
        http.End();
        if (list is null) return null;

        // What follows from another mistake is not told as one more.
        if (!diagnostics.HasErrors) StrategyRule.Check(http, list, strategy, diagnostics);
        return new HttpDescription(Manifest(list, byKey, reader.Templates.Settings, auth, credentials, writes))
        {
            Format = format,
            Lenient = lenient,
            Charset = charset,
            Headers = headers,
            ReturnHeaders = returned,
            WaitHeader = wait,
            Auth = auth,
            Times = times,
            Beginning = beginning,
            List = list,
            ByKey = byKey,
            Detail = detail,
            Lookups = lookups,
            Parallel = parallel,
            Shape = shape,
            Element = element?.Text,
            Faults = faults,
            Deletions = deletions,
            Writes = writes,
        };
    }

    static AdapterManifest Manifest(Listing list, KeyedReading? byKey, IReadOnlyList<AdapterSetting> named, Auth auth, IReadOnlyList<AdapterSetting> credentials, IReadOnlyDictionary<WriteKind, WriteDescription> writes) => HttpAdapter.Undescribed with
    {
        Settings = [HttpAdapter.Url, .. credentials, .. named.Where(s => credentials.All(c => c.Name != s.Name))],
        Strategies = StrategyRule.Of(list),
        ReadsByKey = byKey is not null,
        Writes = [.. writes.Values.Select(write => write.Capability)],
        SignIn = auth.By == AuthKind.Ntlm ? new WindowsSignIn("username", "password", "domain") : null,
    };
}
