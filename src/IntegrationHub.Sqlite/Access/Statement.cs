using System.Buffers;
using System.Text;
using SQLitePCL;

namespace IntegrationHub.Sqlite;

/// <summary>A prepared statement: values are bound in the order of its parameters, columns are read by their position.</summary>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IDisposable
{
    int bound;

    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(handle, ++bound, value));
        return this;
    }

    public Statement Bind(bool value) => Bind(value ? 1L : 0L);

    public Statement Bind(long? value) => value is { } given ? Bind(given) : BindNull();

    public Statement Bind(DateTimeOffset value) => Bind(value.UtcTicks);

    public Statement Bind(DateTimeOffset? value) => Bind(value?.UtcTicks);

    public Statement Bind(string? value)
    {
        if (value is null) return BindNull();
        // An empty span has no address, and SQLite takes that for NULL.
        if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(handle, ++bound, ""));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var bytes = most <= 1024 ? stackalloc byte[most] : rented = ArrayPool<byte>.Shared.Rent(most);
        Check(raw.sqlite3_bind_text(handle, ++bound, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    public Statement Bind(byte[]? value) => value is null ? BindNull() : Bind(value.AsSpan());

    public Statement Bind(ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, ++bound, 0) : raw.sqlite3_bind_blob(handle, ++bound, value));
        return this;
    }

    public Statement Bind(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return Bind((ReadOnlySpan<byte>)bytes);
    }

    public Statement BindNull()
    {
        Check(raw.sqlite3_bind_null(handle, ++bound));
        return this;
    }

    /// <summary>Binds what a query text collected.</summary>
    public Statement Bind(IReadOnlyList<object?> values)
    {
        foreach (var value in values)
        {
            _ = value switch
            {
                null => BindNull(),
                long number => Bind(number),
                string text => Bind(text),
                byte[] bytes => Bind(bytes),
                UInt128 key => Bind(key),
                _ => throw new ArgumentException($"A value of type {value.GetType().Name} cannot be bound.", nameof(values)),
            };
        }

        return this;
    }

    /// <summary>Runs a statement that changes rows.</summary>
    /// <returns>How many it changed.</returns>
    public int Run()
    {
        Step();
        Reset();
        return connection.Changes;
    }

    /// <summary>The first row, or the default when there is none.</summary>
    public T? First<T>(Func<Statement, T> read)
    {
        try
        {
            return Step() ? read(this) : default;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>All rows.</summary>
    public List<T> All<T>(Func<Statement, T> read, CancellationToken cancellationToken = default)
    {
        var rows = new List<T>();
        Each(row => rows.Add(read(row)), cancellationToken);
        return rows;
    }

    /// <summary>Does something with every row.</summary>
    public void Each(Action<Statement> use, CancellationToken cancellationToken = default)
    {
        try
        {
            while (Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                use(this);
            }
        }
        finally
        {
            Reset();
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public int Int32(int column) => raw.sqlite3_column_int(handle, column);

    public bool Flag(int column) => Int64(column) != 0;

    // Through the bytes, because a text may hold a zero character.
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    public UInt128 Key(int column) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(raw.sqlite3_column_blob(handle, column));

    public DateTimeOffset Time(int column) => new(Int64(column), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public void Dispose() => handle.Dispose();

    bool Step()
    {
        var answer = raw.sqlite3_step(handle);
        if (answer == raw.SQLITE_ROW) return true;
        if (answer == raw.SQLITE_DONE) return false;

        var fault = connection.Fault(answer);
        Reset();
        throw fault;
    }

    void Reset()
    {
        _ = raw.sqlite3_reset(handle);
        bound = 0;
    }

    void Check(int answer)
    {
        if (answer == raw.SQLITE_OK) return;

        var fault = connection.Fault(answer);
        Reset();
        throw fault;
    }
}
