using System.Globalization;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>The codes under which one kind of file reports what is wrong with its keys.</summary>
/// <param name="UnknownKey">A key that nobody reads.</param>
/// <param name="MissingKey">A key that must be there and is not.</param>
/// <param name="WrongValue">A value of the wrong shape or kind.</param>
/// <param name="OutOfRange">A value that is too small or too large.</param>
internal sealed record SectionCodes(string UnknownKey, string MissingKey, string WrongValue, string OutOfRange);

/// <summary>One section of a file, read key by key. The keys it knows are those it was asked for: <see cref="End"/> reports the others.</summary>
internal sealed class YamlSection
{
    readonly YamlMap map;
    readonly string path;
    readonly DiagnosticBag diagnostics;
    readonly SectionCodes codes;
    readonly List<string> known = [];

    YamlSection(YamlMap map, string path, DiagnosticBag diagnostics, SectionCodes codes) =>
        (this.map, this.path, this.diagnostics, this.codes) = (map, path, diagnostics, codes);

    /// <summary>Where the section begins.</summary>
    public Place Place => map.Place;

    /// <summary>Its keys and values as they stand.</summary>
    public IReadOnlyList<YamlEntry> Entries => map.Entries;

    /// <summary>The whole file as a section; null, and an error, when it holds something else than keys.</summary>
    public static YamlSection? Root(YamlNode? node, DiagnosticBag diagnostics, SectionCodes codes)
    {
        if (node is YamlMap map) return new YamlSection(map, "", diagnostics, codes);
        if (node is not null) diagnostics.Error(node.Place, FileCodes.NoKeys, "the file must consist of keys and values, 'key: value'");
        return null;
    }

    /// <summary>A section that stands in a list.</summary>
    public static YamlSection Item(YamlMap map, string path, DiagnosticBag diagnostics, SectionCodes codes) => new(map, path, diagnostics, codes);

    /// <summary>Whether the key is written at all.</summary>
    public bool Has(string key) => map[key] is not null;

    /// <summary>Where the key stands, or the section itself when it does not.</summary>
    public Place PlaceOf(string key) => map[key]?.Key.Place ?? map.Place;

    /// <summary>The value of a key, whatever it is.</summary>
    public YamlNode? Node(string key)
    {
        if (!known.Contains(key, StringComparer.Ordinal)) known.Add(key);
        return map[key]?.Value;
    }

    /// <summary>The section under a key; an empty one when it is not written.</summary>
    public YamlSection Section(string key)
    {
        var node = Node(key);
        if (node is not (null or YamlMap or YamlText { IsEmpty: true }))
            diagnostics.Error(node.Place, codes.WrongValue, $"{Path(key)} must be a section with keys of its own");
        return new YamlSection(node as YamlMap ?? new YamlMap(node?.Place ?? map.Place, []), Path(key), diagnostics, codes);
    }

    /// <summary>The text of a key; null when it is missing or of another shape.</summary>
    public YamlText? Text(string key, bool required = false)
    {
        switch (Node(key))
        {
            case YamlText { IsEmpty: false } text when text.Text.Trim().Length > 0:
                return text;
            case null:
                if (required) diagnostics.Error(map.Place, codes.MissingKey, $"{Path(key)} is missing");
                return null;
            case YamlText empty:
                diagnostics.Error(empty.Place, codes.WrongValue, $"{Path(key)} has no value");
                return null;
            case var other:
                diagnostics.Error(other.Place, codes.WrongValue, $"{Path(key)} must be a single value");
                return null;
        }
    }

    /// <summary>The text of a key that names a tenant, a source or a stream.</summary>
    public string? Name(string key, string nameCode)
    {
        if (Text(key, required: true) is not { } text) return null;
        if (HubName.IsValid(text.Text)) return text.Text;

        diagnostics.Error(text.Place, nameCode,
            $"{Path(key)}: '{text.Text}' is no name; write lower-case letters a-z, digits and single hyphens, starting with a letter, at most {HubName.MaxLength}");
        return null;
    }

    /// <summary>The time span of a key.</summary>
    public TimeSpan? Duration(string key, TimeSpan min, TimeSpan max) => InRange(key, ValueSyntax.Duration, min, max, ValueSyntax.Text);

    /// <summary>The size of a key, in bytes.</summary>
    public long? Size(string key, long min, long max) => InRange<long>(key, ValueSyntax.Size, min, max, ValueSyntax.Text);

    /// <summary>The whole number of a key.</summary>
    public int? Number(string key, int min, int max) =>
        (int?)InRange<long>(key, ValueSyntax.Number, min, max, n => n.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>The share of a key, 0 to 1.</summary>
    public double? Share(string key) => Value<double>(key, ValueSyntax.Share);

    /// <summary>The value of a key, read by <paramref name="reader"/>.</summary>
    public T? Value<T>(string key, ValueReader<T> reader) where T : struct
    {
        if (Text(key) is not { } text) return null;
        if (reader(text.Text, out var value) is not { } wrong) return value;

        diagnostics.Error(text.Place, codes.WrongValue, $"{Path(key)}: '{text.Text}' {wrong}");
        return null;
    }

    /// <summary>The value of a key that is one of an enumeration's names, in camel case.</summary>
    public T? OneOf<T>(string key) where T : struct, Enum
    {
        if (Text(key) is not { } text) return null;
        if (EnumNames.TryParse<T>(text.Text, out var value)) return value;

        var names = EnumNames.Of(typeof(T));
        diagnostics.Error(text.Place, codes.WrongValue,
            $"{Path(key)}: there is no '{text.Text}'{DidYouMean.Hint(text.Text, names)}; it is one of {string.Join(", ", names)}");
        return null;
    }

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void End()
    {
        foreach (var (key, _) in map.Entries)
        {
            if (known.Contains(key.Text, StringComparer.Ordinal)) continue;

            var hint = DidYouMean.Hint(key.Text, known);
            if (hint.Length == 0) hint = $"; it takes {string.Join(", ", known)}";
            diagnostics.Error(key.Place, codes.UnknownKey, path.Length == 0 ? $"there is no key '{key.Text}' here{hint}" : $"there is no key '{key.Text}' under '{path}'{hint}");
        }
    }

    /// <summary>The key with the sections it stands in: <c>read.page.size</c>.</summary>
    public string Path(string key) => path.Length == 0 ? key : $"{path}.{key}";

    T? InRange<T>(string key, ValueReader<T> reader, T min, T max, Func<T, string> write) where T : struct, IComparable<T>
    {
        if (Value(key, reader) is not { } value) return null;
        if (value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0) return value;

        diagnostics.Error(map[key]!.Value.Place, codes.OutOfRange, $"{Path(key)} must be from {write(min)} to {write(max)}");
        return null;
    }
}
