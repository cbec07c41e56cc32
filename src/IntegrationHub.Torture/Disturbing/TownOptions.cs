namespace IntegrationHub.Torture.Disturbing;

/// <summary>How a town is tortured.</summary>
internal sealed record TownOptions
{
    /// <summary>What everything is drawn from: the vendor's history, its faults, what happens to the workers.</summary>
    public required int Seed { get; init; }

    /// <summary>How many kills count before the town is checked.</summary>
    public required int Kills { get; init; }

    /// <summary>Where the town's folder is made.</summary>
    public required string Folder { get; init; }

    /// <summary>How workers are started.</summary>
    public required WorkerProgram Program { get; init; }

    /// <summary>Whether nearly all kills strike while a command is on its way.</summary>
    public bool Outbox { get; init; }

    /// <summary>How many cases each register begins with.</summary>
    public int Size { get; init; } = 120;

    /// <summary>How many of the vendor's answers in a hundred go wrong.</summary>
    public int FaultsInHundred { get; init; } = 5;

    /// <summary>How long a lease lasts; the hub's own unless set.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>The database of PostgreSQL in which the index is made; null for an embedded one.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>How many nodes share the index at once; only PostgreSQL's can be shared.</summary>
    public int Nodes { get; init; } = 2;
}
