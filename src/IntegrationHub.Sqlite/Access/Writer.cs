namespace IntegrationHub.Sqlite;

/// <summary>Who waits for a write.</summary>
internal enum Urgency
{
    /// <summary>A person or a lease: goes before batches.</summary>
    Interactive,

    /// <summary>A sync run.</summary>
    Batch,
}

/// <summary>The one connection of this process that writes, with a thread of its own: callers wait without holding a thread.</summary>
internal sealed class Writer : IAsyncDisposable
{
    readonly Lock gate = new();
    readonly SemaphoreSlim waiting = new(0);
    readonly Queue<Action> interactive = new();
    readonly Queue<Action> batches = new();
    readonly Connection connection;
    readonly Thread thread;
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool closed;

    public Writer(Connection connection, string name)
    {
        this.connection = connection;
        thread = new Thread(Work) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Runs the work in its turn in one transaction; what it throws rolls back and comes out here.</summary>
    public Task<T> WriteAsync<T>(Urgency urgency, Func<Connection, T> work, CancellationToken cancellationToken) =>
        RunAsync(urgency, connection => connection.InWrite(work), cancellationToken);

    /// <summary>Runs the work in its turn; it handles its transactions itself.</summary>
    public Task<T> RunAsync<T>(Urgency urgency, Func<Connection, T> work, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            (urgency == Urgency.Interactive ? interactive : batches).Enqueue(Do);
        }

        waiting.Release();
        return answer.Task;

        void Do()
        {
            // Work that has begun ends: whether it was committed would be unknown otherwise.
            if (cancellationToken.IsCancellationRequested)
            {
                answer.SetCanceled(cancellationToken);
                return;
            }

            try
            {
                answer.SetResult(work(connection));
            }
#pragma warning disable CA1031 // Whatever it is belongs to the caller that waits, not to this thread.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                answer.SetException(fault);
            }
        }
    }

    /// <summary>Does what is queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (closed) return;
            closed = true;
        }

        waiting.Release();
        await ended.Task;
        connection.Dispose();
        waiting.Dispose();
    }

    void Work()
    {
        while (true)
        {
            waiting.Wait();
            Action? next;
            lock (gate)
            {
                if (!interactive.TryDequeue(out next) && !batches.TryDequeue(out next)) break;
            }

            next();
        }

        ended.SetResult();
    }
}
