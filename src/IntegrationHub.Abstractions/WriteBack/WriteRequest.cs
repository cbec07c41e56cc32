using IntegrationHub.Contacts;

namespace IntegrationHub.WriteBack;

/// <summary>What somebody wants written about a case, or of a new one.</summary>
public sealed record WriteRequest
{
    /// <summary>What kind of thing.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>What it is about, in a few words.</summary>
    public string? Subject { get; init; }

    /// <summary>The text, whole; what is longer than the vendor takes is cut towards the vendor only.</summary>
    public string Text { get; init; } = "";

    /// <summary>The status to set, in the source's own word.</summary>
    public string? Status { get; init; }

    /// <summary>Further values by the vendor's own names: who is to handle the case, with <see cref="WriteKind.HandOver"/>; what a new case demands, with <see cref="WriteKind.Create"/>.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whom a new case is for, with <see cref="WriteKind.Create"/>.</summary>
    public ContactPerson? Person { get; init; }

    /// <summary>The file of <see cref="WriteKind.Attach"/>.</summary>
    public WriteAttachment? Attachment { get; init; }

    // What somebody wrote belongs in no log.
    /// <inheritdoc/>
    public override string ToString() => Kind.ToString();
}
