using System.Globalization;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>The codes under which one kind of file reports what is wrong with its keys.</summary>
/// <param name="UnknownKey">A key that nobody reads.</param>
/// <param name="MissingKey">A key that must be there and is not.</param>
/// <param name="WrongValue">A value of the wrong shape or kind.</param>
/// <param name="OutOfRange">A value that is too small or too large.</param>
public sealed record SectionCodes(string UnknownKey, string MissingKey, string WrongValue, string OutOfRange)
{
    /// <summary>A value of another shape than the key takes: a list where a text is expected. As a wrong value unless set.</summary>
    public string WrongShape { get; init; } = WrongValue;

    /// <summary>A word that is none of the choices. As a wrong value unless set.</summary>
    public string NoChoice { get; init; } = WrongValue;
}

/// <summary>One section of a file, read key by key. Which keys there are, and what they take, its <see cref="KeySpec"/> says; <see cref="End"/> reports the others.</summary>
public sealed class YamlSection
{
    /// <summary>The code of a file that holds something else than keys and values.</summary>
    const string NoKeys = "IH1022";

    readonly YamlMap map;
    readonly string path;
    readonly KeySpec spec;
    readonly DiagnosticBag diagnostics;
    readonly SectionCodes codes;

    YamlSection(YamlMap map, string path, KeySpec spec, DiagnosticBag diagnostics, SectionCodes codes) =>
        (this.map, this.path, this.spec, this.diagnostics, this.codes) = (map, path, spec, diagnostics, codes);

    /// <summary>Where the section begins.</summary>
    public Place Place => map.Place;

    /// <summary>Its keys and values as they stand.</summary>
    public IReadOnlyList<YamlEntry> Entries => map.Entries;

