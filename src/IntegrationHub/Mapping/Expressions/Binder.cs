using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Traces;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>What bare paths and <c>it</c> mean where an expression stands.</summary>
/// <param name="Here">The record or the list element that bare paths start from; null when the elements are plain values.</param>
/// <param name="It">The type of the element; null outside a list.</param>
internal sealed record Scope(Shape? Here, MappingType? It);

/// <summary>Checks an expression and compiles it. Each method reports what is wrong at its place and gives null; null on the way in means that it was reported already.</summary>
internal sealed class Binder(MappingContext context, ScalarPlaces text, Scope scope)
{
    public MappingContext Context => context;

    public Scope Scope => scope;

    /// <summary>The same text, inside a list.</summary>
    public Binder Inside(Scope element) => new(context, text, element);

    public static Scope ScopeOf(Shape record) => new(record, null);

    /// <summary>Parses and compiles the whole text.</summary>
    public Bound? BindText()
    {
        var (syntax, error) = ExpressionParser.Parse(text.Scalar.Text);
        if (error is null) return Bind(syntax!);

        return error.Code == MappingCodes.UnclosedText && text.IsCutByComment()
            ? Error(error.Offset, MappingCodes.CutByComment, "the text is not closed: a space followed by '#' starts a YAML comment; put the whole value in double quotes")
            : Error(error.Offset, error.Code, error.Message);
    }

    public Place PlaceAt(int offset) => text.At(offset);

    public Bound? Error(int offset, string code, string message)
    {
        context.Diagnostics.Error(text.At(offset), code, message);
        return null;
    }

    public Bound? Bind(Syntax syntax)
    {
        var bound = BindUntraced(syntax);
        if (context.Trace is not { } trace) return bound;

        trace.Met(text, syntax, syntax is Syntax.Path && bound is not null ? [.. bound.Type.Shapes.Select(s => KnownFields.Plain(s.Path))] : []);
        // What is written in the mapping is no news, and some functions look whether it is.
        return bound is null or { Constant: not null } ? bound : bound with { Evaluator = new TracedEvaluator(bound.Evaluator, text, syntax, trace) };
    }

    Bound? BindUntraced(Syntax syntax) => syntax switch
    {
        Syntax.Literal literal => new Bound(TypeOf(literal), new ConstantEvaluator(literal.Value), literal.Offset),
        Syntax.Path path => PathBinding.Bind(this, path),
        Syntax.Let let => BindLet(let),
        Syntax.ListOf list => BindList(list),
        Syntax.Call call => CallBinding.Bind(this, call),
        Syntax.Coalesce coalesce => BindCoalesce(coalesce),
        Syntax.Compare { Operator: "in" } within => BindIn(within),
        Syntax.Compare compare => BindCompare(compare),
        Syntax.Logic logic => BindLogic(logic),
        Syntax.Not not => BindNot(not),
        _ => throw new InvalidOperationException($"No binding for {syntax.GetType().Name}."),
    };

    MappingType TypeOf(Syntax.Literal literal) => literal.Value.Kind switch
    {
        ValueKind.Null => MappingType.Null,
        ValueKind.Bool => MappingType.Bool,
        ValueKind.Int => MappingType.Int,
        ValueKind.Decimal => MappingType.Decimal,
        _ => MappingType.Text with { Known = [new KnownText(literal.Value.Text, text.At(literal.Offset))] },
    };

    Bound? BindLet(Syntax.Let syntax)
    {
        if (!context.Lets.TryGetValue(syntax.Name, out var let))
            return Error(syntax.Offset, MappingCodes.Let, $"there is no let '{syntax.Name}'{DidYouMean.Hint(syntax.Name, context.Lets.Keys)}");

        let.IsUsed = true;
        if (let.IsBinding) return Error(syntax.Offset, MappingCodes.Let, $"the let '{syntax.Name}' goes back to itself");
        if (!let.IsBound) BindLetBody(context, let);
        return let.Bound is { } bound ? new Bound(bound.Type, let.Evaluator, syntax.Offset) : null;
    }

    public static void BindLetBody(MappingContext context, MappingContext.Let let)
    {
        let.IsBinding = true;
        let.Bound = new Binder(context, let.Text, ScopeOf(context.Record)).BindText();
        let.Evaluator.Body = let.Bound?.Evaluator;
        let.IsBinding = false;
        let.IsBound = true;
    }

