using System.Globalization;
using System.Text.Json;
using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Vendor;

/// <summary>An answer of the model vendor.</summary>
/// <param name="Now">Its clock.</param>
/// <param name="Count">How many rows follow.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where the next page begins; null when this was the last.</param>
/// <param name="Total">How many rows there are in all, where the register tells it.</param>
internal sealed record VendorPage(DateTimeOffset Now, int Count, IReadOnlyList<VendorRow> Rows, string? Next = null, int? Total = null)
{
    /// <summary>The answer's bytes.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
}

/// <summary>A row of an answer: a case or a note.</summary>
internal sealed record VendorRow
{
    /// <summary>The case's key.</summary>
    public required string Key { get; init; }

    /// <summary>The note's id; null of a case.</summary>
    public int? Note { get; init; }

    /// <summary>The case's revision; null of a note.</summary>
    public int? Revision { get; init; }

    /// <summary>When it changed, or when the note was written.</summary>
    public required string Changed { get; init; }

    /// <summary>When the case came in; null of a note.</summary>
    public string? Opened { get; init; }

    /// <summary>Where the case stands: a word that no table knows makes its record a bad one.</summary>
    public string? State { get; init; }

    /// <summary>The row of a case.</summary>
    public static VendorRow Of(ModelCase @case)
    {
        var latest = @case.Latest;
        return new VendorRow
        {
            Key = @case.Key,
            Revision = latest.Revision,
            Changed = Text(latest.Changed),
            Opened = Text(@case.Opened),
            State = latest switch
            {
                { IsBad: true } => "no such word",
                { State: ModelState.Open } => "open",
                { State: ModelState.Closed } => "closed",
                _ => "deleted",
            },
        };
    }

    /// <summary>The row of a note.</summary>
    public static VendorRow Of(ModelNote note) => new() { Key = note.CaseKey, Note = note.Id, Changed = Text(note.At) };

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
