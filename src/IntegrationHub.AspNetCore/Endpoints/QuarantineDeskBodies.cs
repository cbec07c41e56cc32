using IntegrationHub.Quarantine;

namespace IntegrationHub.AspNetCore;

/// <summary>What is to be mapped again: everything of a stream, or what one thing is wrong with.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Code">Only those whose first fault has this code; left out, all of the stream.</param>
/// <param name="Field">Only those whose first fault is in this field; an empty text means the whole record.</param>
public sealed record ReplayBody(string Stream, string? Code, string? Field);

/// <summary>What is to be discarded, and why.</summary>
/// <param name="Stream">The stream; left out where the address names the record.</param>
/// <param name="Code">Only those whose first fault has this code; left out, all of the stream.</param>
/// <param name="Field">Only those whose first fault is in this field; an empty text means the whole record.</param>
/// <param name="Reason">Why; it stands in the audit. 3 to 200 characters, no personal number.</param>
public sealed record DiscardBody(string? Stream, string? Code, string? Field, string Reason);

/// <summary>What somebody made of a record.</summary>
/// <param name="Text">The whole record, edited; signs that cannot be seen are written as in the answer of GET.</param>
/// <param name="Version">The version that GET told: an edit never replaces one that its writer has not seen.</param>
/// <param name="Purpose">Why; it stands in the audit. 3 to 200 characters, no personal number.</param>
public sealed record EditBody(string Text, string Version, string Purpose);

/// <summary>How many were discarded.</summary>
/// <param name="Discarded">How many.</param>
public sealed record DiscardedBody(long Discarded);

/// <summary>An edited record that is in the index.</summary>
/// <param name="Case">The case; null when it was an event of one whose key could not be read.</param>
public sealed record EditedBody(string? Case);

/// <summary>A record in quarantine as its source sent it.</summary>
public sealed record HeldRecordBody
{
    /// <summary>The entry.</summary>
    public required QuarantineItem Entry { get; init; }

    /// <summary>The media type: <c>application/json</c>, <c>application/xml</c> or <c>text/csv</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>The charset that the source wrote it in.</summary>
    public required string Charset { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required int Bytes { get; init; }

    /// <summary>The columns of a CSV row; null for the other formats.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The record letter by letter; signs that cannot be seen are written as <c>⟦U+202E⟧</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The record laid out for reading.</summary>
    public required string Pretty { get; init; }

    /// <summary>Why it cannot be edited; null when it can.</summary>
    public string? NotEditable { get; init; }

    /// <summary>Names these very bytes.</summary>
    public required string Version { get; init; }

    internal static HeldRecordBody Of(QuarantinedContent content) => new()
    {
        Entry = QuarantineItem.Of(content.Entry),
        MediaType = content.MediaType,
        Charset = content.Charset,
        Bytes = content.Bytes,
        Columns = content.Columns,
        Text = content.Text,
        Pretty = content.Pretty,
        NotEditable = content.NotEditable,
        Version = content.Version,
    };
}
