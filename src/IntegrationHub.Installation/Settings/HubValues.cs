using IntegrationHub.Configuration;

namespace IntegrationHub.Installation;

/// <summary>Where a hub's settings and secrets come from. With several hubs, from nowhere that another one's come from: who writes the files of one could otherwise read the passwords of all.</summary>
internal static class HubValues
{
    /// <summary>The sources of a hub.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="alone">Whether it is the only one.</param>
    public static ISettingSource Of(HubSettings hub, bool alone)
    {
        var sources = new List<ISettingSource> { new GivenSettings(hub.Values) };
        if (hub.SecretsFolder is { } folder) sources.Add(new SecretFolder(folder));
        sources.Add(alone ? SettingSources.OfMachine() : new PrefixedEnvironment(PrefixOf(hub.Name)));
        return new SettingSources(sources);
    }

    /// <summary>How the environment variables of a hub begin when there are several: <c>SUNDBY__</c>.</summary>
    public static string PrefixOf(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')) + "__";

    /// <summary>The value of a reference, ${secret:NAME}, as it is now; null when it has none.</summary>
    public static string? SecretOf(string reference, ISettingSource values) =>
        SettingText.Parse(reference) is [{ Kind: SettingPartKind.Secret } part] ? values.FindSecret(part.Text) : null;

    sealed class PrefixedEnvironment(string prefix) : ISettingSource
    {
        public string? WhereSettingsAre => $"an environment variable of that name with {prefix} before it";

        public string? WhereSecretsAre => WhereSettingsAre;

        public string? FindSetting(string name) => Environment.GetEnvironmentVariable(prefix + name);

        public string? FindSecret(string name) => Environment.GetEnvironmentVariable(prefix + name);
    }
}
