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
    public PlanField[] Fields
    {
        get => fields;
        set
        {
            fields = value;
            hashes = Array.ConvertAll(value, f => NameSet.Hash(f.Utf8Name));
            // Until a record tells, they stand as the mapping names them.
            First = value.FirstOrDefault();
            for (var i = 1; i < value.Length; i++) value[i - 1].Next = value[i];
        }
    }

    PlanField[] fields = [];
    ulong[] hashes = [];

    /// <summary>How many slots a frame has; only for the record and for list elements.</summary>
    public int Size { get; set; }

    /// <summary>The list that stands directly in the list, or null.</summary>
    public PlanField? Inner => inner ??= Array.Find(Fields, f => f.Name == "[]");

    PlanField? inner;

    /// <summary>The field that stands first, as far as is known.</summary>
    public PlanField? First { get; private set; }

    /// <summary>The field of this name, whose hash <see cref="NameSet.Hash"/> gives.</summary>
    public PlanField? Find(ReadOnlySpan<byte> name, ulong hash)
    {
        var at = hashes.AsSpan().IndexOf(hash);
        if (at < 0) return null;
        if (name.SequenceEqual(fields[at].Utf8Name)) return fields[at];

        // Names of one hash are rare enough to be found the long way.
        return Find(Encoding.UTF8.GetString(name));
    }

    /// <summary>Remembers that a field stood behind another one (null: first). Records mostly keep the order of the one before; threads may see each other's, because a guess that is wrong costs a search and no more.</summary>
    public void Follows(PlanField? before, PlanField field)
    {
        if (before is null) First = field;
        else before.Next = field;
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
/// <param name="name">Its name in the record.</param>
/// <param name="slot">Where its value goes; -1 when only fields inside it are wanted.</param>
/// <param name="isValue">Whether its own value is wanted.</param>
/// <param name="isList">Whether it is read as a list.</param>
/// <param name="inside">The wanted fields inside it, or inside its elements.</param>
internal sealed class PlanField(string name, int slot, bool isValue, bool isList, PlanNode inside)
{
    public string Name => name;

    public int Slot => slot;

    public bool IsValue => isValue;

    public bool IsList => isList;

    public PlanNode Inside => inside;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>The name as a JSON record writes it that escapes nothing; one that must be escaped is never found by it.</summary>
    public byte[] Quoted { get; } = Encoding.UTF8.GetBytes(name.Any(c => c is '"' or '\\' or < ' ') ? "\0" : $"\"{name}\"");

    /// <summary>The field that stood behind it in the last object that had it.</summary>
    public PlanField? Next { get; set; }

    /// <summary>The bit by which a reader remembers that it has met the field in an object; none for fields beyond the 64th.</summary>
    public ulong Bit { get; init; }
}
