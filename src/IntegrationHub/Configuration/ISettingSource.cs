namespace IntegrationHub.Configuration;

/// <summary>Knows the values that stream files refer to as <c>${NAME}</c> and <c>${secret:NAME}</c>.</summary>
/// <remarks>It is asked before every run, so a rotated secret is in force without a restart.</remarks>
public interface ISettingSource
{
    /// <summary>The value of <c>${NAME}</c>, or null when this source does not know it.</summary>
    string? FindSetting(string name);

    /// <summary>The value of <c>${secret:NAME}</c>, or null when this source does not know it.</summary>
    string? FindSecret(string name);

    /// <summary>Where a person can put the secret for this source to find it, for error messages; null when nowhere.</summary>
    string? WhereSecretsAre => null;

    /// <summary>Where a person can put the setting for this source to find it, for error messages; null when nowhere.</summary>
    string? WhereSettingsAre => null;
}

/// <summary>Values given in code: what a test or an embedding application knows.</summary>
/// <param name="settings">The values of <c>${NAME}</c>.</param>
/// <param name="secrets">The values of <c>${secret:NAME}</c>.</param>
public sealed class GivenSettings(IReadOnlyDictionary<string, string>? settings = null, IReadOnlyDictionary<string, string>? secrets = null) : ISettingSource
{
    /// <inheritdoc/>
    public string? FindSetting(string name) => settings?.GetValueOrDefault(name);

    /// <inheritdoc/>
    public string? FindSecret(string name) => secrets?.GetValueOrDefault(name);
}

/// <summary>Values from environment variables of the same name.</summary>
public sealed class EnvironmentSettings : ISettingSource
{
    /// <inheritdoc/>
    public string? WhereSettingsAre => "an environment variable of that name";

    /// <inheritdoc/>
    public string? WhereSecretsAre => "an environment variable of that name";

    /// <inheritdoc/>
    public string? FindSetting(string name) => Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public string? FindSecret(string name) => Environment.GetEnvironmentVariable(name);
}

/// <summary>Secrets from files: a folder that holds one file per secret, named as the secret, as container platforms mount them.</summary>
/// <param name="folder">The folder; it need not exist.</param>
public sealed class SecretFolder(string folder) : ISettingSource
{
    // A secret is a password or a key; what is larger was put there by mistake.
    const int MaxBytes = 64 * 1024;

    /// <summary>The environment variable that names the folder.</summary>
    public const string FolderVariable = "IHUB_SECRETS_DIR";

    /// <inheritdoc/>
    public string? WhereSecretsAre => $"a file of that name in {folder}";

    /// <inheritdoc/>
    public string? FindSetting(string name) => null;

    /// <inheritdoc/>
    public string? FindSecret(string name)
    {
        if (!SettingText.IsName(name)) return null;

        try
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists) return null;

            using var reader = new StreamReader(file.FullName);
            var buffer = new char[MaxBytes + 1];
            var read = reader.ReadBlock(buffer);
            // Editors and "echo" leave a line end behind that is no part of a password.
            return read > MaxBytes ? null : new string(buffer, 0, read).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Several sources as one: the first that knows a value gives it.</summary>
/// <param name="sources">In order of precedence.</param>
public sealed class SettingSources(params IReadOnlyList<ISettingSource> sources) : ISettingSource
{
    /// <summary>Files in the folder that <c>IHUB_SECRETS_DIR</c> names, then environment variables.</summary>
    public static ISettingSource OfMachine() =>
        Environment.GetEnvironmentVariable(SecretFolder.FolderVariable) is { Length: > 0 } folder
            ? new SettingSources(new SecretFolder(folder), new EnvironmentSettings())
            : new EnvironmentSettings();

    /// <inheritdoc/>
    public string? WhereSettingsAre => Or(sources.Select(s => s.WhereSettingsAre));

    /// <inheritdoc/>
    public string? WhereSecretsAre => Or(sources.Select(s => s.WhereSecretsAre));

    /// <inheritdoc/>
    public string? FindSetting(string name) => sources.Select(s => s.FindSetting(name)).FirstOrDefault(v => v is not null);

    /// <inheritdoc/>
    public string? FindSecret(string name) => sources.Select(s => s.FindSecret(name)).FirstOrDefault(v => v is not null);

    static string? Or(IEnumerable<string?> places)
    {
        var known = places.OfType<string>().ToList();
        return known.Count == 0 ? null : string.Join(", or ", known);
    }
}
