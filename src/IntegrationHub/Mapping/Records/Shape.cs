namespace IntegrationHub.Mapping.Records;

/// <summary>A place in the records of a stream that a mapping looks at: a field, with what is wanted of it.</summary>
internal sealed class Shape(string name, string path)
{
    Shape? forward;
    FieldGroup fields = new();

    /// <summary>The field's name; <c>@name</c> for an XML attribute, <c>[]</c> for a list inside a list.</summary>
    public string Name { get; } = name;

    /// <summary>The path from the record, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>Whether its own value is wanted.</summary>
    public bool IsValue { get; set; }

    /// <summary>Whether it is wanted as a list; its fields then are those of each element.</summary>
    public bool IsList { get; set; }

    /// <summary>Where its value stands in the frame of the object or element around it; set when the plan is made.</summary>
    public int Slot { get; set; } = -1;

    public FieldGroup Fields => fields = fields.Current;

    /// <summary>The shape that this one was joined with.</summary>
    public Shape Current
    {
        get
        {
            var shape = this;
            while (shape.forward is not null) shape = shape.forward;
            return shape;
        }
    }

    public Shape Field(string field) => Fields.GetOrAdd(field, Path.Length == 0 || field == "[]" ? Path + field : $"{Path}.{field}");

    internal void JoinInto(Shape other)
    {
        other.IsValue |= IsValue;
        other.IsList |= IsList;
        FieldGroup.Join(other.Fields, Fields);
        forward = other;
    }
}

/// <summary>The fields of an object. Lists whose elements pass through one expression (<c>a ?? b</c>) share a group, so that their elements are read alike.</summary>
internal sealed class FieldGroup
{
    readonly Dictionary<string, Shape> fields = new(StringComparer.Ordinal);
    FieldGroup? forward;

    public FieldGroup Current
    {
        get
        {
            var group = this;
            while (group.forward is not null) group = group.forward;
            return group;
        }
    }

    public IEnumerable<Shape> All => Current.fields.Values;

    public Shape GetOrAdd(string name, string path)
    {
        var current = Current;
        if (!current.fields.TryGetValue(name, out var shape)) current.fields.Add(name, shape = new Shape(name, path));
        return shape;
    }

    public static void Join(FieldGroup kept, FieldGroup given)
    {
        kept = kept.Current;
        given = given.Current;
        if (ReferenceEquals(kept, given)) return;

        given.forward = kept;
        foreach (var (name, shape) in given.fields)
        {
            if (kept.fields.TryGetValue(name, out var same)) shape.JoinInto(same);
            else kept.fields.Add(name, shape);
        }
    }
}
