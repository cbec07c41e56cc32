using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Mapping.Files;

/// <summary>A part of the mapping file whose keys are known: what is not among them is an error.</summary>
internal sealed class Section
{
    readonly YamlMap map;
    readonly DiagnosticBag diagnostics;
    readonly string name;

    Section(YamlMap map, string name, DiagnosticBag diagnostics)
    {
        this.map = map;
        this.name = name;
        this.diagnostics = diagnostics;
    }

    public Place Place => map.Place;

    /// <summary>The part, its keys checked; null when the value is no mapping, which is reported.</summary>
    public static Section? Of(YamlNode node, string name, DiagnosticBag diagnostics, params string[] keys)
    {
        if (Map(node, name, diagnostics) is not { } map) return null;

        foreach (var entry in map.Entries)
        {
            if (keys.Contains(entry.Key.Text, StringComparer.Ordinal)) continue;
            diagnostics.Error(entry.Key.Place, MappingCodes.UnknownKey, $"there is no key '{entry.Key.Text}' {(name.Length == 0 ? "in a mapping file" : $"in '{name}'")}{DidYouMean.Hint(entry.Key.Text, keys)}");
        }

        return new Section(map, name, diagnostics);
    }

    /// <summary>The value as a mapping whose keys are free; null when it is none, which is reported.</summary>
    public static YamlMap? Map(YamlNode node, string name, DiagnosticBag diagnostics)
    {
        if (node is YamlMap map) return map;
        diagnostics.Error(node.Place, MappingCodes.WrongShape, $"{(name.Length == 0 ? "a mapping file" : $"'{name}'")} holds keys with values: key: value");
        return null;
    }

    public bool Has(string key) => map[key] is not null;

    public YamlNode? Node(string key) => map[key]?.Value;

    /// <summary>The text of a key; null when it is not there or no text, which is reported when it is wrong.</summary>
    public YamlText? Text(string key, bool isRequired = false)
    {
        if (map[key] is not { } entry)
        {
            if (isRequired) diagnostics.Error(map.Place, MappingCodes.MissingKey, $"the key '{key}' is missing{(name.Length == 0 ? "" : $" in '{name}'")}");
            return null;
        }

        if (entry.Value is YamlText { IsEmpty: false } text) return text;
        diagnostics.Error(entry.Value.Place, MappingCodes.WrongShape, $"'{key}' holds one text");
        return null;
    }

    public bool Flag(string key)
    {
        if (Text(key) is not { } text) return false;
        if (text.Text is "true" or "false") return text.Text == "true";
        diagnostics.Error(text.Place, MappingCodes.WrongValue, $"'{key}' is true or false");
        return false;
    }

    /// <summary>One of the choices; the first when the key is not there.</summary>
    public string Choice(string key, params string[] choices)
    {
        if (Text(key) is not { } text) return choices[0];
        if (choices.Contains(text.Text, StringComparer.Ordinal)) return text.Text;
        diagnostics.Error(text.Place, MappingCodes.WrongValue, $"'{key}' is {string.Join(" or ", choices)}, not '{text.Text}'{DidYouMean.Hint(text.Text, choices)}");
        return choices[0];
    }

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<YamlText> Texts(string key)
    {
        if (map[key] is not { } entry) return [];
        if (entry.Value is not YamlList list)
        {
            diagnostics.Error(entry.Value.Place, MappingCodes.WrongShape, $"'{key}' holds a list: [a, b]");
            return [];
        }

        var texts = new List<YamlText>();
        foreach (var item in list.Items)
        {
            if (item is YamlText { IsEmpty: false } text) texts.Add(text);
            else diagnostics.Error(item.Place, MappingCodes.WrongShape, $"'{key}' holds a list of texts");
        }

        return texts;
    }

    public char Character(string key, char otherwise)
    {
        if (Text(key) is not { } text) return otherwise;
        if (text.Text is "\\t") return '\t';
        if (text.Text.Length == 1) return text.Text[0];
        diagnostics.Error(text.Place, MappingCodes.WrongValue, $"'{key}' is one character");
        return otherwise;
    }
}
