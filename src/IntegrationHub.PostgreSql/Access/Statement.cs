using Npgsql;
using NpgsqlTypes;

namespace IntegrationHub.PostgreSql;

/// <summary>A statement: values are bound in the order of its parameters, and its rows are read whole before they are used, so that what uses them may ask more.</summary>
internal sealed class Statement(Connection connection, string text)
{
    readonly List<NpgsqlParameter> values = [];

    public Statement Bind(long value) => Add(new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint });

    public Statement Bind(int value) => Bind((long)value);

    public Statement Bind(long? value) => value is { } given ? Bind(given) : AddNull(NpgsqlDbType.Bigint);

    public Statement Bind(bool value) => Add(new NpgsqlParameter<bool> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Boolean });

    public Statement Bind(DateTimeOffset value) => Bind(value.UtcTicks);

    public Statement Bind(DateTimeOffset? value) => Bind(value?.UtcTicks);

    public Statement Bind(string? value) => value is null ? AddNull(NpgsqlDbType.Text) : Add(new NpgsqlParameter<string> { TypedValue = Whole(value), NpgsqlDbType = NpgsqlDbType.Text });

    public Statement Bind(byte[]? value) => value is null ? AddNull(NpgsqlDbType.Bytea) : Add(new NpgsqlParameter<byte[]> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea });

    public Statement Bind(UInt128 value) => Add(new NpgsqlParameter<Guid> { TypedValue = KeyBytes.Of(value), NpgsqlDbType = NpgsqlDbType.Uuid });

    public Statement Bind(UInt128? value) => value is { } given ? Bind(given) : AddNull(NpgsqlDbType.Uuid);

    public Statement BindAll(IEnumerable<long> several) => Array(NpgsqlDbType.Bigint, several.ToArray());

    public Statement BindAll(IEnumerable<long?> several) => Array(NpgsqlDbType.Bigint, several.ToArray());

    public Statement BindAll(IEnumerable<bool> several) => Array(NpgsqlDbType.Boolean, several.ToArray());

    public Statement BindAll(IEnumerable<DateTimeOffset> several) => BindAll(several.Select(time => time.UtcTicks));

    public Statement BindAll(IEnumerable<DateTimeOffset?> several) => BindAll(several.Select(time => time?.UtcTicks));

    public Statement BindAll(IEnumerable<string?> several) => Array(NpgsqlDbType.Text, several.Select(text => text is null ? null : Whole(text)).ToArray());

    public Statement BindAll(IEnumerable<byte[]?> several) => Array(NpgsqlDbType.Bytea, several.ToArray());

    public Statement BindAll(IEnumerable<bool?> several) => Array(NpgsqlDbType.Boolean, several.ToArray());

    public Statement BindAll(IEnumerable<UInt128?> several) => Array(NpgsqlDbType.Uuid, several.Select(key => key is { } given ? KeyBytes.Of(given) : (Guid?)null).ToArray());

    public Statement BindAll(IEnumerable<UInt128> several) => Array(NpgsqlDbType.Uuid, several.Select(KeyBytes.Of).ToArray());

    /// <summary>Binds what a query text collected.</summary>
    public Statement Bind(IReadOnlyList<object?> collected)
    {
        foreach (var value in collected)
        {
            _ = value switch
            {
                long number => Bind(number),
                string words => Bind(words),
                byte[] bytes => Bind(bytes),
                UInt128 key => Bind(key),
                long[] numbers => BindAll(numbers),
                string[] texts => BindAll(texts),
                UInt128[] keys => BindAll(keys),
                _ => throw new ArgumentException($"A value of type {value?.GetType().Name} cannot be bound.", nameof(collected)),
            };
        }

        return this;
    }

    /// <summary>Runs a statement that changes rows.</summary>
    /// <returns>How many it changed.</returns>
    public int Run() => PostgresFault.Told(() =>
    {
        using var command = Command();
        return Math.Max(0, command.ExecuteNonQuery());
    });

    /// <summary>The first row, or the default when there is none.</summary>
    public T? First<T>(Func<Row, T> read)
    {
        var rows = Rows();
        return rows.Count == 0 ? default : read(rows[0]);
    }

    /// <summary>All rows.</summary>
    public List<T> All<T>(Func<Row, T> read) => Rows().ConvertAll(row => read(row));

    /// <summary>The first row, or the default when there is none.</summary>
    public async ValueTask<T?> FirstAsync<T>(Func<Row, T> read)
    {
        var rows = await RowsAsync();
        return rows.Count == 0 ? default : read(rows[0]);
    }

    /// <summary>All rows.</summary>
    public async ValueTask<List<T>> AllAsync<T>(Func<Row, T> read) => (await RowsAsync()).ConvertAll(row => read(row));

    List<Row> Rows() => PostgresFault.Told(() =>
    {
        using var command = Command();
        using var reader = command.ExecuteReader();
        var rows = new List<Row>();
        while (reader.Read()) rows.Add(Read(reader));
        return rows;
    });

    async ValueTask<List<Row>> RowsAsync()
    {
        try
        {
            await using var command = Command();
            await using var reader = await command.ExecuteReaderAsync(connection.Stop);
            var rows = new List<Row>();
            while (await reader.ReadAsync(connection.Stop)) rows.Add(Read(reader));
            return rows;
        }
        catch (Exception fault) when (PostgresFault.Of(fault) is { } known)
        {
            throw known;
        }
    }

    static Row Read(NpgsqlDataReader reader)
    {
        var columns = new object[reader.FieldCount];
        reader.GetValues(columns);
        return new Row(columns);
    }

    NpgsqlCommand Command()
    {
        var command = connection.Open.CreateCommand();
#pragma warning disable CA2100 // Every text is written in this assembly; values are bound.
        command.CommandText = text;
#pragma warning restore CA2100
        command.CommandTimeout = connection.CommandTimeout;
        foreach (var value in values) command.Parameters.Add(value);
        values.Clear();
        return command;
    }

    // PostgreSQL takes no half of a character; SQLite's store keeps the sign for "unreadable" in its place, and so does this one.
    static string Whole(string text) =>
        text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    Statement Add(NpgsqlParameter value)
    {
        values.Add(value);
        return this;
    }

    Statement AddNull(NpgsqlDbType type) => Add(new NpgsqlParameter { NpgsqlDbType = type, Value = DBNull.Value });

    Statement Array(NpgsqlDbType type, object several) => Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = several });
}
