using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Records;

/// <summary>
/// What a reader found for one wanted field: where it stands, and no copy of it. It holds no reference, so that filling hundreds of slots for each record costs the collector of garbage
/// nothing; <see cref="Evaluation"/> makes a <see cref="Value"/> of it when an expression asks.
/// </summary>
internal readonly struct Slot
{
    Slot(ValueKind kind, int a = 0, int b = 0, int c = 0, bool flag = false)
    {
        Kind = kind;
        Flag = flag;
        A = a;
        B = b;
        C = c;
    }

    public ValueKind Kind { get; }

    /// <summary>Of a slice: it stands in the run's own room. Of a bool: its value. Of a list: it is an element or object that stands where a list might.</summary>
    public bool Flag { get; }

    /// <summary>Of a slice: where it starts. Of a list: the frame of its first element. Otherwise the number of what the run holds for it.</summary>
    public int A { get; }

    /// <summary>Of a slice: its length. Of a list: the frame of its last element.</summary>
    public int B { get; }

    /// <summary>Of a list: how many elements it has.</summary>
    public int C { get; }

    public static Slot Null { get; } = new(ValueKind.Null);
    public static Slot Structure { get; } = new(ValueKind.Structure);

    public static Slot Of(bool value) => new(ValueKind.Bool, flag: value);

    /// <summary>A text or a number as it is written, in the record or in the run's own room.</summary>
    public static Slot OfSlice(ValueKind kind, int start, int length, bool isOwn) => new(kind, start, length, 0, isOwn);

    /// <summary>Where the next element of a list begins.</summary>
    public static Slot OfFrame(int frame) => new(ValueKind.Int, frame);

    public static Slot OfRecordList(int first, int last, int count, bool single) => new(ValueKind.RecordList, first, last, count, single);

    /// <summary>A text or failure that the run holds.</summary>
    public static Slot OfHeld(ValueKind kind, int number) => new(kind, number);
}
