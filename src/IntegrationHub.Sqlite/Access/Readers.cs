using System.Collections.Concurrent;

namespace IntegrationHub.Sqlite;

/// <summary>The connections that only read. In WAL mode they see whole commits and never wait for the writer.</summary>
internal sealed class Readers(Func<Connection> open, string path, int most) : IDisposable
{
    readonly SemaphoreSlim free = new(most);
    readonly ConcurrentBag<Connection> idle = [];

    /// <summary>Runs the queries on one snapshot.</summary>
    public async ValueTask<T> QueryAsync<T>(Func<Connection, T> query, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        try
        {
            var connection = idle.TryTake(out var known) ? known : open();
            try
            {
                return connection.InRead(query);
            }
            finally
            {
                idle.Add(connection);
            }
        }
        catch (SqliteFault fault)
        {
            throw new Storage.StoreUnusableException(fault.Remedy(path), fault);
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var connection)) connection.Dispose();
        free.Dispose();
    }
}
