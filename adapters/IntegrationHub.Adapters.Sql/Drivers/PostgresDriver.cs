using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using IntegrationHub.Faults;
using Npgsql;
using NpgsqlTypes;

namespace IntegrationHub.Adapters.Sql;

/// <summary>PostgreSQL, in transactions that it keeps from writing.</summary>
/// <remarks>Values come and go as PostgreSQL's own text: a number keeps all its digits, a time its microseconds, and a parameter becomes what the column is that it is compared with.</remarks>
sealed class PostgresDriver : Driver
{
    // As the provider itself keeps its pools: one for each connection string, for as long as the process lives.
    static readonly ConcurrentDictionary<string, NpgsqlDataSource> Sources = new(StringComparer.Ordinal);

    readonly NpgsqlDataSource source;
    readonly TimeSpan timeout;

    public PostgresDriver(string connectionString, TimeSpan timeout)
    {
        this.timeout = timeout;
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrWhiteSpace(builder.Host)) throw new ArgumentException("There is no Host.", nameof(connectionString));

        builder.ApplicationName ??= "IntegrationHub";
        builder.IncludeErrorDetail = false;
        builder.Enlist = false;
        source = Sources.GetOrAdd(builder.ToString(), Quiet);
    }

    public override SqlQuery? Clock { get; } = new("select clock_timestamp()", "sql.clock", new HashSet<string>());

    public override DbConnection Create() => source.CreateConnection();

    // The provider's traces hold what the database says of an error, and that quotes the row's own values.
    static NpgsqlDataSource Quiet(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => false).ConfigureBatchFilter(_ => false).EnablePhysicalOpenTracing(false));
        return builder.Build();
    }

    public override async Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var settings = connection.CreateCommand();
        settings.Transaction = transaction;
        settings.CommandText = string.Create(CultureInfo.InvariantCulture,
            $"set transaction read only; set local statement_timeout = {(long)timeout.TotalMilliseconds}; set local time zone 'UTC'; set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1");
        await settings.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }

    public override void Prepare(DbCommand command) => ((NpgsqlCommand)command).AllResultTypesAreUnknown = true;

    public override void Bind(DbCommand command, string name, Cell value) =>
        ((NpgsqlCommand)command).Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Unknown) { Value = value.Kind == CellKind.Null ? DBNull.Value : value.Text });

    // An array as PostgreSQL writes it; its elements become what the column is.
    public override void BindAll(DbCommand command, string name, IReadOnlyList<Cell> values)
    {
        var text = new StringBuilder("{");
        foreach (var value in values)
        {
            if (text.Length > 1) text.Append(',');
            text.Append('"').Append(value.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        Bind(command, name, Cell.Of(text.Append('}').ToString()));
    }

    public override Cell Read(DbDataReader reader, int column, string where)
    {
        var type = reader.GetDataTypeName(column);
        if (type.IndexOf('(', StringComparison.Ordinal) is > 0 and var length) type = type[..length] + type[(type.IndexOf(')', StringComparison.Ordinal) + 1)..];
        if (type == "bytea") throw Binary(reader, column, where);

        return Of(type.Replace("pg_catalog.", "", StringComparison.Ordinal), reader.GetString(column));
    }

    /// <summary>A value of a type.</summary>
    internal static Cell Of(string type, string text) => type switch
    {
        "smallint" or "integer" or "bigint" or "oid" => new Cell(CellKind.Number, text),
        // NaN and the infinities are numbers that JSON cannot write.
        "numeric" or "real" or "double precision" when text[^1] is not ('N' or 'y') => new Cell(CellKind.Number, text),
        "boolean" => Cell.Of(text == "t"),
        "json" or "jsonb" => new Cell(CellKind.Json, text),
        "date" => new Cell(CellKind.Time, text),
        "timestamp with time zone" when text.EndsWith("+00", StringComparison.Ordinal) => new Cell(CellKind.Time, $"{text[..^3].Replace(' ', 'T')}Z"),
        "timestamp without time zone" when !text.EndsWith("BC", StringComparison.Ordinal) => new Cell(CellKind.Time, text.Replace(' ', 'T')),
        _ => Cell.Of(text),
    };

    public override SourceException? Translate(Exception fault, Limited call) => fault switch
    {
        // Of names and grammar PostgreSQL quotes the query only.
        PostgresException postgres => DatabaseFaults.Of(postgres.SqlState, postgres.IsTransient, postgres.SqlState.StartsWith("42", StringComparison.Ordinal) ? postgres.MessageText : null, call),
        NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException =>
            DatabaseFaults.OfNetwork(fault, call) ?? new SourceUnavailableException(FaultCodes.Connection, $"The connection to the database failed ({call.Where})."),
        _ => null,
    };
}
