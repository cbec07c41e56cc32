using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>A checked <c>connection:</c> section.</summary>
internal sealed record Connection(IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, Place> Places, bool AllowsPlainHttp);

/// <summary>Checks a <c>connection:</c> section against what the adapter takes. No message holds a value: a secret may have been written anywhere.</summary>
internal static class ConnectionReader
{
    /// <summary>The hub's own switch beside an adapter's addresses.</summary>
    public const string Insecure = "insecure";

    public static Connection Read(YamlNode? node, Place section, AdapterManifest adapter, DiagnosticBag diagnostics)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var places = new Dictionary<string, Place>(StringComparer.Ordinal) { [""] = section };
        if (node is not (null or YamlMap or YamlText { IsEmpty: true }))
            diagnostics.Error(node.Place, StreamCodes.WrongValue, "connection must be a section with the adapter's settings as keys");

        var hasAddress = adapter.Settings.Any(s => s.Kind == SettingKind.Url);
        var entries = (node as YamlMap)?.Entries ?? [];
        var insecure = hasAddress ? entries.FirstOrDefault(e => e.Key.Text == Insecure) : null;
        var allowsPlainHttp = insecure is not null && ReadSwitch(insecure, diagnostics);

        foreach (var entry in entries)
        {
            if (entry == insecure) continue;

            places[entry.Key.Text] = entry.Value.Place;
            if (adapter.Settings.FirstOrDefault(s => s.Name == entry.Key.Text) is not { } setting)
                diagnostics.Error(entry.Key.Place, StreamCodes.UnknownSetting, $"the adapter '{adapter.Name}' has no setting '{entry.Key.Text}'{Hint(entry.Key.Text, adapter)}");
            else if (ReadSetting(setting, entry.Value, allowsPlainHttp, diagnostics) is { } text)
                settings[setting.Name] = text;
        }

        foreach (var setting in adapter.Settings.Where(s => s.Required && entries.All(e => e.Key.Text != s.Name)))
            diagnostics.Error(section, StreamCodes.MissingSetting, $"connection.{setting.Name} is missing: {setting.Description}{Example(setting)}");
        return new Connection(settings, places, allowsPlainHttp);
    }

    static string? ReadSetting(AdapterSetting setting, YamlNode value, bool allowsPlainHttp, DiagnosticBag diagnostics)
    {
        if (value is not YamlText text)
        {
            diagnostics.Error(value.Place, StreamCodes.WrongSetting, $"connection.{setting.Name} must be a single value");
            return null;
        }

        var parts = SettingText.Parse(text.Text);
        if (setting.Kind == SettingKind.Secret)
        {
            if (parts is [{ Kind: SettingPartKind.Secret }]) return text.Text;

            diagnostics.Error(text.Place, StreamCodes.LiteralSecret, parts is [{ Kind: SettingPartKind.Setting }]
                ? $"connection.{setting.Name} is secret but refers to a setting; write \"${{secret:NAME}}\""
                : $"connection.{setting.Name} is secret and must not stand in a file; write \"${{secret:NAME}}\" and treat what stood here as known to others");
            return null;
        }

        if (parts is null)
        {
            diagnostics.Error(text.Place, StreamCodes.Reference,
                $"connection.{setting.Name} holds a reference that cannot be read; write \"${{NAME}}\", the name in letters, digits, '_', '-' and '.', starting with a letter");
            return null;
        }

        if (parts.Any(p => p.Kind == SettingPartKind.Secret))
        {
            diagnostics.Error(text.Place, StreamCodes.MisplacedSecret, $"connection.{setting.Name} is no secret setting, so its value may be logged; a secret must not go into it");
            return null;
        }

        if (parts.All(p => p.Kind == SettingPartKind.Literal) && SettingRule.Check(setting, text.Text, allowsPlainHttp) is { } fault)
        {
            diagnostics.Error(text.Place, fault.Code, $"connection.{setting.Name} {fault.Message}");
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

    static string Hint(string written, AdapterManifest adapter)
    {
        var hint = DidYouMean.Hint(written, adapter.Settings.Select(s => s.Name));
        return hint.Length > 0 || adapter.Settings.Count == 0 ? hint : $"; it has {string.Join(", ", adapter.Settings.Select(s => s.Name))}";
    }

    static string Example(AdapterSetting setting) => setting switch
    {
        { Kind: SettingKind.Secret } => " Write \"${secret:NAME}\".",
        { Example: { } example } => $" For instance {example}.",
        _ => "",
    };
}
