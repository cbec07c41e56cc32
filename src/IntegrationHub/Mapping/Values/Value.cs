using System.Runtime.CompilerServices;
using System.Text;

namespace IntegrationHub.Mapping.Values;

/// <summary>What a <see cref="Value"/> holds.</summary>
internal enum ValueKind : byte
{
    /// <summary>The record has no such field.</summary>
    Missing,

    /// <summary>The field is there and holds null.</summary>
    Null,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A slice of the record's UTF-8 bytes; it becomes a text only where one is needed.</summary>
    Utf8,

    /// <summary>A JSON number as it is written, in the record's bytes.</summary>
    NumberText,

    Int,
    Decimal,
    Bool,
    Date,
    DateTime,

    /// <summary>An object of the record; its fields are in the frame that the value names.</summary>
    Object,

    /// <summary>A list that stands in the record; its elements are frames linked to each other.</summary>
    RecordList,

    /// <summary>A list that a function made.</summary>
    List,

    /// <summary>An object or list where the mapping expects one value.</summary>
    Structure,

    /// <summary>A code that its table drops.</summary>
    Dropped,

    /// <summary>The expression failed; <see cref="Failure"/> says why.</summary>
    Fault,
}

/// <summary>Why an expression failed, or why its value was dropped.</summary>
internal sealed record Failure(string Code, string Message)
{
    public Diagnostics.Place? Place { get; init; }
    public string? Table { get; init; }
    public string? UnknownCode { get; init; }
}

/// <summary>One value on its way through an expression: 32 bytes, no boxing; texts stay slices of the record until somebody needs a string.</summary>
internal readonly struct Value
{
    readonly object? reference;
    readonly ulong a;
    readonly ulong b;

    Value(ValueKind kind, object? reference = null, ulong a = 0, ulong b = 0)
    {
        Kind = kind;
        this.reference = reference;
        this.a = a;
        this.b = b;
    }

    public ValueKind Kind { get; }

    public static Value Missing => default;
    public static Value Null => new(ValueKind.Null);
    public static Value Of(string text) => new(ValueKind.Text, text);
    public static Value Of(long number) => new(ValueKind.Int, null, (ulong)number);
    public static Value Of(decimal number) { var (low, high) = Unsafe.BitCast<decimal, (ulong, ulong)>(number); return new(ValueKind.Decimal, null, low, high); }
    public static Value Of(bool value) => new(ValueKind.Bool, null, value ? 1UL : 0);
    public static Value Of(DateOnly date) => new(ValueKind.Date, null, (ulong)date.DayNumber);
    public static Value Of(DateTimeOffset time) => new(ValueKind.DateTime, null, (ulong)time.Ticks, (ulong)time.Offset.Ticks);
    /// <summary>A moment by its local ticks and those of its offset, which have been looked at.</summary>
    public static Value OfTime(long localTicks, long offsetTicks) => new(ValueKind.DateTime, null, (ulong)localTicks, (ulong)offsetTicks);

    public static Value Of(Value[] items) => new(ValueKind.List, items);
    public static Value OfUtf8(byte[] buffer, int start, int length) => new(ValueKind.Utf8, buffer, (uint)start, (uint)length);
    public static Value OfNumber(byte[] buffer, int start, int length) => new(ValueKind.NumberText, buffer, (uint)start, (uint)length);
    public static Value OfFrame(int frame) => new(ValueKind.Object, null, (uint)frame);
    public static Value Structure { get; } = new(ValueKind.Structure);

    /// <summary>A list in the record. A single one is an element or object that stands where a list might.</summary>
    public static Value OfRecordList(int first, int count, bool single) =>
        new(ValueKind.RecordList, null, (uint)first, ((ulong)(single ? 1u : 0u) << 32) | (uint)count);

    public static Value Fail(Failure failure) => new(ValueKind.Fault, failure);
    public static Value Fail(string code, string message) => new(ValueKind.Fault, new Failure(code, message));
    public static Value Drop(Failure failure) => new(ValueKind.Dropped, failure);

    /// <summary>Missing or null.</summary>
    public bool IsAbsent => Kind <= ValueKind.Null;

    /// <summary>A fault, or a value that its code table drops: nothing more is to be done with it.</summary>
    public bool IsStopped => Kind >= ValueKind.Dropped;

    public bool IsText => Kind is ValueKind.Text or ValueKind.Utf8;
    public bool IsList => Kind is ValueKind.List or ValueKind.RecordList;

    public long Int => (long)a;
    public decimal Decimal => Unsafe.BitCast<(ulong, ulong), decimal>((a, b));
    public bool Bool => a != 0;
    public DateOnly Date => DateOnly.FromDayNumber((int)a);
    public DateTimeOffset DateTime => new((long)a, new TimeSpan((long)b));
    public int Frame => (int)(uint)a;
    public Value[] Items => (Value[])reference!;
    public Failure Failure => (Failure)reference!;
    public int FirstFrame => (int)(uint)a;
    public int FrameCount => (int)(uint)b;
    public bool IsSingle => b >> 32 != 0;
    public ReadOnlySpan<byte> Bytes => Unsafe.As<byte[]>(reference!).AsSpan((int)a, (int)b);

    /// <summary>A part of a slice, without copying it. Only for the kinds Utf8 and NumberText.</summary>
    public Value Slice(int start, int length) => new(Kind, reference, a + (uint)start, (uint)length);

    /// <summary>Whether it is a text of nothing but white space.</summary>
    public bool IsBlank => Kind switch
    {
        ValueKind.Text => string.IsNullOrWhiteSpace((string)reference!),
        ValueKind.Utf8 => IsWhiteSpace(Bytes),
        _ => false,
    };

    /// <summary>Missing, null or blank: what functions leave untouched.</summary>
    public bool IsAbsentOrBlank => IsAbsent || IsBlank;

    /// <summary>The text of a text or of a number as it is written. Only for the kinds Text, Utf8 and NumberText.</summary>
    public string Text => Kind == ValueKind.Text ? (string)reference! : TextBytes.ToText(Bytes);

    /// <summary>Whether there is nothing but white space in a text.</summary>
    public static bool IsWhiteSpace(ReadOnlySpan<byte> bytes) => (bytes.IsEmpty || bytes[0] is <= (byte)' ' or >= 0x80) && IsWhiteSpaceThroughout(bytes);

    static bool IsWhiteSpaceThroughout(ReadOnlySpan<byte> bytes)
    {
        foreach (var c in bytes)
        {
            if (c is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r')) continue;
            return c >= 0x80 && string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(bytes));
        }

        return true;
    }
}