    Bound? BindList(Syntax.ListOf syntax)
    {
        var items = syntax.Items.Select(Bind).ToList();
        if (items.Any(i => i is null)) return null;

        MappingType? type = null;
        var evaluators = new List<Evaluator>();
        foreach (var item in items)
        {
            // Source values in a written list are single values; a list in the list is not.
            var value = item!.Type.Kind == TypeKind.Source ? Convert(item, Accepts.Any, "a list") : item;
            if (value is null) return null;
            type = type is null ? value.Type : Conversions.Unify(type, value.Type) ?? MappingType.Null;
            evaluators.Add(value.Evaluator);
        }

        return new Bound(MappingType.ListOf(type ?? MappingType.Null), new ListEvaluator([.. evaluators]), syntax.Offset);
    }

    Bound? BindCoalesce(Syntax.Coalesce syntax)
    {
        var left = Bind(syntax.Left);
        var right = Bind(syntax.Right);
        if (Either(left, right, "??", syntax.Offset) is not var (a, b, type)) return null;
        return new Bound(type, new CoalesceEvaluator(a.Evaluator, b.Evaluator), syntax.Left.Offset);
    }

    /// <summary>Makes one type of two alternatives: of <c>??</c>, <c>default</c>, <c>if</c> and <c>case</c>.</summary>
    public (Bound A, Bound B, MappingType Type)? Either(Bound? a, Bound? b, string what, int offset)
    {
        if (a is null || b is null) return null;

        a = Untouched(a);
        b = Untouched(b);
        if (a.Type.Kind == TypeKind.Source && b.Type.Kind is not (TypeKind.Source or TypeKind.Null))
            a = Convert(a, Conversions.AcceptsOf(b.Type), what);
        else if (b.Type.Kind == TypeKind.Source && a.Type.Kind is not (TypeKind.Source or TypeKind.Null))
            b = Convert(b, Conversions.AcceptsOf(a.Type), what);
        if (a is null || b is null) return null;

        if (Conversions.Unify(a.Type, b.Type) is { } type) return (a, b, type);
        Error(offset, MappingCodes.Type, $"'{what}' chooses between {a.Type.Name} and {b.Type.Name}; both must be of one type");
        return null;
    }

    Bound? BindCompare(Syntax.Compare syntax)
    {
        var left = Bind(syntax.Left);
        var right = Bind(syntax.Right);
        if (Comparable(left, right, syntax) is not var (a, b)) return null;
        return new Bound(MappingType.Bool, new CompareEvaluator(syntax.Operator, a.Evaluator, b.Evaluator), syntax.Left.Offset);
    }

    Bound? BindIn(Syntax.Compare syntax)
    {
        var left = Bind(syntax.Left);
        var right = Bind(syntax.Right);
        if (left is null || right is null) return null;

        var list = Convert(right, Accepts.List, "in");
        if (list is null) return null;
        if (list.Type.Item is { } item && Comparable(left, new Bound(item, list.Evaluator, right.Offset), syntax) is var (value, _))
            return new Bound(MappingType.Bool, new InEvaluator(value.Evaluator, list.Evaluator), syntax.Left.Offset);
        return null;
    }

    (Bound, Bound)? Comparable(Bound? a, Bound? b, Syntax.Compare syntax)
    {
        if (a is null || b is null) return null;

        var aIsSource = a.Type.Kind == TypeKind.Source;
        var bIsSource = b.Type.Kind == TypeKind.Source;
        if (aIsSource && bIsSource)
        {
            a = Convert(a, Accepts.Written, "a comparison");
            b = b.Type.IsElement ? b : Convert(b, Accepts.Written, "a comparison");
        }
        else if (aIsSource || bIsSource)
        {
            var (source, typed) = aIsSource ? (a, b) : (b, a);
            // JSON numbers and booleans are what they are; everything else is text until a function converts it.
            var isPlain = typed.Type.Kind is TypeKind.Text or TypeKind.Null || (context.Format == RecordFormat.Json && typed.Type.Kind is TypeKind.Int or TypeKind.Decimal or TypeKind.Bool);
            if (!isPlain)
                return Wrong(syntax, $"a source value is compared with {typed.Type.Name}; convert it first: {Conversions.Remedy(typed.Type.Kind)}");
            // A comparison with null asks whether there is anything, be it an object or a list.
            var converted = source.Type.IsElement && source == b ? source : Convert(source, typed.Type.Kind == TypeKind.Null ? Accepts.Any : Accepts.Written, "a comparison");
            (a, b) = aIsSource ? (converted, typed) : (typed, converted);
        }
        else if (!Conversions.CanCompare(a.Type, b.Type))
        {
            return Wrong(syntax, $"{a.Type.Name} is compared with {b.Type.Name}; convert one of them first");
        }

        return a is null || b is null ? null : (a, b);
    }

