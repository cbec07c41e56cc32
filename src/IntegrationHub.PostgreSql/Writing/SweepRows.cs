using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Reads and writes what complete reads have seen.</summary>
internal sealed class SweepRows(WriteScope scope) : ISweepRows
{
    /// <summary>Live cases of a stream that a sweep has not seen: $1 the tenant, $2 the stream, $3 the sweep.</summary>
    const string UnseenCases = """
        FROM cases c WHERE c.tenant = $1 AND c.stream = $2 AND c.removed_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM sweep_seen s WHERE s.tenant = $1 AND s.sweep = $3 AND s.key = c.key)
        """;

    /// <summary>Whether somebody decided that the case stays: $4 the time.</summary>
    const string IsKept = "EXISTS (SELECT 1 FROM kept_cases k WHERE k.tenant = c.tenant AND k.stream = c.stream AND k.key = c.key AND k.until > $4)";

    const string CountSql = $"""
        SELECT (SELECT count(*) FROM cases c WHERE c.tenant = $1 AND c.stream = $2 AND c.removed_at IS NULL), (SELECT count(*) FROM sweep_seen WHERE tenant = $1 AND sweep = $3),
            (SELECT count(*) {UnseenCases}), (SELECT count(*) {UnseenCases} AND {IsKept})
        """;

    readonly Dictionary<long, HashSet<string>> marks = [];
    readonly Dictionary<string, long> numbers = new(StringComparer.Ordinal);

    public long Begin(string name)
    {
        if (Find(name) is { } known) return known;

        DropAll();
        return numbers[name] = scope.Apart("INSERT INTO sweeps (tenant, stream, name) VALUES ($1, $2, $3) RETURNING id")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(name).First(row => row.Int64(0));
    }

    public long? Find(string name)
    {
        if (numbers.TryGetValue(name, out var known)) return known;
        return Find(scope.Apart(FindSql), scope.Stream, name).First(row => (long?)row.Int64(0)) is { } number ? numbers[name] = number : null;
    }

    public long? Running() =>
        scope.Apart("SELECT id FROM sweeps WHERE tenant = $1 AND stream = $2").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(row => (long?)row.Int64(0));

    public bool IsRebuild() =>
        scope.Apart("SELECT 1 FROM sweeps w WHERE w.tenant = $1 AND w.stream = $2 AND EXISTS (SELECT 1 FROM shadow s WHERE s.tenant = $1 AND s.sweep = w.name)")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(_ => true);

    public void Mark(long sweep, string key)
    {
        if (!marks.TryGetValue(sweep, out var keys)) marks[sweep] = keys = new HashSet<string>(StringComparer.Ordinal);
        keys.Add(key);
    }

    public SweepCount Count(string name) => Count(scope.Sql(CountSql), scope.Stream, Find(name), scope.Now).First(Counted);

    /// <summary>The same beside whatever is written.</summary>
    public static async ValueTask<SweepCount> CountAsync(Connection connection, StreamNumbers stream, string name, DateTimeOffset now)
    {
        var sweep = await Find(connection.Prepare(FindSql), stream, name).FirstAsync(row => (long?)row.Int64(0));
        return await Count(connection.Prepare(CountSql), stream, sweep, now).FirstAsync(Counted);
    }

    public IReadOnlyList<string> Gone(string name) =>
        scope.Sql($"SELECT c.key {UnseenCases} AND NOT {IsKept}").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(Find(name) ?? 0).Bind(scope.Now).All(row => row.Text(0));

    public IReadOnlyList<string> DropUnseenQuarantine(string name)
    {
        var removed = scope.Sql($"""
            DELETE FROM quarantine q WHERE q.tenant = $1 AND q.stream = $2
                AND NOT EXISTS (SELECT 1 FROM sweep_seen s WHERE s.tenant = $1 AND s.sweep = $3 AND s.key = coalesce(q.key, $4 || upper(encode(q.raw_hash, 'hex'))))
            RETURNING q.key
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(Find(name) ?? 0).Bind(SweepMarks.Keyless).All(row => row.TextOrNull(0));
        scope.Written.Add(Table.Quarantine, removed.Count);
        scope.ForgetQuarantine();
        return [.. removed.OfType<string>()];
    }

    public void DropAll()
    {
        marks.Clear();
        numbers.Clear();
        scope.Written.Add(Table.SweepSeen, scope.Apart("DELETE FROM sweep_seen WHERE tenant = $1 AND sweep IN (SELECT id FROM sweeps WHERE tenant = $1 AND stream = $2)")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Run());
        scope.Apart("DELETE FROM sweeps WHERE tenant = $1 AND stream = $2").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Run();
    }

    /// <summary>Sends what was gathered.</summary>
    public void Flush()
    {
        foreach (var (sweep, keys) in marks)
            scope.Written.Add(Table.SweepSeen, scope.Apart("INSERT INTO sweep_seen (tenant, sweep, key) SELECT $1, $2, * FROM unnest($3) ON CONFLICT DO NOTHING")
                .Bind(scope.Stream.Tenant).Bind(sweep).BindAll(keys).Run());
        marks.Clear();
    }

    /// <summary>Forgets what is known and what was gathered.</summary>
    public void Forget()
    {
        marks.Clear();
        numbers.Clear();
    }

    const string FindSql = "SELECT id FROM sweeps WHERE tenant = $1 AND stream = $2 AND name = $3";

    static Statement Find(Statement statement, StreamNumbers stream, string name) => statement.Bind(stream.Tenant).Bind(stream.Stream).Bind(name);

    static Statement Count(Statement statement, StreamNumbers stream, long? sweep, DateTimeOffset now) => statement.Bind(stream.Tenant).Bind(stream.Stream).Bind(sweep ?? 0).Bind(now);

    static SweepCount Counted(Row row) => new(row.Int64(0), row.Int64(2), row.Int64(1), row.Int64(3));
}
