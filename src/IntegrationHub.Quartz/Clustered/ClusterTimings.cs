namespace IntegrationHub.Quartz;

/// <summary>How often nodes look after each other: so often that another one goes on within twice a lease when one dies.</summary>
/// <param name="CheckIn">How often a node shows Quartz that it lives, and how late it may be.</param>
/// <param name="Look">How often a node asks what is due that another one planned.</param>
/// <param name="TryAgain">When a stream is tried again whose lease has not run out.</param>
sealed record ClusterTimings(TimeSpan CheckIn, TimeSpan Look, TimeSpan TryAgain)
{
    /// <summary>How long a node may stand still inside a transaction of the schedules, or be missing in the list of nodes, before the others do without it.</summary>
    public TimeSpan Patience => CheckIn * 2;

    // Quartz takes nothing shorter.
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>A fifth of the lease each: who dies is missed after three of them, its leases run out after at most five, and one more passes until the next try.</summary>
    /// <param name="lease">How long a lease lasts.</param>
    /// <param name="tryAgainAfter">What is set for streams that another run has; nothing longer than that.</param>
    public static ClusterTimings Of(TimeSpan lease, TimeSpan tryAgainAfter)
    {
        var fifth = lease / 5 > Shortest ? lease / 5 : Shortest;
        return new ClusterTimings(fifth, fifth, fifth < tryAgainAfter ? fifth : tryAgainAfter);
    }
}
