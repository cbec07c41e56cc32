using IntegrationHub.Hosting;

namespace IntegrationHub.Operation;

/// <summary>Whether what is known of a stream is younger than its goal.</summary>
public enum Freshness
{
    /// <summary>It is younger than its goal.</summary>
    Fresh,

    /// <summary>Its first read is not done yet.</summary>
    Loading,

    /// <summary>It is older than its goal, whatever the reason: a vendor that is away, a pause, a schedule that nothing runs.</summary>
    Late,
}

/// <summary>How old what is known of a stream is, beside how old it may be.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Source">Its source.</param>
/// <param name="State">What follows from the two.</param>
/// <param name="AsOf">When the last run that succeeded began; null until the first read is done.</param>
/// <param name="Goal">How old it may be.</param>
public sealed record StreamFreshness(StreamName Stream, SourceId Source, Freshness State, DateTimeOffset? AsOf, TimeSpan Goal)
{
    /// <summary>What is to be said of a stream at a time.</summary>
    public static StreamFreshness Of(StreamOverview stream, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(stream);

        var asOf = stream.State is { Checkpoint.FirstReadDone: true } state ? state.LastSuccessStartedAt : null;
        var goal = stream.Definition.FreshnessGoal;
        var verdict = asOf is not { } at ? Freshness.Loading : now - at > goal ? Freshness.Late : Freshness.Fresh;
        return new StreamFreshness(stream.Definition.Name, stream.Definition.Source, verdict, asOf, goal);
    }

    /// <summary>What is to be said of all of them: the worst of what is said of each.</summary>
    public static Freshness Worst(IEnumerable<StreamFreshness> streams) => streams.Select(stream => stream.State).DefaultIfEmpty(Freshness.Fresh).Max();
}
