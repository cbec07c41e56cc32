using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>Compiles paths: it names the places in the record that the plan then gives slots.</summary>
internal static class PathBinding
{
    public static Bound? Bind(Binder binder, Syntax.Path path)
    {
        var context = binder.Context;
        if (path.Start == PathStart.It && binder.Scope.It is null)
            return binder.Error(path.Offset, MappingCodes.Path, "'it' is a list's element; here is no list");

        var fromRoot = path.Start == PathStart.Root;
        if (path.Segments.Count == 0)
        {
            return fromRoot
                ? new Bound(MappingType.Of(context.Record) with { IsElement = true }, context.Add(new PathEvaluator(true, [])), path.Offset)
                : new Bound(binder.Scope.It!, new ElementEvaluator(), path.Offset);
        }

        var here = fromRoot ? context.Record : binder.Scope.Here;
        if (here is null) return binder.Error(path.Offset, MappingCodes.Path, $"the elements of this list are {binder.Scope.It?.Name} without fields; use it, or root.{path.Segments[0].Name}");
        return context.Format == RecordFormat.Csv ? BindColumn(binder, path, fromRoot, here) : BindField(binder, path, fromRoot, here);
    }

    static Bound? BindColumn(Binder binder, Syntax.Path path, bool fromRoot, Shape here)
    {
        if (path.Segments.Count > 1 || path.Segments[0].Name is not { } name)
            return binder.Error(path.Segments[^1].Offset, MappingCodes.Path, "a CSV row has columns only, without fields or elements");

        var column = here.Field(name);
        if (Unknown(binder, column, path.Offset)) return null;
        column.IsValue = true;
        return new Bound(MappingType.Text, binder.Context.Add(new PathEvaluator(fromRoot, [(column, null)])), path.Offset);
    }

    static Bound? BindField(Binder binder, Syntax.Path path, bool fromRoot, Shape here)
    {
        var steps = new List<(Shape Shape, int? Index)>();
        var shape = here;
        foreach (var segment in path.Segments)
        {
            if (segment.Name is { } name)
            {
                shape = shape.Field(name).Current;
                if (Unknown(binder, shape, segment.Offset)) return null;
                steps.Add((shape, null));
            }
            else if (steps.Count > 0 && steps[^1].Index is null)
            {
                shape.IsList = true;
                steps[^1] = (shape, segment.Index);
            }
            else
            {
                shape = shape.Field("[]").Current;
                shape.IsList = true;
                steps.Add((shape, segment.Index));
            }
        }

        var isElement = path.Segments[^1].Name is null;
        var evaluator = binder.Context.Add(new PathEvaluator(fromRoot, steps));
        return new Bound(MappingType.Of(shape) with { IsElement = isElement }, evaluator, path.Offset);
    }

    static bool Unknown(Binder binder, Shape shape, int offset)
    {
        if (binder.Context.KnownFields is not { } known || known.Has(shape.Path)) return false;

        var written = KnownFields.Plain(shape.Path);
        var what = binder.Context.Format == RecordFormat.Csv ? "column" : "field";
        binder.Error(offset, MappingCodes.Path, $"the source has no {what} '{written}'{DidYouMean.Hint(written, known.Paths)}");
        return true;
    }

    /// <summary>A source value as the list it must be.</summary>
    public static Bound AsList(Bound bound) => new(
        MappingType.ListOf(ElementOf(bound)), new CoerceEvaluator(Listed(bound), Accepts.List), bound.Offset);

    /// <summary>The type of a source list's elements; marks the places as lists.</summary>
    public static MappingType ElementOf(Bound bound)
    {
        var shapes = bound.Type.IsElement ? [.. bound.Type.Shapes.Select(s => s.Current.Field("[]").Current)] : bound.Type.Shapes;
        foreach (var shape in shapes) shape.Current.IsList = true;
        return bound.Type with { Shapes = shapes, IsElement = true };
    }

    // A list directly inside a list has a slot of its own in the element.
    public static Evaluator Listed(Bound bound) => bound.Type.IsElement
        ? new InnerListEvaluator(bound.Evaluator, bound.Type.Shapes[0].Current.Field("[]"))
        : bound.Evaluator;

    /// <summary>What bare paths mean for the elements of a list.</summary>
    public static Scope ScopeOf(MappingType element)
    {
        if (element.Kind != TypeKind.Source || element.Shapes.Count == 0 || !element.IsElement) return new Scope(null, element);

        var first = element.Shapes[0].Current;
        foreach (var other in element.Shapes.Skip(1)) FieldGroup.Join(first.Fields, other.Current.Fields);
        return new Scope(first, element);
    }
}

/// <summary>The list that stands directly in a list.</summary>
internal sealed class InnerListEvaluator(Evaluator element, Shape inner) : Evaluator
{
    public override Value Evaluate(Evaluation run, in Value it)
    {
        var value = element.Evaluate(run, it);
        return value.Kind == ValueKind.Object ? run[value.Frame + inner.Current.Slot] : value;
    }
}
