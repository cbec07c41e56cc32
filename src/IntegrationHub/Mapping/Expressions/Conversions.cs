namespace IntegrationHub.Mapping.Expressions;

/// <summary>Which types go together.</summary>
internal static class Conversions
{
    /// <summary>The type that can be either; null when there is none.</summary>
    public static MappingType? Unify(MappingType a, MappingType b)
    {
        if (a.Kind == TypeKind.Null) return b;
        if (b.Kind == TypeKind.Null) return a;
        if (a.Kind is TypeKind.Int or TypeKind.Decimal && b.Kind is TypeKind.Int or TypeKind.Decimal && a.Kind != b.Kind) return MappingType.Decimal;
        if (a.Kind != b.Kind) return null;

        return a.Kind switch
        {
            TypeKind.Source => a.IsElement == b.IsElement ? a with { Shapes = [.. a.Shapes.Union(b.Shapes)] } : null,
            // What one side cannot say, the other does not know either; but every text that is known is checked.
            TypeKind.Text => a with { Known = a.Known is null ? b.Known : b.Known is null ? a.Known : [.. a.Known, .. b.Known] },
            TypeKind.List => a.Item is null || b.Item is null ? a.Item is null ? b : a : Unify(a.Item, b.Item) is { } item ? MappingType.ListOf(item) : null,
            _ => a,
        };
    }

    public static bool CanCompare(MappingType a, MappingType b)
    {
        if (a.Kind == TypeKind.Null || b.Kind == TypeKind.Null) return true;
        if (a.Kind == TypeKind.List || b.Kind == TypeKind.List) return false;
        return Unify(a, b) is not null;
    }

    public static Accepts AcceptsOf(MappingType type) => type.Kind switch
    {
        TypeKind.Text => Accepts.Text,
        TypeKind.Int => Accepts.Int,
        TypeKind.Decimal => Accepts.Decimal,
        TypeKind.Bool => Accepts.Bool,
        TypeKind.Date => Accepts.Date,
        TypeKind.DateTime => Accepts.DateTime,
        TypeKind.List => Accepts.List,
        _ => Accepts.Any,
    };

    public static string NameOf(Accepts accepts)
    {
        if ((accepts & Accepts.Any) != 0) return "any value";

        var names = new List<string>();
        if ((accepts & Accepts.Text) != 0) names.Add("string");
        if ((accepts & Accepts.Int) != 0 && (accepts & Accepts.Decimal) == 0) names.Add("int");
        if ((accepts & Accepts.Decimal) != 0) names.Add("number");
        if ((accepts & Accepts.Bool) != 0) names.Add("bool");
        if ((accepts & Accepts.Date) != 0) names.Add("date");
        if ((accepts & Accepts.DateTime) != 0) names.Add("datetime");
        if ((accepts & Accepts.List) != 0) names.Add("list");
        return string.Join(" or ", names);
    }

    /// <summary>How a text of the source becomes a value of this kind.</summary>
    public static string Remedy(TypeKind kind) => kind switch
    {
        TypeKind.Int => "x | int",
        TypeKind.Decimal => "x | decimal",
        TypeKind.Bool => "x | bool(yes, no)",
        TypeKind.Date => "x | date",
        TypeKind.DateTime => "x | datetime",
        _ => "x | toList",
    };

    public static string Remedy(Accepts accepts) => Remedy(
        (accepts & Accepts.DateTime) != 0 ? TypeKind.DateTime
        : (accepts & Accepts.Date) != 0 ? TypeKind.Date
        : (accepts & Accepts.Decimal) != 0 ? TypeKind.Decimal
        : (accepts & Accepts.Int) != 0 ? TypeKind.Int
        : (accepts & Accepts.Bool) != 0 ? TypeKind.Bool
        : TypeKind.List);

    public static string Taker(string name) => name.StartsWith("a ", StringComparison.Ordinal) ? name : $"'{name}'";
}
