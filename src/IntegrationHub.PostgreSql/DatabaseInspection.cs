using Npgsql;

namespace IntegrationHub.PostgreSql;

/// <summary>What a database says of itself, read without changing anything.</summary>
internal sealed record DatabaseInspection
{
    /// <summary>The server's version: 150018 is 15.18.</summary>
    public int ServerVersion { get; init; }

    /// <summary>How many steps its tables have been through; null when there are none.</summary>
    public int? Version { get; init; }

    /// <summary>How many this program knows.</summary>
    public int Known { get; } = IndexSchema.Steps.Count;

    /// <summary>The keys that its index was written with; null when it has never been started.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>Its clock when it was asked.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Whether it is over a socket of this machine.</summary>
    public bool Local { get; init; }

    /// <summary>Whether the role may make tables where they belong.</summary>
    public bool MayCreate { get; init; }

    /// <summary>How many nodes lived a moment ago and run the streams, and how many of them by a schedule of their own.</summary>
    public (int Running, int Apart) Nodes { get; init; }

    /// <summary>The server's settings that matter.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Why it cannot be asked; null when it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Reads it.</summary>
    public static async Task<DatabaseInspection> OfAsync(string connectionString, CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 10, CommandTimeout = 10, IncludeErrorDetail = false };
        }
        catch (ArgumentException)
        {
            // What the provider says of it quotes parts, and one may be a password.
            return new DatabaseInspection { Fault = "the connection string cannot be read; it is written as Host=…;Database=…;Username=…;Password=…" };
        }

        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            var hasTables = await OneAsync<bool>(connection, "SELECT to_regclass('meta') IS NOT NULL", cancellationToken);
            // Tables of an earlier version have no such column.
            var tellsSchedules = await OneAsync<bool>(connection, "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('nodes') AND attname = 'schedule')", cancellationToken);
            return new DatabaseInspection
            {
                ServerVersion = int.Parse(await OneAsync<string>(connection, "SELECT current_setting('server_version_num')", cancellationToken), System.Globalization.CultureInfo.InvariantCulture),
                Version = hasTables ? int.Parse(await OneAsync<string>(connection, "SELECT value FROM meta WHERE name = 'version'", cancellationToken), System.Globalization.CultureInfo.InvariantCulture) : null,
                Nodes = tellsSchedules ? ((int)await OneAsync<long>(connection, NodesWhere("schedule > 0"), cancellationToken), (int)await OneAsync<long>(connection, NodesWhere("schedule = 1"), cancellationToken)) : default,
                KeyFingerprint = hasTables ? await OneAsync<string?>(connection, "SELECT max(value) FROM meta WHERE name = 'key fingerprint'", cancellationToken) : null,
                Encrypted = await OneAsync<bool>(connection, "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)", cancellationToken),
                Local = settings.Host is null or "localhost" or "127.0.0.1" or "::1" || settings.Host.StartsWith('/'),
                MayCreate = await OneAsync<bool>(connection, "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)", cancellationToken),
                Settings = await SettingsAsync(connection, cancellationToken),
                Now = await OneAsync<DateTime>(connection, "SELECT clock_timestamp()", cancellationToken),
            };
        }
        catch (PostgresException e)
        {
            return new DatabaseInspection { Fault = $"PostgreSQL refuses with {e.SqlState}: {e.MessageText}" };
        }
        catch (NpgsqlException e)
        {
            return new DatabaseInspection { Fault = $"PostgreSQL cannot be reached: {(e.InnerException ?? e).Message}" };
        }
    }

    // Most of any municipality: those of two do not run each other's streams. How long a lease lasts is not known here; a minute is longer than two usual ones.
    static string NodesWhere(string what) =>
        $"SELECT coalesce(max(of_one), 0) FROM (SELECT count(*) FILTER (WHERE {what}) AS of_one FROM nodes WHERE seen_at > {PostgresNodeStore.Now} - 600000000 GROUP BY tenant) AS each_one";

    static async Task<IReadOnlyDictionary<string, string>> SettingsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum', 'max_connections', 'server_encoding', 'superuser_reserved_connections')", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) found[reader.GetString(0)] = reader.GetString(1);
        return found;
    }

    static async Task<T> OneAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Written above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default!;
    }
}
