using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Torture.Checking;

/// <summary>A case as it stands in the index.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Key">Its key.</param>
/// <param name="Revision">Which of the model's versions it is; 0 where only a removal was ever seen.</param>
/// <param name="Live">Whether it can be looked up.</param>
internal sealed record IndexedCase(string Source, string Key, int Revision, bool Live);

/// <summary>What one transaction did to a case.</summary>
/// <param name="At">When it was committed, in seconds, by the machine's clock.</param>
/// <param name="Source">The case's source.</param>
/// <param name="Key">The case's key.</param>
/// <param name="Before">The revision before; null when there was none.</param>
/// <param name="After">The revision after.</param>
/// <param name="OrderBefore">The order before.</param>
/// <param name="OrderAfter">The order after.</param>
/// <param name="LiveBefore">Whether it was live before.</param>
/// <param name="LiveAfter">Whether it was live after.</param>
internal sealed record CaseStep(double At, string Source, string Key, int? Before, int? After, long? OrderBefore, long? OrderAfter, bool LiveBefore, bool LiveAfter);

/// <summary>An entry of the change feed.</summary>
internal sealed record FeedEntry(long Position, string Source, string Key, CaseChangeKind Kind);

/// <summary>A commit of a run, with the stream's epoch at that moment.</summary>
internal sealed record RunCommit(string Stream, long Run, long RunEpoch, long StreamEpoch);

/// <summary>A move of a stream's watermark.</summary>
internal sealed record WatermarkStep(string Stream, DateTimeOffset? Before, DateTimeOffset? After);

/// <summary>A run that did not end well or was told to stop is no finding; one that goes on for ever is.</summary>
internal sealed record IndexedRun(string Stream, long Run, RunOutcome Outcome, int Commits);

/// <summary>What became of a notification in some commit.</summary>
internal enum ToldWhat
{
    /// <summary>It was stored.</summary>
    Stored,

    /// <summary>It was taken off, because its case was read.</summary>
    Done,

    /// <summary>It became a dead letter.</summary>
    Dead,
}

/// <summary>What one transaction did to a notification.</summary>
/// <param name="At">When it was committed, in seconds, by the machine's clock.</param>
/// <param name="What">What.</param>
/// <param name="Notification">Its number in the store.</param>
/// <param name="Id">What the store keeps of its id, in hexadecimal; null unless it was stored.</param>
/// <param name="Revision">The revision of its case that stood in the index when it was done; null when there was none.</param>
/// <param name="Held">Whether a record of its case was in quarantine then.</param>
internal sealed record ToldStep(double At, ToldWhat What, long Notification, string? Id = null, int? Revision = null, bool Held = false);

/// <summary>How many cases somebody saw who looked.</summary>
/// <param name="Sources">What was seen of each source.</param>
internal sealed record Sight(IReadOnlyDictionary<string, SourceSight> Sources);

/// <summary>How many cases of a source somebody saw.</summary>
/// <param name="Live">How many could be looked up.</param>
/// <param name="Steps">How many steps of the journal about it lay before. Those of one source come one after the other; those of several may be committed in another order than they were written in.</param>
internal readonly record struct SourceSight(long Live, int Steps);

/// <summary>Everything that is checked of an index, read by nobody who wrote it.</summary>
internal sealed record IndexFacts
{
    public required IReadOnlyList<IndexedCase> Cases { get; init; }

    public required IReadOnlyList<CaseStep> Steps { get; init; }

    public required IReadOnlyList<FeedEntry> Feed { get; init; }

    /// <summary>Whether the store writes a case once in a commit that brings several versions of it, so that the journal shows them as one step.</summary>
    public bool ManyVersionsInAStep { get; init; }

    /// <summary>The events that streams of events brought: case key and event id.</summary>
    public required IReadOnlyList<(string CaseKey, string EventId)> Notes { get; init; }

    /// <summary>What lies in quarantine: stream and key.</summary>
    public required IReadOnlyList<(string Stream, string? Key)> Held { get; init; }

    public required IReadOnlyList<RunCommit> Commits { get; init; }

    public required IReadOnlyList<WatermarkStep> Watermarks { get; init; }

    /// <summary>What became of notifications, in order.</summary>
    public IReadOnlyList<ToldStep> Told { get; init; } = [];

    /// <summary>The commands in the outbox.</summary>
    public IReadOnlyList<IndexedCommand> Commands { get; init; } = [];

    /// <summary>What was seen by somebody who looked while workers wrote and died.</summary>
    public IReadOnlyList<Sight> Sights { get; init; } = [];
}
