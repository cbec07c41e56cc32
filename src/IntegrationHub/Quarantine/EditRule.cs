using IntegrationHub.Sync;

namespace IntegrationHub.Quarantine;

/// <summary>What an edit may do: bring a record in under its own key, and nothing else.</summary>
static class EditRule
{
    /// <summary>Why the edited record is not stored; null when it may be.</summary>
    /// <param name="edited">What the mapping made of the edited record.</param>
    /// <param name="key">The key that the record had as it was sent; null when it could not be read.</param>
    public static EditOutcome? Refuse(BatchItem edited, string? key) => edited switch
    {
        BatchItem.Hold { Entry: var entry } => new EditOutcome.Unmappable(entry.Diagnostics.Split('\n')),
        BatchItem.Remove => new EditOutcome.NotAllowed("The mapping takes the edited record for one that says its case is gone. Only the source may say so; discard the record if nobody misses it."),
        BatchItem.Skip => new EditOutcome.NotAllowed("The mapping leaves the edited record out. Discard the record instead, with the reason."),
        _ when key is not null && edited.Key != key => new EditOutcome.NotAllowed("The edited record has another key, so it would be another case. Put the key back as it was."),
        _ => null,
    };
}
