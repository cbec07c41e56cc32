namespace IntegrationHub.Sync;

/// <summary>What a run is to read.</summary>
public abstract record RunOrder
{
    RunOrder()
    {
    }

    /// <summary>What is due: changes, or everything when the stream file says that it is time.</summary>
    public static RunOrder Due { get; } = new DueOrder();

    /// <summary>Everything.</summary>
    public static RunOrder Everything { get; } = new EverythingOrder();

    /// <summary>Everything, into a shadow beside what is there; a verified read takes its place in one commit.</summary>
    public static RunOrder Rebuild { get; } = new RebuildOrder();

    internal sealed record DueOrder : RunOrder;

    internal sealed record EverythingOrder : RunOrder;

    internal sealed record RebuildOrder : RunOrder;

    /// <summary>What changed in a period. It is read beside the live read: where that goes on stays as it is, and nothing is removed because the period does not hold it.</summary>
    /// <param name="From">The beginning, exclusive.</param>
    /// <param name="Until">The end, inclusive.</param>
    public sealed record Period(DateTimeOffset From, DateTimeOffset Until) : RunOrder;
}
