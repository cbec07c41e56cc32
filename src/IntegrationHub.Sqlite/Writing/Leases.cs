using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Who may write for a stream. Runs inside the writer's transactions, so two processes never decide at the same time.</summary>
internal sealed class Leases(ILeaseClock clock, ProcessMark mark)
{
    public StreamLease? TryTake(Connection connection, StreamKey stream, string owner, TimeSpan duration)
    {
        var numbers = Names.Register(connection, stream);
        var now = clock.Milliseconds;
        // Uptime only grows: a lease from a later one is of an earlier boot, even where the system tells no boot id.
        var epoch = connection.Prepare("""
            UPDATE streams SET epoch = epoch + 1, lease_owner = ?2, lease_boot = ?3, lease_from = ?4, lease_until = ?5,
                lease_holder = (epoch + 1) || ':' || ?6
            WHERE id = ?1 AND (lease_owner IS NULL OR lease_boot <> ?3 OR lease_from > ?4 OR lease_until <= ?4 OR ?7)
            RETURNING epoch
            """)
            .Bind(numbers.Stream).Bind(owner).Bind(clock.Boot).Bind(now).Bind(now + (long)duration.TotalMilliseconds).Bind(mark.Name).Bind(HolderIsGone(connection, numbers))
            .First(row => (long?)row.Int64(0));
        return epoch is { } raised ? new StreamLease(stream, raised, owner) : null;
    }

    // A process that was killed left its lease behind; nobody need wait until that runs out.
    bool HolderIsGone(Connection connection, StreamNumbers numbers) =>
        connection.Prepare("SELECT substr(lease_holder, length(epoch || ':') + 1) FROM streams WHERE id = ? AND lease_owner IS NOT NULL AND lease_holder GLOB epoch || ':?*'")
            .Bind(numbers.Stream).First(row => row.TextOrNull(0)) is { } holder && !mark.IsAlive(holder);

    public bool Renew(Connection connection, StreamNumbers numbers, StreamLease lease, TimeSpan duration)
    {
        var now = clock.Milliseconds;
        return connection.Prepare("""
            UPDATE streams SET lease_boot = ?3, lease_from = ?4, lease_until = ?5 WHERE id = ?1 AND epoch = ?2 AND lease_owner IS NOT NULL
            """)
            .Bind(numbers.Stream).Bind(lease.Epoch).Bind(clock.Boot).Bind(now).Bind(now + (long)duration.TotalMilliseconds).Run() > 0;
    }

    public static bool Release(Connection connection, StreamNumbers numbers, StreamLease lease) =>
        connection.Prepare("UPDATE streams SET lease_owner = NULL, lease_holder = NULL, lease_boot = NULL, lease_from = NULL, lease_until = NULL WHERE id = ? AND epoch = ?")
            .Bind(numbers.Stream).Bind(lease.Epoch).Run() > 0;

    /// <summary>Stores the checkpoint if the lease still is the stream's. An expired lease that nobody took over still is: its epoch is the highest.</summary>
    /// <exception cref="StreamFencedException">It is not.</exception>
    public static void StoreCheckpoint(Connection connection, StreamNumbers numbers, StreamLease lease, Checkpoint checkpoint)
    {
        var stored = connection.Prepare("UPDATE streams SET checkpoint = ?, last_read = nullif(max(coalesce(last_read, 0), coalesce(?, 0)), 0) WHERE id = ? AND epoch = ? AND lease_owner IS NOT NULL")
            .Bind(CheckpointJson.Write(checkpoint)).Bind(checkpoint.LastReadAt).Bind(numbers.Stream).Bind(lease.Epoch).Run();
        if (stored == 0) throw new StreamFencedException(lease.Stream, lease.Epoch);
    }

    /// <summary>Sees that the lease still is the stream's.</summary>
    /// <exception cref="StreamFencedException">It is not.</exception>
    public static void Check(Connection connection, StreamNumbers numbers, StreamLease lease)
    {
        if (!IsHeld(connection, numbers, lease)) throw new StreamFencedException(lease.Stream, lease.Epoch);
    }

    public static bool IsHeld(Connection connection, StreamNumbers numbers, StreamLease lease) =>
        connection.Prepare("SELECT 1 FROM streams WHERE id = ? AND epoch = ? AND lease_owner IS NOT NULL")
            .Bind(numbers.Stream).Bind(lease.Epoch).First(_ => true);
}
