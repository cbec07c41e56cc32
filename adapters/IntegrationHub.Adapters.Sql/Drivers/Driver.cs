using System.Buffers;
using System.Data;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Sql;

/// <summary>What differs between databases: how they are opened for reading, how values go in and out, and what their faults mean.</summary>
abstract class Driver
{
    /// <summary>The driver for a stream.</summary>
    /// <exception cref="MisconfiguredException">The connection string cannot be read, or there is no such provider.</exception>
    public static Driver For(string name, string connectionString, TimeSpan timeout)
    {
        try
        {
            return name switch
            {
                Providers.Sqlite => new SqliteDriver(connectionString, timeout),
                Providers.PostgreSql => new PostgresDriver(connectionString, timeout),
                _ => new ProviderDriver(Providers.Find(name), connectionString),
            };
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            // The exception may quote the string, password and all.
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.connectionString", $"the driver '{name}' cannot read it. Write it as the driver's documentation says, for instance \"{(name == Providers.Sqlite ? "Data Source=/srv/permits/permits.db" : "Host=db.sundby.example;Database=permits;Username=reader;Password=…")}\".");
        }
    }

    /// <summary>A connection, not yet open.</summary>
    public abstract DbConnection Create();

    /// <summary>Begins a transaction that can only read, as far as the database knows how to say so.</summary>
    public virtual async Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken) => await connection.BeginTransactionAsync(cancellationToken);

    /// <summary>Prepares a command before it is asked.</summary>
    public virtual void Prepare(DbCommand command)
    {
    }

    /// <summary>What tells the database's time, where everybody asks it alike.</summary>
    public virtual SqlQuery? Clock => null;

    /// <summary>Whether texts are sorted by their bytes unless the query says otherwise.</summary>
    public virtual bool SortsTextsByBytes => false;

    /// <summary>Gives a parameter its value.</summary>
    public abstract void Bind(DbCommand command, string name, Cell value);

    /// <summary>Gives a parameter several values: as a JSON array, which the query takes apart (<c>json_each</c>, <c>openjson</c>).</summary>
    public virtual void BindAll(DbCommand command, string name, IReadOnlyList<Cell> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var value in values)
            {
                if (value.Kind == CellKind.Number) json.WriteRawValue(value.Text);
                else json.WriteStringValue(value.Text);
            }

            json.WriteEndArray();
        }

        Bind(command, name, Cell.Of(Encoding.UTF8.GetString(buffer.WrittenSpan)));
    }

    /// <summary>A value that is not null.</summary>
    /// <param name="reader">Stands at the row.</param>
    /// <param name="column">Which column.</param>
    /// <param name="where">Which query, for people.</param>
    public abstract Cell Read(DbDataReader reader, int column, string where);

    /// <summary>Makes the database stop when the token says so, where its driver does not look at it; null where it does.</summary>
    public virtual IDisposable? InterruptWith(DbConnection connection, CancellationToken cancellationToken) => null;

    /// <summary>What an exception means; null when it is none of the database's.</summary>
    public abstract SourceException? Translate(Exception fault, Limited call);

    /// <summary>Adds a parameter.</summary>
    protected static void Add(DbCommand command, string name, object? value, DbType type)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = $"@{name}";
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    /// <summary>A column of bytes: no stream can be read with it.</summary>
    protected static MisconfiguredException Binary(DbDataReader reader, int column, string where) =>
        new(FaultCodes.InvalidSetting, where, $"the column '{reader.GetName(column)}' holds bytes, which are no value of a record. Leave it out of the query, or make text of it there.");
}
