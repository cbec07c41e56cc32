using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>Reads the section <c>codes:</c> of a stream file: which of the vendor's lists of codes is compared with which code table.</summary>
internal static class CodesSection
{
    /// <summary>The table's name by the list's.</summary>
    public static IReadOnlyDictionary<string, YamlText> Read(YamlSection section, AdapterManifest? adapter, DiagnosticBag diagnostics)
    {
        var tables = new Dictionary<string, YamlText>(StringComparer.Ordinal);
        foreach (var (key, _) in section.Entries)
        {
            var table = section.Text(key.Text);
            if (adapter is null || table is null) continue;

            if (adapter.CodeLists.Contains(key.Text))
            {
                tables[key.Text] = table;
                continue;
            }

            var hint = DidYouMean.Hint(key.Text, adapter.CodeLists);
            if (hint.Length == 0) hint = adapter.CodeLists.Count == 0 ? "; it can ask for none" : $"; it can ask for {string.Join(", ", adapter.CodeLists)}";
            diagnostics.Error(key.Place, StreamCodes.UnknownCodeList, $"the adapter '{adapter.Name}' cannot ask its vendor for a list of codes '{key.Text}'{hint}");
        }

        return tables;
    }
}
