using IntegrationHub.Storage;

namespace IntegrationHub.Sqlite;

/// <summary>Opens a database file of the store and brings its tables up to date.</summary>
internal static class StoreFile
{
    /// <summary>Opens the file for writing, in WAL mode.</summary>
    /// <exception cref="StoreUnusableException">It cannot be opened, or was written by a newer version.</exception>
    public static Connection Open(string path, TimeSpan busyTimeout, IReadOnlyList<string> steps, out int migrated)
    {
        Connection? connection = null;
        try
        {
            connection = Connection.OpenWriter(path, busyTimeout);
            connection.Execute("PRAGMA page_size = 8192");
            SwitchToWriteAheadLog(connection, busyTimeout);
            migrated = Migrations.Apply(connection, path, steps);
            return connection;
        }
        catch (SqliteFault fault)
        {
            connection?.Dispose();
            throw new StoreUnusableException(fault.Remedy(path), fault);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    // While another process makes the same switch SQLite answers "busy" at once instead of waiting.
    static void SwitchToWriteAheadLog(Connection connection, TimeSpan busyTimeout)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                connection.Execute("PRAGMA journal_mode = WAL");
                return;
            }
            catch (SqliteFault fault) when (fault.IsBusy && TimeProvider.System.GetElapsedTime(started) < busyTimeout)
            {
                Thread.Yield();
            }
        }
    }
}
