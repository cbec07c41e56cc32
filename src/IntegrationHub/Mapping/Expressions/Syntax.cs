namespace IntegrationHub.Mapping.Expressions;

/// <summary>A parsed expression. <paramref name="Offset"/> is the character within the expression's text where it begins.</summary>
internal abstract record Syntax(int Offset)
{
    internal sealed record Literal(int Offset, Values.Value Value) : Syntax(Offset);

    internal sealed record Path(int Offset, PathStart Start, IReadOnlyList<PathSegment> Segments) : Syntax(Offset);

    internal sealed record Let(int Offset, string Name) : Syntax(Offset);

    internal sealed record ListOf(int Offset, IReadOnlyList<Syntax> Items) : Syntax(Offset);

    /// <summary>A call; <paramref name="Input"/> is what is piped into it, if anything.</summary>
    internal sealed record Call(int Offset, string Name, Syntax? Input, IReadOnlyList<Syntax> Arguments) : Syntax(Offset);

    internal sealed record Coalesce(int Offset, Syntax Left, Syntax Right) : Syntax(Offset);

    internal sealed record Compare(int Offset, string Operator, Syntax Left, Syntax Right) : Syntax(Offset);

    internal sealed record Logic(int Offset, bool IsAnd, Syntax Left, Syntax Right) : Syntax(Offset);

    internal sealed record Not(int Offset, Syntax Operand) : Syntax(Offset);
}

/// <summary>From where a path goes.</summary>
internal enum PathStart
{
    /// <summary>The record, or inside a list its element.</summary>
    Here,

    /// <summary>The list's element itself: <c>it</c>.</summary>
    It,

    /// <summary>The record: <c>root</c>.</summary>
    Root,
}

/// <summary>One step of a path: a name, or an index into a list.</summary>
internal readonly record struct PathSegment(int Offset, string? Name, int Index);
