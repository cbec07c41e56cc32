using SQLitePCL;

namespace IntegrationHub.Sqlite;

/// <summary>One connection and its prepared statements. Used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    // Filters make a statement text of their own each; more different ones than this are not seen in practice, and a cache must end somewhere.
    const int MostStatements = 200;

    readonly sqlite3 handle;
    readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);

    static Connection() => Batteries_V2.Init();

    Connection(sqlite3 handle) => this.handle = handle;

    /// <summary>Opens the file for one writer, making it when it is not there.</summary>
    public static Connection OpenWriter(string path, TimeSpan busyTimeout) =>
        Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, busyTimeout);

    /// <summary>Opens the file to be read only.</summary>
    public static Connection OpenReader(string path, TimeSpan busyTimeout) => Open(path, raw.SQLITE_OPEN_READONLY, busyTimeout);

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    /// <summary>The texts of the statements that are prepared.</summary>
    public IReadOnlyList<string> StatementTexts => [.. statements.Keys];

    /// <summary>The statement, prepared once per connection.</summary>
    public Statement Prepare(string sql)
    {
        if (statements.TryGetValue(sql, out var known)) return known;

        if (statements.Count >= MostStatements) ForgetStatements();
        Check(raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared));
        return statements[sql] = new Statement(this, prepared);
    }

    /// <summary>Runs statements without values, one after the other.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(handle, sql));

    /// <summary>Asks a pragma for its number.</summary>
    public long Pragma(string name) => Prepare($"PRAGMA {name}").First(row => row.Int64(0));

    /// <summary>Runs the work in a transaction that takes the write lock at once, so that it never meets a newer snapshot half-way.</summary>
    public T InWrite<T>(Func<Connection, T> work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work(this);
            Execute("COMMIT");
            return result;
        }
        catch
        {
            // A full disk rolls back by itself.
            if (InTransaction) _ = raw.sqlite3_exec(handle, "ROLLBACK");
            throw;
        }
    }

    /// <summary>Runs the queries on one snapshot.</summary>
    public T InRead<T>(Func<Connection, T> work)
    {
        Execute("BEGIN");
        try
        {
            return work(this);
        }
        finally
        {
            _ = raw.sqlite3_exec(handle, "COMMIT");
        }
    }

    /// <summary>What SQLite says of its last answer.</summary>
    public SqliteFault Fault(int answer) =>
        // Constraint texts name columns, never values.
        new(Math.Max(answer, raw.sqlite3_extended_errcode(handle)), raw.sqlite3_errmsg(handle).utf8_to_string());

    public void Dispose()
    {
        ForgetStatements();
        handle.Dispose();
    }

    static Connection Open(string path, int flags, TimeSpan busyTimeout)
    {
        var answer = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new Connection(handle);
        try
        {
            connection.Check(answer);
            connection.Check(raw.sqlite3_extended_result_codes(handle, 1));
            connection.Check(raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    void ForgetStatements()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        statements.Clear();
    }

    void Check(int answer)
    {
        if (answer != raw.SQLITE_OK) throw Fault(answer);
    }
}
