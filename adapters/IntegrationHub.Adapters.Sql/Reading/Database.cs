using System.Data.Common;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Opens the database for reading.</summary>
sealed class Database(Driver driver, SqlDescription description, TimeProvider time)
{
    public Driver Driver { get; } = driver;

    /// <summary>A connection with a transaction that is never committed: a page, and what belongs to its records, is read as it was at one moment.</summary>
    public async Task<Session> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = Driver.Create();
        try
        {
            return await Limited.RunAsync(
                async (_, stop) =>
                {
                    await connection.OpenAsync(stop);
                    return new Session(Driver, description, time, connection, await Driver.BeginReadingAsync(connection, stop));
                },
                new Limited(Driver, connection, description.Timeout, time, "connecting"),
                cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>A connection that reads.</summary>
sealed class Session(Driver driver, SqlDescription description, TimeProvider time, DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    /// <summary>What one answer holds at most, so that rows as large as books do not fill the memory: it ends early, and says that there is more.</summary>
    public const int MostCharacters = 16 * 1024 * 1024;

    /// <summary>Asks a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="bind">Gives each of its parameters a value.</param>
    /// <param name="most">How many rows are read at most; fewer where they are large.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<RowSet> AskAsync(SqlQuery query, Action<DbCommand, string> bind, int most, CancellationToken cancellationToken) => Limited.RunAsync(
        (limits, stop) => ReadAsync(query, bind, most, limits, stop),
        new Limited(driver, connection, description.Timeout, time, query.Key) { IsByKey = query.Has(Parameter.Key) || query.Has(Parameter.Keys) },
        cancellationToken);

    async Task<RowSet> ReadAsync(SqlQuery query, Action<DbCommand, string> bind, int most, Limited limits, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query.Text;
        command.Transaction = transaction;
        command.CommandTimeout = (int)Math.Ceiling(description.Timeout.TotalSeconds);
        driver.Prepare(command);
        foreach (var parameter in query.Parameters) bind(command, parameter);

        await using var reader = await command.ExecuteReaderAsync(stop);
        if (reader.FieldCount == 0)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, limits.Where, "it brings no rows and no columns. Write a SELECT.");

        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        if (columns.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, limits.Where, $"it brings two columns called '{twice.Key}'. Give one of them another name (AS).");

        var rows = new List<Cell[]>();
        var size = 0L;
        while (await reader.ReadAsync(stop))
        {
            if (rows.Count == most || size > MostCharacters) return new RowSet(query, columns, rows, HasMore: true);

            var row = new Cell[columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await reader.IsDBNullAsync(i, stop) ? Cell.Null : driver.Read(reader, i, limits.Where);
                size += row[i].Text.Length;
            }

            rows.Add(row);
        }

        return new RowSet(query, columns, rows, HasMore: false);
    }

    /// <summary>What the database's clock shows; null where nobody asks it.</summary>
    public async Task<Cell?> ClockAsync(CancellationToken cancellationToken)
    {
        var query = description.Clock ?? driver.Clock;
        if (query is null) return null;

        var answer = await AskAsync(query, static (_, _) => { }, most: 1, cancellationToken);
        return answer.Rows is [{ Length: 1 } row] && row[0].Kind is CellKind.Time or CellKind.Text or CellKind.Number
            ? row[0]
            : throw new MisconfiguredException(FaultCodes.InvalidSetting, query.Key, "it must bring one row with one value, what the database's clock shows.");
    }

    public async ValueTask DisposeAsync()
    {
        // What is not committed is rolled back; where the connection is gone there is nothing to roll back.
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
