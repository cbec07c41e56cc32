using IntegrationHub.Sources;

namespace IntegrationHub.Quarantine;

/// <summary>The record of an entry as its source sent it: personal data, told to an administrator with a reason, and in the audit before it is told.</summary>
public sealed record QuarantinedContent
{
    /// <summary>The entry, as it is listed.</summary>
    public required QuarantinedRecord Entry { get; init; }

    /// <summary>The format.</summary>
    public required RecordFormat Format { get; init; }

    /// <summary>The media type of the format: <c>application/json</c>, <c>application/xml</c> or <c>text/csv</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>The charset that the source wrote it in.</summary>
    public required string Charset { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required int Bytes { get; init; }

    /// <summary>The columns of a CSV row; null for the other formats.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The record letter by letter, as it is edited. Control and direction signs stand as <c>⟦U+202E⟧</c>; so written, they are taken back as the signs they are.</summary>
    public required string Text { get; init; }

    /// <summary>The record laid out for reading; the same signs are made visible in it.</summary>
    public required string Pretty { get; init; }

    /// <summary>Why it cannot be edited here; null when it can.</summary>
    public string? NotEditable { get; init; }

    /// <summary>Names these very bytes: an edit has to send it back, so that it never replaces a version that its writer has not seen.</summary>
    public required string Version { get; init; }
}

/// <summary>What a person makes of a record's text.</summary>
/// <param name="Text">The whole record, edited.</param>
/// <param name="Version">The version of the record that was edited; see <see cref="QuarantinedContent.Version"/>.</param>
/// <param name="Purpose">Why it is edited, 3 to 200 characters, no personal number; it goes to the audit.</param>
public sealed record RecordEdit(string Text, string Version, string Purpose)
{
    // A record's own text would hold the edited record, which belongs in no log.
    /// <inheritdoc/>
    public override string ToString() => nameof(RecordEdit);
}
