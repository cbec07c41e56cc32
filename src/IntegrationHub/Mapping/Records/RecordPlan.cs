using System.Text;

namespace IntegrationHub.Mapping.Records;

/// <summary>What one pass over a record fills: a tree of wanted names, each with the slot its value goes to.</summary>
internal sealed class RecordPlan
{
    /// <summary>The slot of a frame that holds where the list's next frame begins.</summary>
    public const int Next = 0;

    /// <summary>The slot of a frame that holds the element's own value, when it is one.</summary>
    public const int Self = 1;

    /// <summary>The first slot that holds a field.</summary>
    public const int FirstField = 2;

    RecordPlan(PlanNode root, int wanted)
    {
        Root = root;
        Wanted = wanted;
    }

    public PlanNode Root { get; }

    /// <summary>How many slots of the record's own frame a reader fills at most; when that many are filled it may stop early.</summary>
    public int Wanted { get; }

    /// <summary>Hands out the slots. Everything that looks at the record must have named its shapes before.</summary>
    /// <param name="record">The record's shape.</param>
    /// <param name="slotForEach">Whether objects on the way get a slot too: an XML reader marks there that it has seen them.</param>
    public static RecordPlan Create(Shape record, bool slotForEach)
    {
        var lists = new Dictionary<FieldGroup, PlanNode>();
        var root = NodeOf(record.Fields, lists, slotForEach);
        return new RecordPlan(root, root.Size - FirstField);
    }

    static PlanNode NodeOf(FieldGroup group, Dictionary<FieldGroup, PlanNode> lists, bool slotForEach)
    {
        if (lists.TryGetValue(group, out var known)) return known;

        var node = new PlanNode();
        lists.Add(group, node);
        var next = FirstField;
        node.Fields = Assign(group, ref next, lists, slotForEach);
        node.Size = next;
        return node;
    }

    static PlanField[] Assign(FieldGroup group, ref int next, Dictionary<FieldGroup, PlanNode> lists, bool slotForEach)
    {
        var fields = new List<PlanField>();
        foreach (var shape in group.All)
        {
            if (shape.IsValue || shape.IsList || slotForEach) shape.Slot = next++;
            PlanNode inside;
            if (shape.IsList)
            {
                inside = NodeOf(shape.Fields, lists, slotForEach);
            }
            else
            {
                inside = new PlanNode();
                inside.Fields = Assign(shape.Fields, ref next, lists, slotForEach);
            }

            fields.Add(new PlanField(shape.Name, shape.Slot, shape.IsValue, shape.IsList, inside) { Bit = fields.Count < 64 ? 1UL << fields.Count : 0 });
        }

        return [.. fields];
    }
}

/// <summary>The wanted fields of one object. Fields of an object that is no list element stand in the frame around it.</summary>
internal sealed class PlanNode
{
    public PlanField[] Fields { get; set; } = [];

    /// <summary>How many slots a frame has; only for the record and for list elements.</summary>
    public int Size { get; set; }

    /// <summary>The list that stands directly in the list, or null.</summary>
    public PlanField? Inner => inner ??= Array.Find(Fields, f => f.Name == "[]");

    PlanField? inner;

    /// <summary>The field of this name, and the place where to look for the next one: records mostly keep the order of the one before.</summary>
    public PlanField? Find(ReadOnlySpan<byte> name, ref int hint)
    {
        var fields = Fields;
        var expected = hint;
        if ((uint)expected < (uint)fields.Length && name.SequenceEqual(fields[expected].Utf8Name))
        {
            hint = expected + 1;
            return fields[expected];
        }

        return FindElsewhere(name, fields, ref hint);
    }

    static PlanField? FindElsewhere(ReadOnlySpan<byte> name, PlanField[] fields, ref int hint)
    {
        for (var i = hint + 1; i < fields.Length; i++)
        {
            if (!name.SequenceEqual(fields[i].Utf8Name)) continue;
            hint = i + 1;
            return fields[i];
        }

        var end = Math.Min(hint, fields.Length);
        for (var i = 0; i < end; i++)
        {
            if (!name.SequenceEqual(fields[i].Utf8Name)) continue;
            hint = i + 1;
            return fields[i];
        }

        return null;
    }

    public PlanField? Find(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name) return field;
        }

        return null;
    }
}

/// <summary>One wanted field.</summary>
/// <param name="Name">Its name in the record.</param>
/// <param name="Slot">Where its value goes; -1 when only fields inside it are wanted.</param>
/// <param name="IsValue">Whether its own value is wanted.</param>
/// <param name="IsList">Whether it is read as a list.</param>
/// <param name="Inside">The wanted fields inside it, or inside its elements.</param>
internal sealed record PlanField(string Name, int Slot, bool IsValue, bool IsList, PlanNode Inside)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);

    /// <summary>The bit by which a reader remembers that it has met the field in an object; none for fields beyond the 64th.</summary>
    public ulong Bit { get; init; }

    public bool HasInside => Inside.Fields.Length > 0;
}
