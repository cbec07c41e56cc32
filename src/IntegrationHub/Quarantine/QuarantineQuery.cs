namespace IntegrationHub.Quarantine;

/// <summary>Which entries are listed. What is not set leaves none out.</summary>
public sealed record QuarantineQuery
{
    /// <summary>Only this stream's.</summary>
    public StreamName? Stream { get; init; }

    /// <summary>Only those whose first fault has this code.</summary>
    public string? Code { get; init; }

    /// <summary>Only those whose first fault is in this field; an empty text means those of the whole record.</summary>
    public string? Field { get; init; }

    /// <summary>Only those behind this entry: the last one of the page before.</summary>
    public QuarantinePlace? After { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>Where an entry stands in the list. It does not move while somebody reads on: what is listed first is what came last, and when an entry first came never changes.</summary>
/// <param name="FirstSeenAt">When it first came.</param>
/// <param name="Id">Its public id.</param>
public sealed record QuarantinePlace(DateTimeOffset FirstSeenAt, string Id);
