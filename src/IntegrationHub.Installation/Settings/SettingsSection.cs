using System.Globalization;
using IntegrationHub.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace IntegrationHub.Installation;

/// <summary>One section of the settings, read key by key; what nobody asks for is told at the end.</summary>
/// <param name="section">The section.</param>
/// <param name="root">All settings, to tell where a value comes from.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class SettingsSection(IConfiguration section, IConfigurationRoot root, List<SettingsFault> faults)
{
    readonly List<string> known = [];

    /// <summary>The key of the section.</summary>
    public string Path { get; } = (section as IConfigurationSection)?.Path ?? "";

    /// <summary>The last part of the key.</summary>
    public string Name => (section as IConfigurationSection)?.Key ?? "";

    /// <summary>Whether anything stands in it.</summary>
    public bool IsThere => section.GetChildren().Any() || (section as IConfigurationSection)?.Value is { Length: > 0 };

    /// <summary>Reports what is wrong with a key.</summary>
    public void Wrong(string key, string says) => faults.Add(new SettingsFault(Where(key), says));

    /// <summary>The text of a key; null when it is missing or empty.</summary>
    public string? Text(string key)
    {
        known.Add(key);
        var child = section.GetSection(key);
        if (child.Value is { } text && !string.IsNullOrWhiteSpace(text)) return text.Trim();

        if (child.GetChildren().Any()) Wrong(key, "a single value was expected");
        return null;
    }

    /// <summary>The text of a key that must be there.</summary>
    public string? Required(string key, string what)
    {
        if (Text(key) is { } text) return text;

        if (!section.GetSection(key).GetChildren().Any()) Wrong(key, $"is missing: {what}");
        return null;
    }

    /// <summary>The texts of a key: a list, or one text with commas.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        known.Add(key);
        var child = section.GetSection(key);
        IEnumerable<string?> texts = child.GetChildren().Any() ? child.GetChildren().Select(c => c.Value) : child.Value?.Split(',') ?? [];
        return [.. texts.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!.Trim())];
    }

    /// <summary>The keys and values under a key.</summary>
    public IReadOnlyDictionary<string, string> Values(string key)
    {
        known.Add(key);
        return section.GetSection(key).GetChildren().Where(c => c.Value is not null).ToDictionary(c => c.Key, c => c.Value!, StringComparer.Ordinal);
    }

    /// <summary>The switch of a key.</summary>
    public bool Flag(string key, bool unless)
    {
        if (Text(key) is not { } text) return unless;
        if (bool.TryParse(text, out var value)) return value;

        Wrong(key, $"'{text}' is neither true nor false");
        return unless;
    }

    /// <summary>The whole number of a key.</summary>
    public int Number(string key, int unless, int least, int most)
    {
        if (Text(key) is not { } text) return unless;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;

        Wrong(key, string.Create(CultureInfo.InvariantCulture, $"'{text}' must be a whole number from {least} to {most}"));
        return unless;
    }

    /// <summary>The section of a key.</summary>
    public SettingsSection Section(string key)
    {
        known.Add(key);
        return new SettingsSection(section.GetSection(key), root, faults);
    }

    /// <summary>The sections below a key: the items of a list, or named ones.</summary>
    public IReadOnlyList<SettingsSection> Sections(string key)
    {
        known.Add(key);
        return [.. section.GetSection(key).GetChildren().Select(child => new SettingsSection(child, root, faults))];
    }

    /// <summary>Takes a key as known that somebody else reads.</summary>
    public void Leave(string key) => known.Add(key);

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void End()
    {
        foreach (var child in section.GetChildren().Where(c => !known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
        {
            var hint = DidYouMean.Hint(child.Key, known);
            Wrong(child.Key, $"there is no such key{(hint.Length > 0 ? hint : $"; there are {string.Join(", ", known.Distinct())}")}");
        }
    }

    string Where(string key)
    {
        var path = key.Length == 0 ? Path : Path.Length == 0 ? key : $"{Path}:{key}";
        return SourceOf(path) is { } source ? $"{source}: {path}" : path;
    }

    // The last provider that knows the key, or something below it, has the word.
    string? SourceOf(string path)
    {
        for (var at = path; at.Length > 0; at = at.Contains(':', StringComparison.Ordinal) ? at[..at.LastIndexOf(':')] : "")
            foreach (var provider in root.Providers.Reverse())
                if (provider.TryGet(at, out _) || provider.GetChildKeys([], at).Any()) return NameOf(provider);
        return root.Providers.OfType<JsonConfigurationProvider>().FirstOrDefault() is { } file ? NameOf(file) : null;
    }

    static string NameOf(IConfigurationProvider provider) => provider switch
    {
        JsonConfigurationProvider json => json.Source.FileProvider?.GetFileInfo(json.Source.Path ?? "").PhysicalPath ?? json.Source.Path ?? "the settings",
        EnvironmentVariablesConfigurationProvider => "the environment",
        _ => "the command line",
    };
}
