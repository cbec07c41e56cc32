using IntegrationHub.Configuration;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>The settings of an adapter as keys, for the schema of stream files and their reference.</summary>
internal static class ConnectionKeys
{
    /// <summary>What stands under <c>connection</c> with this adapter.</summary>
    public static KeySpec Of(AdapterManifest adapter)
    {
        var settings = adapter.Settings.Select(Of).ToList();
        if (adapter.Settings.Any(s => s.Kind == SettingKind.Url))
            settings.Add(KeySpec.Flag(ConnectionReader.Insecure, "true: an address may begin with http://, and what is sent there can be read on the way.") with { Default = "false" });
        // A section without keys is none.
        return settings.Count == 0
            ? KeySpec.Names("connection", $"The adapter '{adapter.Name}' takes no settings.", KeySpec.Text("", "A setting.")) with { Pattern = "(?!)" }
            : KeySpec.Section("connection", $"The settings of the adapter '{adapter.Name}'.", settings);
    }

    // A setting of any kind may be referred to as ${NAME}: what stands there is known only when it runs.
    static KeySpec Of(AdapterSetting setting) => new(setting.Name, KeyKind.Text, Sentence(setting))
    {
        IsRequired = setting.Required,
        Default = setting.Default,
        Example = setting.Kind == SettingKind.Secret ? "${secret:NAME}" : setting.Example,
        Pattern = PatternOf(setting),
    };

    static string? PatternOf(AdapterSetting setting) => setting.Kind switch
    {
        SettingKind.Secret => @"\$\{secret:[A-Za-z][A-Za-z0-9_.-]*\}",
        SettingKind.Number => Or("[0-9]+"),
        SettingKind.Flag => Or("true|false"),
        SettingKind.Duration => Or("[0-9]{1,18}(ms|s|m|h|d)"),
        SettingKind.Url => Or("https?://.+"),
        SettingKind.Choice => Or(string.Join('|', setting.Choices)),
        _ => null,
    };

    static string Or(string literal) => $@"{literal}|.*\$\{{.*";

    static string Sentence(AdapterSetting setting) => setting.Choices.Count == 0 ? setting.Description : $"{setting.Description} One of {string.Join(", ", setting.Choices)}.";
}
