using System.Text;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Records;

/// <summary>The room in which one record is read and mapped: slots of its values, notes, and the values of <c>let</c>. Used again for the next record.</summary>
internal sealed class Evaluation
{
    const int MaxSlots = 500_000;
    public const int MaxElements = 10_000;
    public const int MaxTextLength = 200_000;
    const int MaxSteps = 200_000;

    readonly List<object> held = [];
    Slot[] slots = new Slot[256];
    int used;
    byte[] record = [];
    byte[] scratch = new byte[1024];
    int scratchUsed;
    int steps;
    string fieldName = "";
    string? fieldList;
    int fieldIndex;

    public static Failure TooLarge { get; } = new("IH3011", "the record is larger than a mapping reads: too many list elements or steps; see docs/mapping-language.md, limits");

    public bool IsXml { get; set; }

    public Value[] Lets { get; private set; } = [];

    public bool[] LetsKnown { get; private set; } = [];

    public NameSet Names { get; } = new();

    public List<MappingNote> Notes { get; } = [];

    /// <summary>What is wrong with the record; whoever hands them on copies them.</summary>
    public List<RecordFault> Faults { get; } = [];

    /// <summary>Where the value that is evaluated goes; notes name it.</summary>
    public FieldPosition Field
    {
        get => new(fieldName, fieldList, fieldIndex);
        set => (fieldName, fieldList, fieldIndex) = (value.Name, value.List, value.Index);
    }

    /// <summary>The same, for the many fields of one case or item: the list mostly stays.</summary>
    public void At(string name, string? list, int index)
    {
        fieldName = name;
        fieldIndex = index;
        if (!ReferenceEquals(fieldList, list)) fieldList = list;
    }

    /// <summary>What a reader puts into a slot.</summary>
    public ref Slot SlotAt(int slot) => ref slots[slot];

    /// <summary>The value of a slot.</summary>
    public Value this[int slot]
    {
        get
        {
            ref readonly var found = ref slots[slot];
            return found.Kind switch
            {
                ValueKind.Missing => default,
                ValueKind.Utf8 => Value.OfUtf8(found.Flag ? scratch : record, found.A, found.B),
                ValueKind.NumberText => Value.OfNumber(found.Flag ? scratch : record, found.A, found.B),
                ValueKind.Null => Value.Null,
                ValueKind.Bool => Value.Of(found.Flag),
                ValueKind.Structure => Value.Structure,
                ValueKind.RecordList => Value.OfRecordList(found.A, found.C, found.Flag),
                ValueKind.Text => Value.Of((string)held[found.A]),
                ValueKind.Fault => Value.Fail((Failure)held[found.A]),
                _ => throw new InvalidOperationException($"No reader fills a slot with {found.Kind}."),
            };
        }
    }

    /// <summary>The bytes of a slot that holds a text which may go on as it is written: not blank, and no longer than a text may be.</summary>
    public bool TryWritten(int slot, out ReadOnlySpan<byte> text)
    {
        ref readonly var found = ref slots[slot];
        if (found.Kind != ValueKind.Utf8 || found.B > MaxTextLength)
        {
            text = default;
            return false;
        }

        text = (found.Flag ? scratch : record).AsSpan(found.A, found.B);
        return !Value.IsWhiteSpace(text);
    }

    /// <summary>The frame of the element that follows the one of this frame in its list.</summary>
    public int NextFrame(int frame) => slots[frame + RecordPlan.Next].A;

    // An element without one has only fields or elements in it.
    bool HasOwnValue(int frame) => slots[frame + RecordPlan.Self].Kind != ValueKind.Structure;

    /// <summary>The array whose slices the slots are.</summary>
    public void ReadsFrom(byte[] array) => record = array;

    /// <summary>Keeps what is no slice of the record.</summary>
    public Slot Hold(string text) => Hold(ValueKind.Text, text);

    /// <inheritdoc cref="Hold(string)"/>
    public Slot Hold(Failure failure) => Hold(ValueKind.Fault, failure);

    Slot Hold(ValueKind kind, object what)
    {
        held.Add(what);
        return Slot.OfHeld(kind, held.Count - 1);
    }

    public void Begin(bool isXml, int lets)
    {
        slots.AsSpan(0, used).Clear();
        used = 0;
        held.Clear();
        scratchUsed = 0;
        steps = 0;
        IsXml = isXml;
        Notes.Clear();
        Faults.Clear();
        At("", null, 0);
        if (Lets.Length < lets)
        {
            Lets = new Value[lets];
            LetsKnown = new bool[lets];
        }

        Array.Clear(Lets);
        Array.Clear(LetsKnown);
    }

