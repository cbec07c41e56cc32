using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>A run that has ended, as its day is told of it.</summary>
internal readonly record struct EndedRun(DateTimeOffset StartedAt, DateTimeOffset EndedAt, RunOutcome Outcome, RunCounters Counters)
{
    /// <summary>How long it took; nothing where the clock was set back meanwhile.</summary>
    public TimeSpan Took => EndedAt > StartedAt ? EndedAt - StartedAt : TimeSpan.Zero;
}
