namespace IntegrationHub.Torture.History;

/// <summary>Where a case stands at the model vendor.</summary>
internal enum ModelState
{
    /// <summary>It goes on.</summary>
    Open,

    /// <summary>It is finished, and changes no more.</summary>
    Closed,

    /// <summary>It is gone for good.</summary>
    Deleted,
}

/// <summary>One version of a case, as the vendor has it from the moment it happened until the next.</summary>
/// <param name="Revision">1, 2, 3 … without a gap.</param>
/// <param name="Changed">When the vendor says that it changed: in whole seconds at some registers, late or early at others, never before the version before.</param>
/// <param name="HappenedAt">When it could first be seen, by the machine's clock.</param>
/// <param name="State">Where the case stands with it.</param>
/// <param name="IsBad">Whether its record cannot be mapped.</param>
internal sealed record ModelVersion(int Revision, DateTimeOffset Changed, DateTimeOffset HappenedAt, ModelState State, bool IsBad);

/// <summary>A case with everything that ever happened to it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Opened">When it came in.</param>
/// <param name="Versions">All its versions, in order; at least one.</param>
internal sealed record ModelCase(string Key, DateTimeOffset Opened, IReadOnlyList<ModelVersion> Versions)
{
    /// <summary>The version that stands.</summary>
    public ModelVersion Latest => Versions[^1];

    /// <summary>The version that stood at a time; null before the first.</summary>
    public ModelVersion? At(DateTimeOffset time) => Versions.LastOrDefault(v => v.HappenedAt <= time);
}

/// <summary>Something that happened in a case and is told by itself.</summary>
/// <param name="Id">1, 2, 3 … without a gap.</param>
/// <param name="CaseKey">The case.</param>
/// <param name="At">When, by the vendor.</param>
internal sealed record ModelNote(int Id, string CaseKey, DateTimeOffset At);
