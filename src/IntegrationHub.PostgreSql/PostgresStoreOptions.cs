using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.PostgreSql;

/// <summary>Which database the store uses, and how.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>How the database is reached. The hub's tables are made in the first schema of the role's search path.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether it may be one that an index is being copied into. Only what copies sets it.</summary>
    public bool ForCopying { get; set; }

    /// <summary>How long a write waits for another transaction. Thirty seconds unless set.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a transaction may stand still before PostgreSQL ends it, so that a node that was paused, or whose machine is gone, lets go of its locks. Unless set as long as a lease of the hub:
    /// whoever stands still for so long has lost it. Ten seconds where there is no hub.
    /// </summary>
    public TimeSpan IdleInTransaction { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many batches of this process's runs are written at the same time. Eight unless set; each has a connection, as many again are for what somebody waits for, and look-ups have
    /// the rest of the pool.
    /// </summary>
    [Range(1, 64)]
    public int Writers { get; set; } = 8;

    /// <summary>Hears of every write as it goes on; nobody does unless set.</summary>
    internal WriteWatch? Watch { get; set; }
}
