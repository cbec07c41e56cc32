using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>What the catalog and the sample tests need of a mapping file beside its compiled form. It can be read although the mapping itself has errors.</summary>
/// <param name="Name">The mapping's name, or null.</param>
/// <param name="NamePlace">Where it stands.</param>
/// <param name="System">The system that <c>source:</c> names.</param>
/// <param name="Stream">The stream that <c>source:</c> names.</param>
/// <param name="Target">What <c>target</c> says.</param>
/// <param name="Csv">The section <c>source.csv</c>.</param>
internal sealed record MappingHeader(string? Name, Place NamePlace, string? System, string? Stream, string? Target, YamlMap? Csv)
{
    /// <summary>Reads it, silently: what is wrong is the mapping compiler's to report.</summary>
    public static MappingHeader Read(string file, string text)
    {
        var root = YamlTreeReader.Read(file, text, new DiagnosticBag()) as YamlMap;
        var source = root?["source"]?.Value as YamlMap;
        return new MappingHeader(
            Text(root, "mapping"),
            root?["mapping"]?.Value.Place ?? new Place(file, 1, 1),
            Text(source, "system"),
            Text(source, "stream"),
            Text(root, "target"),
            source?["csv"]?.Value as YamlMap);
    }

    static string? Text(YamlMap? map, string key) => map?[key]?.Value is YamlText { Text.Length: > 0 } text ? text.Text : null;
}
