using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>A YAML value with the place where it stands.</summary>
public abstract record YamlNode(Place Place);

/// <summary>A YAML scalar: always text here; what it means is the reader's to say.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Text">The text, quotes taken off.</param>
/// <param name="Style">How it was written.</param>
/// <param name="TextPlace">Where the first character of the text itself stands (after an opening quote or a block header).</param>
public sealed record YamlText(Place Place, string Text, YamlTextStyle Style, Place TextPlace) : YamlNode(Place)
{
    /// <summary>Whether nothing was written: <c>key:</c>.</summary>
    public bool IsEmpty => Style == YamlTextStyle.Plain && Text.Length == 0;
}

/// <summary>How a scalar was written.</summary>
public enum YamlTextStyle
{
    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary>In single or double quotes.</summary>
    Quoted,

    /// <summary>As a block, <c>|</c> or <c>&gt;</c>.</summary>
    Block,
}

/// <summary>A YAML list.</summary>
public sealed record YamlList(Place Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place);

/// <summary>A YAML mapping, its entries in written order.</summary>
public sealed record YamlMap(Place Place, IReadOnlyList<YamlEntry> Entries) : YamlNode(Place)
{
    /// <summary>The entry of this key, or null.</summary>
    public YamlEntry? this[string key] => Entries.FirstOrDefault(e => e.Key.Text == key);
}

/// <summary>A key with its value.</summary>
public sealed record YamlEntry(YamlText Key, YamlNode Value);
