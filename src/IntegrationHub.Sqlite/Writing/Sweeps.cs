using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Marks what a complete read has seen, so that what it did not see is known at its end, however often it was broken off.</summary>
internal sealed class Sweeps(WriteScope scope) : ISweepRows
{
    /// <summary>The number of the stream's sweep, given to it now if need be. A sweep that was left behind loses its marks.</summary>
    public long Begin(string name)
    {
        if (Find(scope.Connection, scope.Stream, name) is { } known) return known;

        DropAll();
        return scope.Sql("INSERT INTO sweeps (tenant, stream, name) VALUES (?, ?, ?) RETURNING id")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(name).First(row => row.Int64(0));
    }

    public void Mark(long sweep, string key) =>
        scope.Rows.Add(Table.SweepSeen, scope.Sql("INSERT OR IGNORE INTO sweep_seen (sweep, key) VALUES (?, ?)").Bind(sweep).Bind(key).Run());

    /// <summary>Drops the marks of all sweeps of the stream. What a rebuild has gathered is nobody's from then on: <see cref="Shadow.Clear"/>.</summary>
    public void DropAll()
    {
        scope.Rows.Add(Table.SweepSeen, scope.Sql("DELETE FROM sweep_seen WHERE sweep IN (SELECT id FROM sweeps WHERE tenant = ? AND stream = ?)")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Run());
        scope.Sql("DELETE FROM sweeps WHERE tenant = ? AND stream = ?").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Run();
    }

    /// <summary>What the stream has of a sweep. A sweep that no batch belonged to has seen nothing.</summary>
    public SweepCount Count(string name) => Count(scope.Connection, scope.Stream, name, scope.Now);

    /// <summary>The same beside whatever is written.</summary>
    public static SweepCount Count(Connection connection, StreamNumbers stream, string name, DateTimeOffset now)
    {
        var sweep = Find(connection, stream, name) ?? 0;
        var live = connection.Prepare("SELECT count(*) FROM cases c INDEXED BY cases_live WHERE c.tenant = ? AND c.stream = ? AND c.removed_at IS NULL")
            .Bind(stream.Tenant).Bind(stream.Stream).First(row => row.Int64(0));
        var seen = connection.Prepare("SELECT count(*) FROM sweep_seen WHERE sweep = ?").Bind(sweep).First(row => row.Int64(0));
        return connection.Prepare($"SELECT count(*), coalesce(sum({IsKept}), 0) {UnseenCases}").Bind(now).Bind(stream.Tenant).Bind(stream.Stream).Bind(sweep)
            .First(row => new SweepCount(live, row.Int64(0), seen, row.Int64(1)));
    }

    /// <summary>The keys of live cases that the sweep did not see and that nobody decided to keep.</summary>
    public IReadOnlyList<string> Gone(string name) =>
        Bind(scope.Sql($"SELECT c.key {UnseenCases} AND NOT {IsKept}"), name).Bind(scope.Now).All(row => row.Text(0));

    /// <summary>The sweep that goes on, or was broken off; null when there is none.</summary>
    public long? Running() =>
        scope.Sql("SELECT id FROM sweeps WHERE tenant = ? AND stream = ?").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(row => (long?)row.Int64(0));

    /// <summary>Whether the stream's sweep is a rebuild's.</summary>
    public bool IsRebuild() =>
        scope.Sql("SELECT 1 FROM sweeps w WHERE w.tenant = ? AND w.stream = ? AND EXISTS (SELECT 1 FROM shadow s WHERE s.sweep = w.name)")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(_ => true);

    /// <summary>Removes what lies in quarantine and was not in the sweep either: there is no record any more that it could be mapped from.</summary>
    /// <returns>The keys of what was removed, as far as they are known.</returns>
    public IReadOnlyList<string> DropUnseenQuarantine(string name)
    {
        var removed = scope.Sql($"""
            DELETE FROM quarantine WHERE tenant = ? AND stream = ?
                AND NOT EXISTS (SELECT 1 FROM sweep_seen s WHERE s.sweep = ? AND s.key = coalesce(quarantine.key, '{SweepMarks.Keyless}' || hex(quarantine.raw_hash)))
            RETURNING key
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(Find(scope.Connection, scope.Stream, name) ?? 0).All(row => row.TextOrNull(0));
        scope.Rows.Add(Table.Quarantine, removed.Count);
        return [.. removed.OfType<string>()];
    }

    /// <summary>The number of a sweep of this name; null when the stream has none.</summary>
    public long? Find(string name) => Find(scope.Connection, scope.Stream, name);

    public static long? Find(Connection connection, StreamNumbers stream, string name) =>
        connection.Prepare("SELECT id FROM sweeps WHERE tenant = ? AND stream = ? AND name = ?")
            .Bind(stream.Tenant).Bind(stream.Stream).Bind(name).First(row => (long?)row.Int64(0));

    Statement Bind(Statement statement, string name) =>
        statement.Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(Find(scope.Connection, scope.Stream, name) ?? 0);

    /// <summary>Live cases of a stream that a sweep has not seen; tenant, stream and sweep are bound.</summary>
    public const string UnseenCases = """
        FROM cases c INDEXED BY cases_live WHERE c.tenant = ? AND c.stream = ? AND c.removed_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM sweep_seen s WHERE s.sweep = ? AND s.key = c.key)
        """;

    /// <summary>Whether somebody decided that the case stays; the time is bound.</summary>
    public const string IsKept = "EXISTS (SELECT 1 FROM kept_cases k WHERE k.tenant = c.tenant AND k.stream = c.stream AND k.key = c.key AND k.until > ?)";
}
