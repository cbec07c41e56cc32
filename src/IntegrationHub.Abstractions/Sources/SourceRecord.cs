namespace IntegrationHub.Sources;

/// <summary>How the bytes of a record are to be read.</summary>
public enum RecordFormat
{
    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>One XML element with the namespace declarations it needs.</summary>
    Xml,

    /// <summary>One row of a delimited file, without its header; <see cref="SourceRecord.Layout"/> names the columns.</summary>
    Csv,
}

/// <summary>One record as the vendor wrote it: bytes with their format and charset. Its key, order and deletion come from the mapping.</summary>
public sealed record SourceRecord
{
    /// <summary>The vendor's bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>How the bytes are to be read.</summary>
    public required RecordFormat Format { get; init; }

    /// <summary>The IANA name of the charset, for instance <c>windows-1252</c>. UTF-8 unless set.</summary>
    public string Charset { get; init; } = "utf-8";

    /// <summary>The columns of a CSV row; the same instance for all rows of a file.</summary>
    public CsvLayout? Layout { get; init; }

    /// <summary>Where the record stood, for a person who looks for it: a file and a line, an index in a page. No personal data.</summary>
    public string? Where { get; init; }

    /// <summary>Set when the source could tell that this record is broken (an unclosed quote, a row too long): why, with the place, without its values. The hub quarantines it whole.</summary>
    public string? Broken { get; init; }

    /// <summary>
    /// Of a broken record, the key that it was asked for or listed by, as the mapping would read it: its case is then known to have a newer record in quarantine, and a source that
    /// reads by key is asked for it again. Null when the source does not know it.
    /// </summary>
    public string? BrokenKey { get; init; }
}

/// <summary>How the rows of a delimited file are to be read.</summary>
/// <param name="Columns">The names of the columns, in order.</param>
/// <param name="Delimiter">What stands between two values.</param>
/// <param name="Quote">What stands around a value that holds a delimiter.</param>
public sealed record CsvLayout(IReadOnlyList<string> Columns, char Delimiter = ';', char Quote = '"');
