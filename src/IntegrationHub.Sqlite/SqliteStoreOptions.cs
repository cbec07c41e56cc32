using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Sqlite;

/// <summary>Where the embedded store lives and what it may use.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The folder of <c>index.db</c> and <c>audit.db</c>, on a local disk; it is made when it is not there.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>How long a write waits for another process on the same folder. Thirty seconds unless set.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many look-ups read at the same time. Eight unless set; each one has a page cache of 2 MB.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 8;

    /// <summary>The writer's page cache in MiB. 32 unless set.</summary>
    [Range(1, 1024)]
    public int CacheMegabytes { get; set; } = 32;

    /// <summary>Whether it may be one that an index is being copied into. Only what copies sets it.</summary>
    public bool ForCopying { get; set; }

    /// <summary>What leases are timed by; the machine's monotonic clock unless set.</summary>
    public ILeaseClock LeaseClock { get; set; } = MachineClock.Instance;

    /// <summary>Hears of every write as it goes on; nobody does unless set.</summary>
    internal WriteWatch? Watch { get; set; }
}
