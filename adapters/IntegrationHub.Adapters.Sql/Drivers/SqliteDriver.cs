using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using IntegrationHub.Faults;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Adapters.Sql;

/// <summary>A file of SQLite, opened for reading only.</summary>
sealed class SqliteDriver : Driver
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    const int StepsBetweenLooks = 1000;

    readonly string connectionString;

    public SqliteDriver(string connectionString, TimeSpan timeout)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        if (builder.DataSource.Length == 0) throw new ArgumentException("There is no Data Source.", nameof(connectionString));

        this.connectionString = builder.ToString();
    }

    public override bool SortsTextsByBytes => true;

    public override DbConnection Create() => new SqliteConnection(connectionString);

    public override async Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // A transaction that begins by reading asks for no lock to write.
        await using var readOnly = connection.CreateCommand();
        readOnly.CommandText = "pragma query_only = on";
        await readOnly.ExecuteNonQueryAsync(cancellationToken);
        return ((SqliteConnection)connection).BeginTransaction(deferred: true);
    }

    public override void Bind(DbCommand command, string name, Cell value)
    {
        object bound = value.Kind switch
        {
            CellKind.Null => DBNull.Value,
            CellKind.Number when long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            CellKind.Number => double.Parse(value.Text, CultureInfo.InvariantCulture),
            _ => value.Text,
        };
        ((SqliteCommand)command).Parameters.AddWithValue($"@{name}", bound);
    }

    public override Cell Read(DbDataReader reader, int column, string where) => reader.GetValue(column) switch
    {
        long number => Cell.Of(number),
        double number => Cell.Of(number),
        string text => text.Contains('\uFFFD', StringComparison.Ordinal) && !IsUtf8(reader, column) ? Cell.Refuse($"the column '{reader.GetName(column)}' holds bytes that are no UTF-8") : Cell.Of(text),
        _ => Cell.Refuse($"the column '{reader.GetName(column)}' holds bytes, which are no value of a record"),
    };

    static bool IsUtf8(DbDataReader reader, int column)
    {
        try
        {
            Strict.GetCharCount(reader.GetFieldValue<byte[]>(column));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // SQLite looks at it between its own steps: an interrupt from outside would be lost on a query that is about to begin.
    public override IDisposable? InterruptWith(DbConnection connection, CancellationToken cancellationToken)
    {
        if (connection is not SqliteConnection { State: ConnectionState.Open, Handle: { } handle }) return null;

        raw.sqlite3_progress_handler(handle, StepsBetweenLooks, static token => ((CancellationToken)token).IsCancellationRequested ? 1 : 0, cancellationToken);
        return new Looking(handle);
    }

    sealed class Looking(sqlite3 handle) : IDisposable
    {
        public void Dispose() => raw.sqlite3_progress_handler(handle, 0, null, null);
    }

    public override SourceException? Translate(Exception fault, Limited call)
    {
        if (fault is not SqliteException sqlite) return null;

        const string Setting = "connection.connectionString";
        return sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new SourceUnavailableException(FaultCodes.ServerError, $"The database is locked by somebody who writes ({call.Where})."),
            raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL => new SourceUnavailableException(FaultCodes.ServerError, $"The database's file cannot be read now ({call.Where}, SQLite {sqlite.SqliteExtendedErrorCode})."),
            raw.SQLITE_CANTOPEN => new MisconfiguredException(FaultCodes.NoSuchEndpoint, Setting, "there is no such file, or the hub's account may not open it."),
            raw.SQLITE_PERM or raw.SQLITE_AUTH => new MisconfiguredException(FaultCodes.NotAuthorised, Setting, "the hub's account may not read the file."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"The file is no database, or it is damaged ({call.Where}, SQLite {sqlite.SqliteExtendedErrorCode})."),
            raw.SQLITE_READONLY => new MisconfiguredException(FaultCodes.InvalidSetting, call.Where, "it writes, and the database is open for reading only. Write a SELECT."),
            raw.SQLITE_ERROR => DatabaseFaults.Of("42000", isTransient: false, Names(sqlite.Message), call),
            raw.SQLITE_TOOBIG => DatabaseFaults.Of("22001", isTransient: false, null, call),
            _ => DatabaseFaults.Of(null, isTransient: false, null, call),
        };
    }

    // "SQLite Error 1: 'no such column: x'.": names out of the query, and no value. What else it says may hold one.
    static string? Names(string message)
    {
        var said = message.Split('\'', 2) is [_, var rest] ? rest.TrimEnd('.').TrimEnd('\'') : "";
        return said.StartsWith("no such ", StringComparison.Ordinal) || said.EndsWith(": syntax error", StringComparison.Ordinal) ? said : null;
    }
}
