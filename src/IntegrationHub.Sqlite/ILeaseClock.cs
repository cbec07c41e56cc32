namespace IntegrationHub.Sqlite;

/// <summary>The clock that leases are timed by: one that all processes on the machine share and nobody can set.</summary>
public interface ILeaseClock
{
    /// <summary>Names the clock's life: another value than a lease was written with means that the lease is over.</summary>
    string Boot { get; }

    /// <summary>Milliseconds since an instant that lies fixed while <see cref="Boot"/> is the same.</summary>
    long Milliseconds { get; }
}

/// <summary>The machine's uptime with its boot id.</summary>
/// <remarks>
/// Where the system tells no boot id, the machine's name stands for it; a lease that was granted at a later uptime than the present
/// one is then known to be of an earlier boot, because uptime only grows.
/// </remarks>
internal sealed class MachineClock : ILeaseClock
{
    const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    public static MachineClock Instance { get; } = new();

    public string Boot { get; } = File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile).Trim() : Environment.MachineName;

    public long Milliseconds => Environment.TickCount64;
}
