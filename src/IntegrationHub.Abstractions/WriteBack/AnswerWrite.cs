namespace IntegrationHub.WriteBack;

/// <summary>A command as it is told to who may know everything of its case; of a new case that the index does not have yet, to who may create in its system.</summary>
/// <remarks>With a protected identity in the case, nothing that somebody wrote is told: it may tell where somebody lives.</remarks>
public sealed record AnswerWrite
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its case; null of a new case until the index has it.</summary>
    public string? Case { get; init; }

    /// <summary>The system that it is written to.</summary>
    public required string Source { get; init; }

    /// <summary>The vendor's own name for what was written; of a new case its key. Null until the vendor told one.</summary>
    public string? Reference { get; init; }

    /// <summary>Raised with each change; whoever decides of it names the version that they saw.</summary>
    public required long Version { get; init; }

    /// <summary>What kind of thing is written.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required WriteState State { get; init; }

    /// <summary>Why it waits for a person; null when it does not.</summary>
    public WriteReason? Reason { get; init; }

    /// <summary>Whether it may have been carried out although nobody knows.</summary>
    public required bool MayBeDone { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? By { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it last came to where it stands.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it is tried next; null when it is not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it was tried, and failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>What it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>The text, whole.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the text is longer than the vendor takes, and is cut towards the vendor.</summary>
    public required bool Cut { get; init; }

    /// <summary>The status to set.</summary>
    public string? Status { get; init; }

    /// <summary>Values by the vendor's own names.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>The name of the file.</summary>
    public string? Attachment { get; init; }

    /// <summary>What the vendor said when it refused, in its own words.</summary>
    public string? VendorText { get; init; }

    /// <summary>The stable code of what was wrong at last; null when nothing was.</summary>
    public string? Code { get; init; }

    /// <summary>What was wrong at last, where, and what to do.</summary>
    public string? Message { get; init; }

    /// <summary>Who decided that the vendor has it, or took it back; null when nobody had to.</summary>
    public string? DecidedBy { get; init; }
}
