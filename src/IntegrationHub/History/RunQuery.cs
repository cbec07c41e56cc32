using IntegrationHub.Sync;

namespace IntegrationHub.History;

/// <summary>Which runs are listed, newest first. What is not set leaves none out.</summary>
public sealed record RunQuery
{
    /// <summary>Only this stream's.</summary>
    public StreamName? Stream { get; init; }

    /// <summary>Only those that ended so.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>Only those that were started for this reason.</summary>
    public RunTrigger? Trigger { get; init; }

    /// <summary>Only those that a fault of this code ended.</summary>
    public string? Code { get; init; }

    /// <summary>Only those that began then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those that began before then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only those with a lower number: the last one of the page before.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Whether anything but the stream narrows it.</summary>
    public bool IsNarrowed => Outcome is not null || Trigger is not null || Code is not null || From is not null || Until is not null;
}
