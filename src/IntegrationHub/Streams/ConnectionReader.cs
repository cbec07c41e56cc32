using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>A checked <c>connection:</c> section.</summary>
internal sealed record Connection(IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, Place> Places, bool AllowsPlainHttp);

/// <summary>What a section with an adapter's settings may hold.</summary>
/// <param name="Path">How people are told of it: <c>connection</c>.</param>
/// <param name="Owner">Whose settings they are, in words.</param>
/// <param name="Settings">The settings.</param>
/// <param name="AllowsPlainHttp">Whether an address may begin with http://.</param>
internal sealed record SettingsOf(string Path, string Owner, IReadOnlyList<AdapterSetting> Settings, bool AllowsPlainHttp);

/// <summary>Checks a <c>connection:</c> section against what the adapter takes. No message holds a value: a secret may have been written anywhere.</summary>
internal static class ConnectionReader
{
    /// <summary>The hub's own switch beside an adapter's addresses.</summary>
    public const string Insecure = "insecure";

    public static Connection Read(YamlNode? node, Place section, AdapterManifest adapter, DiagnosticBag diagnostics)
    {
        var hasAddress = adapter.Settings.Any(s => s.Kind == SettingKind.Url);
        var insecure = hasAddress ? (node as YamlMap)?.Entries.FirstOrDefault(e => e.Key.Text == Insecure) : null;
        var allowsPlainHttp = insecure is not null && ReadSwitch(insecure, diagnostics);
        var (settings, places) = Read(node, section, new SettingsOf("connection", $"the adapter '{adapter.Name}'", adapter.Settings, allowsPlainHttp), insecure, diagnostics);
        return new Connection(settings, places, allowsPlainHttp);
    }

    /// <summary>Checks a section against the settings that it may have: their texts, and where each stands, the section itself under an empty name.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="section">Where the section is.</param>
    /// <param name="of">What it may hold.</param>
    /// <param name="beside">A key of the hub's own among them.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static (IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, Place> Places) Read(YamlNode? node, Place section, SettingsOf of, YamlEntry? beside, DiagnosticBag diagnostics)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var places = new Dictionary<string, Place>(StringComparer.Ordinal) { [""] = section };
        if (node is not (null or YamlMap or YamlText { IsEmpty: true }))
            diagnostics.Error(node.Place, StreamCodes.WrongValue, $"{of.Path} must be a section with the adapter's settings as keys");

        var entries = (node as YamlMap)?.Entries ?? [];
        foreach (var entry in entries)
        {
            if (entry == beside) continue;

            places[entry.Key.Text] = entry.Value.Place;
            if (of.Settings.FirstOrDefault(s => s.Name == entry.Key.Text) is not { } setting)
                diagnostics.Error(entry.Key.Place, StreamCodes.UnknownSetting, $"{of.Owner} has no setting '{entry.Key.Text}'{Hint(entry.Key.Text, of.Settings)}");
            else if (ReadSetting(setting, entry.Value, of, diagnostics) is { } text)
                settings[setting.Name] = text;
        }

        foreach (var setting in of.Settings.Where(s => s.Required && entries.All(e => e.Key.Text != s.Name)))
            diagnostics.Error(section, StreamCodes.MissingSetting, $"{of.Path}.{setting.Name} is missing: {setting.Description}{Example(setting)}");
        return (settings, places);
    }

    static string? ReadSetting(AdapterSetting setting, YamlNode value, SettingsOf of, DiagnosticBag diagnostics)
    {
        if (value is not YamlText text)
        {
            diagnostics.Error(value.Place, StreamCodes.WrongSetting, $"{of.Path}.{setting.Name} must be a single value");
            return null;
        }

        var parts = SettingText.Parse(text.Text);
        if (setting.Kind == SettingKind.Secret)
        {
            if (parts is [{ Kind: SettingPartKind.Secret }]) return text.Text;

            diagnostics.Error(text.Place, StreamCodes.LiteralSecret, parts is [{ Kind: SettingPartKind.Setting }]
                ? $"{of.Path}.{setting.Name} is secret but refers to a setting; write \"${{secret:NAME}}\""
                : $"{of.Path}.{setting.Name} is secret and must not stand in a file; write \"${{secret:NAME}}\" and treat what stood here as known to others");
            return null;
        }

        if (parts is null)
        {
            diagnostics.Error(text.Place, StreamCodes.Reference,
                $"{of.Path}.{setting.Name} holds a reference that cannot be read; write \"${{NAME}}\", the name in letters, digits, '_', '-' and '.', starting with a letter");
            return null;
        }

        if (parts.Any(p => p.Kind == SettingPartKind.Secret))
        {
            diagnostics.Error(text.Place, StreamCodes.MisplacedSecret, $"{of.Path}.{setting.Name} is no secret setting, so its value may be logged; a secret must not go into it");
            return null;
        }

        if (parts.All(p => p.Kind == SettingPartKind.Literal) && SettingRule.Check(setting, text.Text, of.AllowsPlainHttp) is { } fault)
        {
            diagnostics.Error(text.Place, fault.Code, $"{of.Path}.{setting.Name} {fault.Message}");
            return null;
        }

        return text.Text;
    }

    static bool ReadSwitch(YamlEntry entry, DiagnosticBag diagnostics)
    {
        if (entry.Value is YamlText text && ValueSyntax.Flag(text.Text, out var on) is null) return on;

        diagnostics.Error(entry.Value.Place, StreamCodes.WrongSetting, $"connection.{Insecure} must be true or false");
        return false;
    }

    static string Hint(string written, IReadOnlyList<AdapterSetting> settings)
    {
        var hint = DidYouMean.Hint(written, settings.Select(s => s.Name));
        return hint.Length > 0 || settings.Count == 0 ? hint : $"; it has {string.Join(", ", settings.Select(s => s.Name))}";
    }

    static string Example(AdapterSetting setting) => setting switch
    {
        { Kind: SettingKind.Secret } => " Write \"${secret:NAME}\".",
        { Example: { } example } => $" For instance {example}.",
        _ => "",
    };
}