    (Bound, Bound)? Wrong(Syntax.Compare syntax, string message)
    {
        Error(syntax.Offset, MappingCodes.Type, message);
        return null;
    }

    Bound? BindLogic(Syntax.Logic syntax)
    {
        var word = syntax.IsAnd ? "and" : "or";
        var left = Convert(Bind(syntax.Left), Accepts.Bool, word);
        var right = Convert(Bind(syntax.Right), Accepts.Bool, word);
        if (left is null || right is null) return null;
        return new Bound(MappingType.Bool, new LogicEvaluator(syntax.IsAnd, left.Evaluator, right.Evaluator), syntax.Left.Offset);
    }

    Bound? BindNot(Syntax.Not syntax)
    {
        var operand = Convert(Bind(syntax.Operand), Accepts.Bool, "not");
        return operand is null ? null : new Bound(MappingType.Bool, new NotEvaluator(operand.Evaluator), syntax.Offset);
    }

    /// <summary>A source value whose use is decided further on: its slot is filled, and it stays as it is.</summary>
    public static Bound Untouched(Bound bound)
    {
        if (bound.Type.Kind == TypeKind.Source && !bound.Type.IsElement)
        {
            foreach (var shape in bound.Type.Shapes) shape.Current.IsValue = true;
        }

        return bound;
    }

    /// <summary>Checks that a value is of a kind that is taken, and makes it so where it comes from the record.</summary>
    /// <param name="bound">The value; null when it was reported already.</param>
    /// <param name="accepts">What is taken.</param>
    /// <param name="taker">Who takes it, for the message.</param>
    public Bound? Convert(Bound? bound, Accepts accepts, string taker)
    {
        if (bound is null) return null;
        if (bound.Type.Kind == TypeKind.Null) return bound;
        if (bound.Type.Kind == TypeKind.Source) return ConvertSource(bound, accepts, taker);
        if ((accepts & (Accepts.Any | Conversions.AcceptsOf(bound.Type))) != 0) return bound;
        if (bound.Type.Kind == TypeKind.Int && (accepts & Accepts.Decimal) != 0) return bound;
        var remedy = bound.Type.Kind switch
        {
            TypeKind.Text => $"; convert it first: {Conversions.Remedy(accepts)}",
            TypeKind.Date when (accepts & Accepts.DateTime) != 0 => "; its first moment is x | startOfDay",
            TypeKind.DateTime when (accepts & Accepts.Date) != 0 => "; its day is x | date",
            _ => "",
        };
        return Error(bound.Offset, MappingCodes.Type, $"{Conversions.Taker(taker)} takes {Conversions.NameOf(accepts)} but gets {bound.Type.Name}{remedy}");
    }

    Bound? ConvertSource(Bound bound, Accepts accepts, string taker)
    {
        if ((accepts & Accepts.Any) != 0) return Untouched(bound) with { Evaluator = new CoerceEvaluator(bound.Evaluator, accepts) };
        if ((accepts & Accepts.Text) != 0) return Scalar(bound, accepts, (accepts & Accepts.Written) == Accepts.Written ? bound.Type : MappingType.Text);
        if (accepts == Accepts.List) return PathBinding.AsList(bound);

        var isJson = context.Format == RecordFormat.Json;
        if (isJson && (accepts & Accepts.Number) != 0) return Scalar(bound, accepts, MappingType.Decimal);
        if (isJson && (accepts & Accepts.Bool) != 0) return Scalar(bound, accepts, MappingType.Bool);
        return Error(bound.Offset, MappingCodes.Type, $"{Conversions.Taker(taker)} takes {Conversions.NameOf(accepts)} but gets a source value; convert it first: {Conversions.Remedy(accepts)}");
    }

    static Bound Scalar(Bound bound, Accepts accepts, MappingType type) =>
        Untouched(bound) with { Type = type, Evaluator = new CoerceEvaluator(bound.Evaluator, accepts) };
}
