using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Who may write for a stream. PostgreSQL's clock decides, and the stream's row is locked while it does and while its holder writes.</summary>
internal static class Leases
{
    public static StreamLease? TryTake(Connection connection, StreamKey stream, string owner, TimeSpan duration)
    {
        var numbers = Names.Register(connection, stream);
        // clock_timestamp(), because the time of the transaction's beginning lies before it waited for whoever wrote.
        var epoch = connection.Prepare("""
            UPDATE streams SET epoch = epoch + 1, lease_owner = $3, lease_until = clock_timestamp() + $4 * interval '1 millisecond'
            WHERE tenant = $1 AND id = $2 AND (lease_owner IS NULL OR lease_until <= clock_timestamp())
            RETURNING epoch
            """)
            .Bind(numbers.Tenant).Bind(numbers.Stream).Bind(owner).Bind((long)duration.TotalMilliseconds).First(row => (long?)row.Int64(0));
        return epoch is { } raised ? new StreamLease(stream, raised, owner) : null;
    }

    public static bool Renew(Connection connection, StreamNumbers numbers, StreamLease lease, TimeSpan duration) =>
        connection.Prepare("UPDATE streams SET lease_until = clock_timestamp() + $4 * interval '1 millisecond' WHERE tenant = $1 AND id = $2 AND epoch = $3 AND lease_owner IS NOT NULL")
            .Bind(numbers.Tenant).Bind(numbers.Stream).Bind(lease.Epoch).Bind((long)duration.TotalMilliseconds).Run() > 0;

    public static bool Release(Connection connection, StreamNumbers numbers, StreamLease lease) =>
        connection.Prepare("UPDATE streams SET lease_owner = NULL, lease_until = NULL WHERE tenant = $1 AND id = $2 AND epoch = $3")
            .Bind(numbers.Tenant).Bind(numbers.Stream).Bind(lease.Epoch).Run() > 0;

    /// <summary>Stores the checkpoint if the lease still is the stream's. An expired lease that nobody took over still is: its epoch is the highest.</summary>
    /// <exception cref="StreamFencedException">It is not.</exception>
    public static void StoreCheckpoint(Connection connection, StreamNumbers numbers, StreamLease lease, Checkpoint checkpoint)
    {
        var stored = connection.Prepare("UPDATE streams SET checkpoint = $4, last_read = greatest(last_read, $5) WHERE tenant = $1 AND id = $2 AND epoch = $3 AND lease_owner IS NOT NULL")
            .Bind(numbers.Tenant).Bind(numbers.Stream).Bind(lease.Epoch).Bind(CheckpointJson.Write(checkpoint)).Bind(checkpoint.LastReadAt).Run();
        if (stored == 0) throw new StreamFencedException(lease.Stream, lease.Epoch);
    }

    /// <summary>Sees that the lease still is the stream's, and keeps others from taking it until this transaction ends.</summary>
    /// <exception cref="StreamFencedException">It is not.</exception>
    public static void Check(Connection connection, StreamNumbers numbers, StreamLease lease)
    {
        if (!connection.Prepare("SELECT 1 FROM streams WHERE tenant = $1 AND id = $2 AND epoch = $3 AND lease_owner IS NOT NULL FOR NO KEY UPDATE")
            .Bind(numbers.Tenant).Bind(numbers.Stream).Bind(lease.Epoch).First(_ => true)) throw new StreamFencedException(lease.Stream, lease.Epoch);
    }
}
