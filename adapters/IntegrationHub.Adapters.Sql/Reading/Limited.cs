using System.Data.Common;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Sql;

/// <summary>One call of the database: how long it may take, how it is stopped, and how people are told what went wrong.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="Time">The clock.</param>
/// <param name="Where">Which query, for people.</param>
sealed record Limited(Driver Driver, DbConnection Connection, TimeSpan Timeout, TimeProvider Time, string Where)
{
    /// <summary>Whether a value that cannot be may be a key that the hub asked for.</summary>
    public bool IsByKey { get; init; }

    /// <summary>Runs it.</summary>
    public static async Task<T> RunAsync<T>(Func<Limited, CancellationToken, Task<T>> call, Limited limits, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limits.Timeout, limits.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            using var interrupting = limits.Driver.InterruptWith(limits.Connection, either.Token);
            return await call(limits, either.Token);
        }
        catch (SourceException)
        {
            throw;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (late.IsCancellationRequested)
        {
            throw DatabaseFaults.Late(limits.Where);
        }
        catch (Exception fault) when (limits.Driver.Translate(fault, limits) is { } translated)
        {
            // The driver's own exception may quote values of rows and of the connection string: it goes no further.
            throw translated;
        }
    }
}
