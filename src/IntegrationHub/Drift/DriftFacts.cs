namespace IntegrationHub.Drift;

/// <summary>What is known of a stream's records: fields without values, and codes that no row knew. What of it is a finding is decided by the mapping in force.</summary>
public sealed record DriftFacts
{
    /// <summary>How many fields are kept of a stream, and how many codes; more are counted only.</summary>
    public const int MaxFields = 400;

    /// <summary>How many codes are kept of a stream; more are counted only.</summary>
    public const int MaxCodes = 200;

    /// <summary>Nothing is known.</summary>
    public static DriftFacts None { get; } = new();

    /// <summary>How many records were looked at for their fields.</summary>
    public long Records { get; init; }

    /// <summary>The fields, by path.</summary>
    public IReadOnlyList<FieldFacts> Fields { get; init; } = [];

    /// <summary>How often a look found more fields than are kept.</summary>
    public long OtherFields { get; init; }

    /// <summary>Codes that stood in no row, by table and code.</summary>
    public IReadOnlyList<CodeFacts> Codes { get; init; } = [];

    /// <summary>How often there were other codes than those that are kept.</summary>
    public long OtherCodes { get; init; }
}

/// <summary>One field of a stream's records.</summary>
/// <param name="Path">Its path, as in expressions.</param>
/// <param name="Seen">In how many of the records that were looked at.</param>
/// <param name="SinceRecord">Which of them was the first that had it.</param>
/// <param name="LastRecord">Which of them was the last that had it.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
/// <param name="LastSeenAt">When it was last seen.</param>
/// <param name="Kinds">What stood in it.</param>
public sealed record FieldFacts(string Path, long Seen, long SinceRecord, long LastRecord, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, IReadOnlyList<KindFacts> Kinds);

/// <summary>One kind of what stood in a field.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Seen">In how many records.</param>
/// <param name="After">How many records had held the field before this kind was first seen in it.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
public sealed record KindFacts(FieldKind Kind, long Seen, long After, DateTimeOffset FirstSeenAt);

/// <summary>A code that stood in no row of its table.</summary>
/// <param name="Table">The code table.</param>
/// <param name="Code">The code, at most 64 characters; withheld when it looks like something personal.</param>
/// <param name="Times">How often.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
/// <param name="LastSeenAt">When it was last seen.</param>
public sealed record CodeFacts(string Table, string Code, long Times, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt);
