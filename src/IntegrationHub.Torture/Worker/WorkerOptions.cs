namespace IntegrationHub.Torture.Worker;

/// <summary>What a worker is told on its command line.</summary>
internal sealed record WorkerOptions
{
    /// <summary>The variable that holds the connection string of the index, where it is in PostgreSQL: command lines are everybody's to read.</summary>
    public const string PostgreSqlVariable = "IHUB_TORTURE_POSTGRESQL";

    /// <summary>The town's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the model vendor listens.</summary>
    public required Uri Vendor { get; init; }

    /// <summary>How far this process's clock is off.</summary>
    public TimeSpan Clock { get; init; }

    /// <summary>How long a lease lasts; the hub's own unless set.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Where the index is in PostgreSQL; null where it is in the town's folder.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>Whether the streams are run by their schedules, as nodes do together; otherwise each is run again as soon as it has ended.</summary>
    public bool Scheduled { get; init; }

    /// <summary>How long a write waits for another process; the store's own unless set.</summary>
    public TimeSpan? Busy { get; init; }

    /// <summary>How often each stream is run to its good end before the worker ends; null goes on until it is stopped.</summary>
    public int? Successes { get; init; }

    /// <summary>The stream that is rebuilt before it is run as usual; null rebuilds none.</summary>
    public string? Rebuild { get; init; }
}
