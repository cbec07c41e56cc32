using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads how a list of names and values becomes an object.</summary>
static class PropertiesSection
{
    public static PropertyShape? Read(YamlSection http, RecordFormat format, DiagnosticBag diagnostics)
    {
        if (!http.Has("properties")) return null;
        if (format == RecordFormat.Xml)
        {
            diagnostics.Error(http.PlaceOf("properties"), HttpCodes.NotTogether, "a list of names and values becomes an object in JSON only");
            return null;
        }

        var section = http.Section("properties");
        var (list, name, values) = (section.Text("list"), section.Text("name"), section.Texts("value"));
        var repeated = section.OneOf<Repeated>("repeated") ?? Repeated.Last;
        section.End();
        return list is null || name is null || values.Count == 0 ? null : new PropertyShape(list.Text, name.Text, [.. values.Select(v => v.Text)], repeated);
    }
}
