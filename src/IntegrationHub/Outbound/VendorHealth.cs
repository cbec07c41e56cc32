namespace IntegrationHub.Outbound;

/// <summary>How a vendor fares, as far as this process has called it since it began.</summary>
public sealed record VendorHealth
{
    /// <summary>The source.</summary>
    public required SourceId Source { get; init; }

    /// <summary>Whether it is asked.</summary>
    public VendorState State { get; init; }

    /// <summary>Since when this process has kept account of it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many calls ended in the last hour; of more than 4,096 the newest.</summary>
    public int Calls { get; init; }

    /// <summary>How many of them met a fault.</summary>
    public int Faults { get; init; }

    /// <summary>How many requests were sent again in the last hour.</summary>
    public int Retries { get; init; }

    /// <summary>How many calls ended in the last minute.</summary>
    public int LastMinute { get; init; }

    /// <summary>How many calls a minute the stream files allow: the lowest limit of its streams. Null when none says.</summary>
    public int? CallsAMinute { get; init; }

    /// <summary>Half of the answers in the last hour took no longer; null when there was none.</summary>
    public TimeSpan? Median { get; init; }

    /// <summary>Of a hundred answers in the last hour 95 took no longer.</summary>
    public TimeSpan? Slow { get; init; }

    /// <summary>The answer in the last hour that took longest.</summary>
    public TimeSpan? Slowest { get; init; }

    /// <summary>When it last answered.</summary>
    public DateTimeOffset? LastAnswerAt { get; init; }

    /// <summary>When a call last met a fault.</summary>
    public DateTimeOffset? LastFaultAt { get; init; }

    /// <summary>The code of that fault.</summary>
    public string? LastFault { get; init; }

    /// <summary>Since when no call was answered; null when the last one was.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How many outages in a row there were, over all its streams.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>The code of the last outage; null when none has happened since the last answer.</summary>
    public string? Code { get; init; }

    /// <summary>For how long it is left alone; null when it is not.</summary>
    public TimeSpan? LeftAloneFor { get; init; }

    /// <summary>For how long it asked to be left alone; null when it did not.</summary>
    public TimeSpan? AskedToWait { get; init; }
}

/// <summary>Whether a vendor is asked.</summary>
public enum VendorState
{
    /// <summary>As usual.</summary>
    Asked,

    /// <summary>The next call goes to see whether it is back.</summary>
    Probing,

    /// <summary>It has failed so often that it is left alone for a while.</summary>
    LeftAlone,
}
