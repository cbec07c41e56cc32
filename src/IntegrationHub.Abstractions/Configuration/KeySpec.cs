namespace IntegrationHub.Configuration;

/// <summary>What may stand under one key of a file that people write.</summary>
public enum KeyKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>One character; <c>\t</c> is a tab.</summary>
    Character,

    /// <summary>A name: lower-case letters a–z, digits and single hyphens.</summary>
    Name,

    /// <summary>A time span: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>7d</c>.</summary>
    Duration,

    /// <summary>A size: <c>512KB</c>, <c>64MB</c>, <c>1GB</c>.</summary>
    Size,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A percentage: <c>20%</c>.</summary>
    Share,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A date and time with an offset.</summary>
    Moment,

    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>An expression of the mapping language.</summary>
    Expression,

    /// <summary>A section with keys of its own.</summary>
    Section,

    /// <summary>A list.</summary>
    List,

    /// <summary>One text, or a list of texts.</summary>
    Texts,

    /// <summary>A section whose keys are the author's names, beside those that <see cref="KeySpec.Keys"/> explains.</summary>
    Names,

    /// <summary>Whatever is written: what it is compared with decides.</summary>
    Any,
}

/// <summary>
/// One key of a file that people write: what it takes and what it means. What reads the file, what checks it, the JSON Schema for editors and the reference in <c>docs/</c> are all made from it,
/// so that none of them can say something else than the others.
/// </summary>
/// <param name="Name">The key. Empty for a whole file, and for the items of a list.</param>
/// <param name="Kind">What may stand there.</param>
/// <param name="Description">What it means, in a sentence or two; the reference prints it as it is.</param>
public sealed record KeySpec(string Name, KeyKind Kind, string Description)
{
    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What holds unless it is set, as it would be written, or in words.</summary>
    public string? Default { get; init; }

    /// <summary>A value that would do.</summary>
    public string? Example { get; init; }

    /// <summary>The values of a <see cref="KeyKind.Choice"/>, and what each of the <see cref="KeyKind.Texts"/> may be; with another kind, words that are taken beside it (<c>never</c>).</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A regular expression that the text matches as a whole; with <see cref="KeyKind.Names"/>, that the author's names match.</summary>
    public string? Pattern { get; init; }

    /// <summary>What an <see cref="KeyKind.Expression"/> must give, in words.</summary>
    public string? Result { get; init; }

    /// <summary>Why the key is not taken although people expect it here; it is then in no schema and no reference.</summary>
    public string? Refused { get; init; }

    /// <summary>The least that is taken: a number, bytes of a size, ticks of a time span.</summary>
    public long? Least { get; init; }

    /// <summary>The most that is taken, in the same unit.</summary>
    public long? Most { get; init; }

    /// <summary>The keys of a <see cref="KeyKind.Section"/>, in the order in which they are explained; with <see cref="KeyKind.Names"/>, names that mean something.</summary>
    public IReadOnlyList<KeySpec> Keys { get; init; } = [];

    /// <summary>What each item of a <see cref="KeyKind.List"/>, or each value under <see cref="KeyKind.Names"/>, is.</summary>
    public KeySpec? Each { get; init; }

    /// <summary>Other shapes in which the same may be written, for instance a text where a section may stand.</summary>
    public IReadOnlyList<KeySpec> Or { get; init; } = [];

    /// <summary>A section.</summary>
    public static KeySpec Section(string name, string description, params IReadOnlyList<KeySpec> keys) => new(name, KeyKind.Section, description) { Keys = keys };

    /// <summary>A text.</summary>
    public static KeySpec Text(string name, string description) => new(name, KeyKind.Text, description);

    /// <summary>A time span within bounds.</summary>
    public static KeySpec Duration(string name, TimeSpan least, TimeSpan most, string description) =>
        new(name, KeyKind.Duration, description) { Least = least.Ticks, Most = most.Ticks };

    /// <summary>A size within bounds, in bytes.</summary>
    public static KeySpec Size(string name, long least, long most, string description) => new(name, KeyKind.Size, description) { Least = least, Most = most };

    /// <summary>A whole number within bounds.</summary>
    public static KeySpec Number(string name, int least, int most, string description) => new(name, KeyKind.Number, description) { Least = least, Most = most };

    /// <summary>One of several words.</summary>
    public static KeySpec Choice(string name, string description, params IReadOnlyList<string> choices) => new(name, KeyKind.Choice, description) { Choices = choices };

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static KeySpec Flag(string name, string description) => new(name, KeyKind.Flag, description);

    /// <summary>A list whose items are all alike.</summary>
    public static KeySpec List(string name, string description, KeySpec each) => new(name, KeyKind.List, description) { Each = each };

    /// <summary>A section whose keys are the author's own names.</summary>
    public static KeySpec Names(string name, string description, KeySpec each) => new(name, KeyKind.Names, description) { Each = each };

    /// <summary>What is said of a key below this one; null when there is no such key.</summary>
    public KeySpec? Find(string key)
    {
        foreach (var spec in Keys)
            if (spec.Name == key) return spec;

        return Kind == KeyKind.Names ? Each : null;
    }
}