    /// <summary>Notes something about the value that is evaluated.</summary>
    public void Note(Failure failure) => Notes.Add(new MappingNote(failure.Code, Field.ToString(), failure.Place ?? default, failure.Message) { Table = failure.Table, UnknownCode = failure.UnknownCode });

    /// <summary>A frame of so many slots, all missing; -1 when the record has too many.</summary>
    public int Reserve(int size)
    {
        if (used + size > MaxSlots) return -1;
        if (used + size > slots.Length) Array.Resize(ref slots, Math.Max(slots.Length * 2, used + size));
        var frame = used;
        used += size;
        return frame;
    }

    /// <summary>Room for bytes that do not stand in the record as such: what was written with escapes. The buffer is the caller's to slice.</summary>
    public byte[] Scratch(int length, out int start)
    {
        if (scratchUsed + length > scratch.Length) Array.Resize(ref scratch, Math.Max(scratch.Length * 2, scratchUsed + length));

        start = scratchUsed;
        scratchUsed += length;
        return scratch;
    }

    /// <summary>Counts work that depends on the record; false when it is too much.</summary>
    public bool Step() => ++steps <= MaxSteps;

    /// <summary>The value itself where an object, an element or a list of one stands for it.</summary>
    public Value Scalar(in Value value) => value.Kind switch
    {
        ValueKind.Object => HasOwnValue(value.Frame) ? this[value.Frame + RecordPlan.Self] : Value.Fail(Unexpected.Object),
        ValueKind.RecordList => value.FrameCount switch
        {
            0 => Value.Missing,
            1 when IsXml || value.IsSingle => Scalar(Value.OfFrame(value.FirstFrame)),
            _ => Value.Fail(Unexpected.List),
        },
        ValueKind.List => Value.Fail(Unexpected.List),
        ValueKind.Structure => Value.Fail(Unexpected.Object),
        _ => value,
    };

    /// <summary>The value itself for functions that take any: an element that is a plain value counts as that value.</summary>
    public Value Plain(in Value value) =>
        value.Kind == ValueKind.Object && HasOwnValue(value.Frame) ? this[value.Frame + RecordPlan.Self] : value;

    /// <summary>The text of a scalar; null when it is none.</summary>
    public static string? TextOf(in Value value) => value.Kind switch
    {
        ValueKind.Text or ValueKind.Utf8 or ValueKind.NumberText => value.Text,
        ValueKind.Int => value.Int.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.Decimal => value.Decimal.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.Bool => value.Bool ? "true" : "false",
        ValueKind.Date => value.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.DateTime => IsoTime.Write(value.DateTime),
        _ => null,
    };

    public ElementEnumerator Elements(in Value list) => new(this, list);
}

/// <summary>What is said when a value has another form than the mapping expects.</summary>
internal static class Unexpected
{
    public static Failure Object { get; } = new("IH3103", "an object stands where one value is expected");
    public static Failure List { get; } = new("IH3104", "a list stands where one value is expected; use first, join or map");
    public static Failure NoList { get; } = new("IH3105", "a list is expected; where the source writes one value instead of a list of one, use toList");
    public static Failure Repeated { get; } = new("IH3106", "the element stands more than once; use first, join or map");
}

/// <summary>Which target field a value goes to: its name, and for list items the list and the index.</summary>
internal readonly record struct FieldPosition(string Name, string? List, int Index)
{
    public override string ToString() => List is null ? Name ?? "" : $"{List}[{Index}]{(Name.Length == 0 ? "" : ".")}{Name}";
}

/// <summary>Goes over the elements of a list, wherever they stand.</summary>
internal struct ElementEnumerator(Evaluation run, Value list)
{
    int index = -1;
    int frame;

    public Value Current { get; private set; }

    public readonly int Count => list.Kind == ValueKind.List ? list.Items.Length : list.Kind == ValueKind.RecordList ? list.FrameCount : 0;

    public readonly ElementEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        index++;
        if (index >= Count) return false;

        if (list.Kind == ValueKind.List)
        {
            Current = list.Items[index];
            return true;
        }

        frame = index == 0 ? list.FirstFrame : run.NextFrame(frame);
        Current = Value.OfFrame(frame);
        return true;
    }
}
