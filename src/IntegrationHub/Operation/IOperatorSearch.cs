using IntegrationHub.Quarantine;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Operation;

/// <summary>Finds what an operator half remembers: a stream, a run, a record in quarantine, a code without a row.</summary>
/// <remarks>It looks at names, numbers, codes, keys and what faults say; at no record and no case. The text is written down nowhere.</remarks>
public interface IOperatorSearch
{
    /// <summary>What holds the text, 2 to 200 characters; ASCII letters in either case. Of each kind the first <see cref="FoundThings.Most"/>.</summary>
    Task<FoundThings> FindAsync(string text, CancellationToken cancellationToken);
}

/// <summary>What was found.</summary>
public sealed record FoundThings
{
    /// <summary>Of each kind so many are told.</summary>
    public const int Most = 20;

    /// <summary>Nothing.</summary>
    public static FoundThings None { get; } = new();

    /// <summary>Streams, by what their files say of them.</summary>
    public IReadOnlyList<StreamDefinition> Streams { get; init; } = [];

    /// <summary>Runs, by their number or by what ended them, newest first.</summary>
    public IReadOnlyList<RunRecord> Runs { get; init; } = [];

    /// <summary>Records in quarantine, by id, key, code or field, newest first.</summary>
    public IReadOnlyList<QuarantinedRecord> Held { get; init; } = [];

    /// <summary>Codes without a row.</summary>
    public IReadOnlyList<UnknownCode> Codes { get; init; } = [];

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => Streams.Count + Runs.Count + Held.Count + Codes.Count == 0;
}

/// <summary>A code that no row of its table knows.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Table">The code table.</param>
/// <param name="Code">The code.</param>
/// <param name="File">Where the line goes to.</param>
/// <param name="Line">The line to add.</param>
/// <param name="Name">What the vendor calls it, if told.</param>
public sealed record UnknownCode(StreamName Stream, string Table, string Code, string File, string Line, string? Name);
