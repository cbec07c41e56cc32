using IntegrationHub.Mapping.Records;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>What kind of value an expression has, known before a record runs.</summary>
internal enum TypeKind
{
    /// <summary>What a path gives: whatever the record holds there.</summary>
    Source,
    Null,
    Text,
    Int,
    Decimal,
    Bool,
    Date,
    DateTime,
    List,
}

/// <summary>The type of an expression.</summary>
internal sealed record MappingType(TypeKind Kind)
{
    public static MappingType Null { get; } = new(TypeKind.Null);
    public static MappingType Text { get; } = new(TypeKind.Text);
    public static MappingType Int { get; } = new(TypeKind.Int);
    public static MappingType Decimal { get; } = new(TypeKind.Decimal);
    public static MappingType Bool { get; } = new(TypeKind.Bool);
    public static MappingType Date { get; } = new(TypeKind.Date);
    public static MappingType DateTime { get; } = new(TypeKind.DateTime);

    /// <summary>For a source value: the places in the record that it may come from.</summary>
    public IReadOnlyList<Shape> Shapes { get; init; } = [];

    /// <summary>For a source value: it is an element of those lists, not the lists themselves.</summary>
    public bool IsElement { get; init; }

    /// <summary>For a list: what its elements are.</summary>
    public MappingType? Item { get; init; }

    /// <summary>For a text: all that it can be, when it comes from constants or a code table; null when it can be anything.</summary>
    public IReadOnlyList<KnownText>? Known { get; init; }

    public static MappingType Of(Shape shape) => new(TypeKind.Source) { Shapes = [shape] };

    public static MappingType ListOf(MappingType item) => new(TypeKind.List) { Item = item };

    public string Name => Kind switch
    {
        TypeKind.Source => "a source value",
        TypeKind.Null => "null",
        TypeKind.Text => "string",
        TypeKind.Int => "int",
        TypeKind.Decimal => "decimal",
        TypeKind.Bool => "bool",
        TypeKind.Date => "date",
        TypeKind.DateTime => "datetime",
        _ => Item is null ? "list" : $"list of {Item.Name}",
    };
}

/// <summary>A text that an expression is known to give, and where it is written.</summary>
internal readonly record struct KnownText(string Text, Diagnostics.Place Place);

/// <summary>What a parameter or target takes.</summary>
[Flags]
internal enum Accepts
{
    None = 0,
    Text = 1,
    Int = 2,
    Decimal = 4,
    Bool = 8,
    Date = 16,
    DateTime = 32,
    List = 64,

    /// <summary>Whatever it is, untouched.</summary>
    Any = 128,

    Number = Int | Decimal,

    /// <summary>Anything that has a text: for join, template and keys.</summary>
    Written = Text | Number | Bool | Date | DateTime,
}
