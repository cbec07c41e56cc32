using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Streams;

/// <summary>Reads the section <c>writeBack:</c> of a stream file: which kinds of commands are let through to the vendor, each with its settings.</summary>
internal static class WriteBackSection
{
    /// <summary>The section's key.</summary>
    public const string Key = "writeBack";

    /// <summary>What the section lets through, and where each setting stands.</summary>
    public static (IReadOnlyDictionary<WriteKind, StreamWrite> Writes, IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, Place>> Places) Read(
        YamlSection root, AdapterManifest? adapter, bool allowsPlainHttp, DiagnosticBag diagnostics)
    {
        var writes = new Dictionary<WriteKind, StreamWrite>();
        var places = new Dictionary<WriteKind, IReadOnlyDictionary<string, Place>>();
        if (!root.Has(Key)) return (writes, places);

        var section = root.Section(Key);
        foreach (var (key, _) in section.Entries)
        {
            // A kind that there is not is reported with the other keys.
            if (adapter is null || !EnumNames.TryParse<WriteKind>(key.Text, out var kind)) continue;
            if (adapter.Writes.FirstOrDefault(w => w.Kind == kind) is not { } capability)
            {
                diagnostics.Error(key.Place, StreamCodes.CannotWrite, $"the adapter '{adapter.Name}' cannot write '{key.Text}'{Others(adapter)}");
                continue;
            }

            var path = section.Path(key.Text);
            var (settings, where) = ConnectionReader.Read(section.Node(key.Text), key.Place, new SettingsOf(path, $"'{key.Text}' of the adapter '{adapter.Name}'", capability.Settings, allowsPlainHttp), null, diagnostics);
            writes[kind] = new StreamWrite(capability, settings);
            places[kind] = where;
        }

        section.End();
        return (writes, places);
    }

    static string Others(AdapterManifest adapter) =>
        adapter.Writes.Count == 0 ? "; it can write nothing, so take the section away" : $"; it can write {string.Join(", ", adapter.Writes.Select(w => EnumNames.Of(w.Kind)))}";
}
