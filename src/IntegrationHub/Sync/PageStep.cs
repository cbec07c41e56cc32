namespace IntegrationHub.Sync;

/// <summary>How far a run has come with a page.</summary>
internal abstract record PageStep
{
    /// <summary>A page of the read.</summary>
    /// <param name="Next">Where a later run can go on inside the window; null where it begins the window again.</param>
    /// <param name="Whole">The end of the window, when this page made it whole.</param>
    /// <param name="Learned">What was learned of the windows' width with it.</param>
    public sealed record OfRead(string? Next, DateTimeOffset? Whole, LearnedWindow? Learned) : PageStep
    {
        /// <summary>What came back for the window, when it was cut and is asked for again in smaller ones.</summary>
        public WindowAnswer? Cut { get; init; }
    }

    /// <summary>Cases that were read again by their keys.</summary>
    /// <param name="Reread">Where the reread stands with them; null when it is not gone on with in a later run.</param>
    /// <param name="Confirm">The keys whose read is to be written down, even if it brings nothing new.</param>
    public sealed record OfReread(UnfinishedReread? Reread, IReadOnlySet<string> Confirm) : PageStep
    {
        public override IReadOnlyList<BatchItem> Of(IReadOnlyList<BatchItem> items) =>
            Confirm.Count == 0 ? items : [.. items.Select(i => i is BatchItem.Unchanged same && Confirm.Contains(same.KnownKey) ? same with { Confirms = true } : i)];
    }

    /// <summary>The items of the page as they are to be committed.</summary>
    public virtual IReadOnlyList<BatchItem> Of(IReadOnlyList<BatchItem> items) => items;
}