    /// <summary>The whole file as a section; null, and an error, when it holds something else than keys.</summary>
    public static YamlSection? Root(YamlNode? node, KeySpec spec, DiagnosticBag diagnostics, SectionCodes codes)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);

        if (node is YamlMap map) return new YamlSection(map, "", spec, diagnostics, codes);
        if (node is not null) diagnostics.Error(node.Place, NoKeys, "the file must consist of keys and values, 'key: value'");
        return null;
    }

    /// <summary>A section that stands in a list, or was found by another way than its key.</summary>
    /// <param name="map">The section.</param>
    /// <param name="path">How people are told of it: <c>tests[0]</c>.</param>
    /// <param name="spec">What may stand in it.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <param name="codes">The codes under which it is reported.</param>
    public static YamlSection Item(YamlMap map, string path, KeySpec spec, DiagnosticBag diagnostics, SectionCodes codes) => new(map, path, spec, diagnostics, codes);

    /// <summary>Whether the key is written at all.</summary>
    public bool Has(string key) => map[key] is not null;

    /// <summary>Where the key stands, or the section itself when it does not.</summary>
    public Place PlaceOf(string key) => map[key]?.Key.Place ?? map.Place;

    /// <summary>The value of a key, whatever it is.</summary>
    public YamlNode? Node(string key)
    {
        _ = Spec(key);
        return map[key]?.Value;
    }

    /// <summary>The section under a key; an empty one when it is not written.</summary>
    public YamlSection Section(string key)
    {
        var node = Node(key);
        if (node is not (null or YamlMap or YamlText { IsEmpty: true }))
            diagnostics.Error(node.Place, codes.WrongShape, $"{Path(key)} must be a section with keys of its own");
        return new YamlSection(node as YamlMap ?? new YamlMap(node?.Place ?? map.Place, []), Path(key), Spec(key), diagnostics, codes);
    }

    /// <summary>The text of a key; null when it is missing or of another shape, which is reported.</summary>
    public YamlText? Text(string key) => Text(key, Spec(key).IsRequired);

    /// <summary>The text of a key that must be there in some files only.</summary>
    public YamlText? Text(string key, bool required)
    {
        switch (Node(key))
        {
            case YamlText { IsEmpty: false } text when text.Text.Trim().Length > 0:
                return text;
            case null:
                if (required) Missing(key);
                return null;
            case YamlText empty:
                diagnostics.Error(empty.Place, codes.WrongShape, $"{Path(key)} has no value");
                return null;
            case var other:
                diagnostics.Error(other.Place, codes.WrongShape, $"{Path(key)} must be a single value");
                return null;
        }
    }

    /// <summary>The texts of a key that takes one or a list of them.</summary>
    public IReadOnlyList<YamlText> Texts(string key)
    {
        IReadOnlyList<YamlNode> nodes = Node(key) switch
        {
            null => [],
            YamlList { Items.Count: > 0 } list => list.Items,
            YamlText { IsEmpty: false } one => [one],
            YamlList empty => Empty(empty),
            var other => Wrong(other),
        };
        foreach (var node in nodes.Where(n => n is not YamlText { Text.Length: > 0 })) Wrong(node);
        if (Spec(key) is { IsRequired: true, Example: var example } && !Has(key)) diagnostics.Error(map.Place, codes.MissingKey, $"{Path(key)} is missing{(example is null ? "" : $"; write [\"{example}\"]")}");
        return [.. nodes.OfType<YamlText>().Where(t => t.Text.Length > 0)];

        IReadOnlyList<YamlNode> Empty(YamlNode node)
        {
            diagnostics.Error(node.Place, codes.WrongShape, $"{Path(key)} is empty; write at least one text, or leave the key out");
            return [];
        }

        IReadOnlyList<YamlNode> Wrong(YamlNode node)
        {
            diagnostics.Error(node.Place, codes.WrongShape, $"{Path(key)} must be a list of texts");
            return [];
        }
    }

    /// <summary>The texts of a key that takes one or a list of an enumeration's names, in camel case; null when the key is not there.</summary>
    public IReadOnlyList<T>? AnyOf<T>(string key) where T : struct, Enum
    {
        if (!Has(key)) return null;

        var found = new List<T>();
        foreach (var text in Texts(key))
        {
            if (EnumNames.TryParse<T>(text.Text, out var value)) found.Add(value);
            else NoChoice(key, text);
        }

        return found;
    }

    /// <summary>The sections that are the items of a list, each with the path <c>key[0]</c>; an empty list is reported.</summary>
    public IReadOnlyList<YamlSection> Items(string key)
    {
        switch (Node(key))
        {
            case null:
                if (Spec(key).IsRequired) Missing(key);
                return [];
            case YamlList { Items.Count: > 0 } list:
                var items = new List<YamlSection>();
                foreach (var item in list.Items)
                {
                    if (item is YamlMap section) items.Add(new YamlSection(section, $"{Path(key)}[{items.Count}]", Spec(key).Each!, diagnostics, codes));
                    else diagnostics.Error(item.Place, codes.WrongShape, $"{Path(key)}: each item must be a section with keys of its own");
                }

                return items;
            case var other:
                diagnostics.Error(other.Place, codes.WrongShape, $"{Path(key)} must be a list of sections");
                return [];
        }
    }

    /// <summary>The text of a key that names a tenant, a source or a stream.</summary>
    public string? Name(string key, string nameCode)
    {
        if (Text(key) is not { } text) return null;
        if (HubName.IsValid(text.Text)) return text.Text;

        diagnostics.Error(text.Place, nameCode,
            $"{Path(key)}: '{text.Text}' is no name; write lower-case letters a-z, digits and single hyphens, starting with a letter, at most {HubName.MaxLength}");
        return null;
    }

    /// <summary>The time span of a key.</summary>
    public TimeSpan? Duration(string key) =>
        InRange(key, ValueSyntax.Duration, TimeSpan.FromTicks(Spec(key).Least!.Value), TimeSpan.FromTicks(Spec(key).Most!.Value), ValueSyntax.Text);

    /// <summary>The size of a key, in bytes.</summary>
    public long? Size(string key) => InRange<long>(key, ValueSyntax.Size, Spec(key).Least!.Value, Spec(key).Most!.Value, ValueSyntax.Text);

    /// <summary>The whole number of a key.</summary>
    public int? Number(string key) =>
        (int?)InRange<long>(key, ValueSyntax.Number, Spec(key).Least!.Value, Spec(key).Most!.Value, n => n.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>The share of a key, 0 to 1.</summary>
    public double? Share(string key) => Value<double>(key, ValueSyntax.Share);

    /// <summary>The switch of a key.</summary>
    public bool? Flag(string key) => Value<bool>(key, ValueSyntax.Flag);

    /// <summary>The value of a key, read by <paramref name="reader"/>.</summary>
    public T? Value<T>(string key, ValueReader<T> reader) where T : struct
    {
        ArgumentNullException.ThrowIfNull(reader);

        if (Text(key) is not { } text) return null;
        if (reader(text.Text, out var value) is not { } wrong) return value;

        diagnostics.Error(text.Place, codes.WrongValue, $"{Path(key)}: '{text.Text}' {wrong}");
        return null;
    }

    /// <summary>The choice of a key; null when it is not there or none of them, which is reported.</summary>
    public string? Choice(string key)
    {
        if (Text(key) is not { } text) return null;

        if (Spec(key).Choices.Contains(text.Text, StringComparer.Ordinal)) return text.Text;

        NoChoice(key, text);
        return null;
    }

    /// <summary>The one character of a key; <c>\t</c> is a tab.</summary>
    public char? Character(string key)
    {
        // A character of white space is a value here, so the key is not read as a text is.
        if (Node(key) is not YamlText { Style: YamlTextStyle.Quoted, Text.Length: 1 } quoted) return Value<char>(key, ValueSyntax.Character);

        return quoted.Text[0];
    }

    /// <summary>The value of a key that is one of an enumeration's names, in camel case.</summary>
    public T? OneOf<T>(string key) where T : struct, Enum => Choice(key) is { } text && EnumNames.TryParse<T>(text, out var value) ? value : null;

    /// <summary>Reports the keys that the section does not have.</summary>
    public void End()
    {
        foreach (var (key, value) in map.Entries)
        {
            if (spec.Find(key.Text) is { } found)
            {
                if (found.Refused is { } reason) diagnostics.Error(value.Place, codes.WrongValue, reason);
                continue;
            }

            var known = spec.Keys.Where(k => k.Refused is null).Select(k => k.Name).ToList();
            var hint = DidYouMean.Hint(key.Text, known);
            if (hint.Length == 0) hint = $"; it takes {string.Join(", ", known)}";
            diagnostics.Error(key.Place, codes.UnknownKey, path.Length == 0 ? $"there is no key '{key.Text}' here{hint}" : $"there is no key '{key.Text}' under '{path}'{hint}");
        }
    }

    /// <summary>The key with the sections it stands in: <c>read.page.size</c>.</summary>
    public string Path(string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>Reports what is wrong with the value of a key, at the value.</summary>
    public void Wrong(string key, string message) => diagnostics.Error(map[key]?.Value.Place ?? map.Place, codes.WrongValue, $"{Path(key)}{message}");

    /// <summary>Reports that a key must be there.</summary>
    public void Missing(string key) => diagnostics.Error(map.Place, codes.MissingKey, $"{Path(key)} is missing");

    void NoChoice(string key, YamlText text)
    {
        var choices = Spec(key).Choices;
        diagnostics.Error(text.Place, codes.NoChoice, $"{Path(key)}: there is no '{text.Text}'{DidYouMean.Hint(text.Text, choices)}; it is one of {string.Join(", ", choices)}");
    }

    // What is read and not described would be missing in every schema and reference.
    KeySpec Spec(string key) => spec.Find(key) ?? throw new InvalidOperationException($"'{Path(key)}' is read but not described; add it to the keys of '{spec.Name}'.");

    T? InRange<T>(string key, ValueReader<T> reader, T min, T max, Func<T, string> write) where T : struct, IComparable<T>
    {
        if (Value(key, reader) is not { } value) return null;
        if (value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0) return value;

        diagnostics.Error(map[key]!.Value.Place, codes.OutOfRange, $"{Path(key)} must be from {write(min)} to {write(max)}");
        return null;
    }
}
