using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Disclosure;

/// <summary>Reads the values of the section and reports what is not as it should be.</summary>
sealed class YamlSection(DiagnosticBag diagnostics, IReadOnlyCollection<string> sources)
{
    public void Error(Place place, string code, string message) => diagnostics.Error(place, code, message);

    /// <summary>The map, its keys checked when they are given.</summary>
    public YamlMap? Map(YamlNode node, string name, IReadOnlyCollection<string>? keys = null)
    {
        if (node is not YamlMap map)
        {
            Error(node.Place, "IH5301", $"{name} must have keys with values under it{(keys is null ? "" : $": {string.Join(", ", keys)}")}");
            return null;
        }

        if (keys is not null)
            foreach (var entry in map.Entries.Where(entry => !keys.Contains(entry.Key.Text)))
                Error(entry.Key.Place, "IH5302", $"{name} has no key '{entry.Key.Text}'{DidYouMean.Hint(entry.Key.Text, keys)}; it has {string.Join(", ", keys)}");
        return map;
    }

    public IReadOnlyList<YamlNode> Items(YamlNode node, string name)
    {
        if (node is YamlList list) return list.Items;

        Error(node.Place, "IH5301", $"{name} must be a list");
        return [];
    }

    /// <summary>The texts of a list with at least one: an empty list would match nothing, and nobody means that.</summary>
    public IReadOnlyList<YamlText> TextNodes(YamlNode node, string name)
    {
        var items = Items(node, name);
        if (node is YamlList && items.Count == 0) Error(node.Place, "IH5301", $"{name} is empty; leave it out to mean all");
        foreach (var item in items.Where(item => item is not YamlText { IsEmpty: false })) Error(item.Place, "IH5301", $"{name} must be a list of texts");
        return [.. items.OfType<YamlText>().Where(text => !text.IsEmpty)];
    }

    public IReadOnlyList<string> Texts(YamlNode node, string name) => [.. TextNodes(node, name).Select(text => text.Text)];

    /// <summary>The text of a key that must be there; null when it is not, reported.</summary>
    public string? Required(YamlMap map, string key, string name)
    {
        if (map[key] is not { } entry)
        {
            Error(map.Place, "IH5303", $"{name} needs '{key}'");
            return null;
        }

        if (entry.Value is YamlText text && text.Text.Trim() is { Length: > 0 } written) return written;

        Error(entry.Value.Place, "IH5303", $"{name}.{key} needs a text");
        return null;
    }

    public bool Flag(YamlNode node, string name)
    {
        if (node is YamlText { Text: "true" }) return true;
        if (node is not YamlText { Text: "false" }) Error(node.Place, "IH5301", $"{name} must be true or false");
        return false;
    }

    public T? Choice<T>(YamlNode node, string name) where T : struct, Enum
    {
        var choices = Enum.GetNames<T>().Select(choice => char.ToLowerInvariant(choice[0]) + choice[1..]).ToList();
        if (node is YamlText text && choices.IndexOf(text.Text) is var at and >= 0) return Enum.Parse<T>(Enum.GetNames<T>()[at]);

        var written = (node as YamlText)?.Text ?? "";
        Error(node.Place, "IH5309", $"{name}: '{written}' is none of {string.Join(", ", choices)}{DidYouMean.Hint(written, choices)}");
        return null;
    }

    public SourceId? Source(YamlText text)
    {
        if (sources.Contains(text.Text)) return new SourceId(text.Text);

        Error(text.Place, "IH5302", $"no stream reads a source '{text.Text}'{DidYouMean.Hint(text.Text, sources)}");
        return null;
    }
}
