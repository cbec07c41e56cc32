using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Workshop.Explaining;

/// <summary>Where the texts of a mapping file stand in it: <c>fields.title</c>, <c>lists.parties.each</c>.</summary>
internal static class ExpressionNames
{
    public static IReadOnlyDictionary<Place, string> Of(string file, string text)
    {
        var names = new Dictionary<Place, string>();
        if (YamlTreeReader.Read(file, text, new DiagnosticBag()) is { } root) Collect(root, "", names);
        return names;
    }

    static void Collect(YamlNode node, string path, Dictionary<Place, string> names)
    {
        switch (node)
        {
            case YamlMap map:
                foreach (var (key, value) in map.Entries) Collect(value, path.Length == 0 ? key.Text : key.Text == "from" ? path : $"{path}.{key.Text}", names);
                break;
            case YamlText text:
                names.TryAdd(text.Place, path);
                break;
        }
    }
}
