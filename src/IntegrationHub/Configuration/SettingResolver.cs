using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Configuration;

/// <summary>Puts values in the place of <c>${NAME}</c> and <c>${secret:NAME}</c>, just before a run.</summary>
/// <param name="values">Where values come from.</param>
public sealed class SettingResolver(ISettingSource values)
{
    /// <summary>Resolves a stream's connection and checks every value again; null when something is missing or wrong. No message holds a value.</summary>
    /// <param name="stream">The stream file.</param>
    /// <param name="diagnostics">Takes what is missing or wrong, with the place in the stream file.</param>
    public ResolvedConnection? Resolve(StreamFile stream, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(diagnostics);

        var own = new DiagnosticBag();
        var connection = Resolve(stream, new SettingsOf("connection", "", stream.Adapter.Settings, stream.AllowsPlainHttp), stream.Definition.Connection, stream.Places, own);
        var writes = stream.Definition.Writes.ToDictionary(w => w.Key, IReadOnlyDictionary<string, SettingValue> (w) => Resolve(
            stream, new SettingsOf($"{WriteBackSection.Key}.{EnumNames.Of(w.Key)}", "", w.Value.Capability.Settings, stream.AllowsPlainHttp), w.Value.Settings, stream.Names.Writes[w.Key], own));
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : new ResolvedConnection(connection, [.. stream.Adapter.Settings.Where(s => s.Kind == SettingKind.Url && connection.ContainsKey(s.Name)).Select(s => new Uri(connection[s.Name].Reveal()))], writes);
    }

    Dictionary<string, SettingValue> Resolve(StreamFile stream, SettingsOf of, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, Place> places, DiagnosticBag own)
    {
        var resolved = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var setting in of.Settings)
        {
            if ((given.GetValueOrDefault(setting.Name) ?? setting.Default) is not { } written) continue;

            var place = places.GetValueOrDefault(setting.Name, places[""]);
            if (Fill($"{of.Path}.{setting.Name}", written, place, own) is not { } value) continue;
            if (SettingRule.Check(setting, value, of.AllowsPlainHttp) is { } fault)
            {
                own.Error(place, fault.Code, $"{of.Path}.{setting.Name} {fault.Message}");
                continue;
            }

            if (setting.Kind == SettingKind.Folder) value = Path.GetFullPath(Path.Combine(stream.Folder ?? Path.GetDirectoryName(Path.GetFullPath(stream.Definition.File))!, value));
            resolved[setting.Name] = new SettingValue(value, setting.Kind == SettingKind.Secret);
        }

        return resolved;
    }

    /// <summary>The text with values in the place of its references; null, and an error, when one has none.</summary>
    internal string? Fill(string key, string written, Place place, DiagnosticBag diagnostics)
    {
        var text = new StringBuilder();
        var complete = true;
        foreach (var part in SettingText.Parse(written) ?? [])
        {
            var value = part.Kind switch
            {
                SettingPartKind.Setting => values.FindSetting(part.Text),
                SettingPartKind.Secret => values.FindSecret(part.Text),
                _ => part.Text,
            };
            if (value is null) Missing(key, part, place, diagnostics);
            complete &= value is not null;
            text.Append(value);
        }

        return complete ? text.ToString() : null;
    }

    void Missing(string key, SettingPart part, Place place, DiagnosticBag diagnostics)
    {
        var secret = part.Kind == SettingPartKind.Secret;
        var where = (secret ? values.WhereSecretsAre : values.WhereSettingsAre) is { } known ? $"; give it as {known}" : "";
        diagnostics.Error(place, secret ? StreamCodes.UnresolvedSecret : StreamCodes.UnresolvedSetting,
            $"{key} needs the {(secret ? "secret" : "setting")} '{part.Text}', which has no value{where}");
    }
}
