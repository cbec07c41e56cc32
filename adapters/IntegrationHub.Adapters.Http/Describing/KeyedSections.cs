using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads the requests for single things: records by their keys, the record of a row, what a record refers to.</summary>
static class KeyedSections
{
    public static KeyedReading? ByKey(YamlSection section, RequestReader reader, DiagnosticBag diagnostics)
    {
        var request = reader.Read(section, Hole.Key, Hole.Keys);
        var most = section.Number("most");
        var several = request?.Holes.Any(h => h.Name == Hole.Keys) == true;
        var records = reader.Records(section, "records", least: several ? 2 : 1);
        var table = TableSection.Read(section, reader, diagnostics);
        section.End();
        if (request is null) return null;

        var one = request.Holes.Any(h => h.Name == Hole.Key);
        if (one == several)
            diagnostics.Error(section.Place, HttpCodes.PagingNeeds, one ? "http.byKey has both {key} and {keys}; take one of them" : "http.byKey does not say where the key goes; write {key}, or {keys} for several, where the vendor wants it");
        if (!several && section.Has("most")) diagnostics.Error(section.PlaceOf("most"), HttpCodes.NoEffect, "http.byKey.most has no effect with {key}; take it out");
        return new KeyedReading(request, records, several ? most ?? 50 : 1) { Table = table };
    }

    public static DetailReading? Detail(YamlSection section, RequestReader reader)
    {
        var request = reader.Read(section, Hole.Row);
        var record = reader.Records(section, "record", least: 1);
        var key = reader.Path(section, "key");
        section.End();
        return request is null ? null : new DetailReading(request, record, key);
    }

    public static IReadOnlyList<LookupOf> Lookups(YamlSection http, RequestReader reader, DiagnosticBag diagnostics)
    {
        if (!http.Has("lookups")) return [];
        if (reader.Format == RecordFormat.Xml)
        {
            diagnostics.Error(http.PlaceOf("lookups"), HttpCodes.NotTogether, "look-ups are put beside records of JSON only");
            return [];
        }

        var lookups = new List<LookupOf>();
        foreach (var (key, value) in http.Section("lookups").Entries)
        {
            if (value is not YamlMap map)
            {
                diagnostics.Error(value.Place, HttpCodes.Sections.WrongValue, $"http.lookups.{key.Text} must be a section with keys of its own");
                continue;
            }

            var section = YamlSection.Item(map, $"http.lookups.{key.Text}", HttpKeys.Section.Find("lookups")!.Each!, diagnostics, HttpCodes.Sections);
            if (!key.Text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-')) diagnostics.Error(key.Place, HttpCodes.Sections.WrongValue, $"'{key.Text}' is no name for a look-up; write letters and digits");
            var request = reader.Read(section, Hole.Record);
            var record = reader.Records(section, "record", least: 1);
            var keep = section.Duration("keep") ?? TimeSpan.FromHours(1);
            section.End();
            if (request is not null && request.Holes.All(h => h.Name != Hole.Record))
                diagnostics.Error(section.Place, HttpCodes.PagingNeeds, $"http.lookups.{key.Text} does not say which value of the record it looks up; write {{record.PATH}} where it goes");
            if (request is not null) lookups.Add(new LookupOf(key.Text, request, record, keep));
        }

        return lookups;
    }
}
