using Npgsql;
using NpgsqlTypes;

namespace IntegrationHub.Quartz;

/// <summary>Sees to what a node that was frozen leaves in Quartz's tables (a suspended machine, a stopped process), where Quartz itself does nothing about it.</summary>
/// <remarks>
/// Quartz 4.7 waits for a lock as long as somebody holds it, so one node that stands still inside a transaction stops the schedules of all of them. And it looks for turns whose node is not in its list
/// only when a node starts: one that was given up, woke up, took its turns and died before it had shown itself again, would keep them from everybody else.
/// Both are asked of the database by a connection that holds nothing and waits for nobody.
/// </remarks>
/// <param name="postgreSql">Where the tables are.</param>
/// <param name="scheduler">The name of the schedules in them.</param>
/// <param name="tablePrefix">What the tables' names begin with.</param>
/// <param name="timings">How long others wait.</param>
sealed class ClusterWatch(string postgreSql, string scheduler, string tablePrefix, ClusterTimings timings)
{
    // A pool of its own: Quartz's may be full of those who wait.
    readonly string connectionString = new NpgsqlConnectionStringBuilder(postgreSql) { MinPoolSize = 0, MaxPoolSize = 1 }.ToString();

    // Its own role may end them, and sees what they do; so may every node's, which is the same. Whoever only reads (a backup) keeps nobody waiting, and is left alone.
    const string EndStandingStill = """
        SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a
        WHERE a.datname = current_database() AND a.usename = current_user AND a.pid <> pg_backend_pid()
            AND a.state LIKE 'idle in transaction%' AND a.state_change < clock_timestamp() - $1
            AND EXISTS (
                SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                WHERE l.pid = a.pid AND l.granted AND l.mode <> 'AccessShareLock' AND starts_with(c.relname, $2) AND pg_table_is_visible(c.oid))
        """;

    readonly Dictionary<string, long> missing = new(StringComparer.Ordinal);

    /// <summary>Looks once, and sees to what it finds.</summary>
    public async Task<ClusterSight> LookAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var ended = await EndStandingStillAsync(connection, cancellationToken);
        if (!await HasTablesAsync(connection, cancellationToken)) return new ClusterSight(ended, []);

        var given = Decide(await ReadMissingAsync(connection, cancellationToken), time);
        foreach (var node in given) await GiveUpAsync(connection, node, cancellationToken);
        return new ClusterSight(ended, given);
    }

    // A node that lives shows itself again within a check-in, and is in the list then.
    List<string> Decide(IReadOnlyList<string> found, TimeProvider time)
    {
        foreach (var back in missing.Keys.Except(found)) missing.Remove(back);
        foreach (var node in found) missing.TryAdd(node, time.GetTimestamp());
        return [.. missing.Where(one => time.GetElapsedTime(one.Value) >= timings.Patience).Select(one => one.Key)];
    }

    async Task<long> EndStandingStillAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var end = new NpgsqlCommand(EndStandingStill, connection);
        end.Parameters.Add(new() { Value = timings.Patience, NpgsqlDbType = NpgsqlDbType.Interval });
        end.Parameters.Add(new() { Value = tablePrefix });
        return (long)(await end.ExecuteScalarAsync(cancellationToken))!;
    }

    // The first node of all makes them while it is watched.
    async Task<bool> HasTablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL", connection);
        ask.Parameters.Add(new() { Value = tablePrefix + "fired_triggers" });
        ask.Parameters.Add(new() { Value = tablePrefix + "scheduler_state" });
        return await ask.ExecuteScalarAsync(cancellationToken) is true;
    }

    async Task<IReadOnlyList<string>> ReadMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand($"""
            SELECT DISTINCT f.instance_name FROM {tablePrefix}fired_triggers f
            WHERE f.sched_name = $1 AND NOT EXISTS (SELECT 1 FROM {tablePrefix}scheduler_state s WHERE s.sched_name = f.sched_name AND s.instance_name = f.instance_name)
            """, connection);
        read.Parameters.Add(new() { Value = scheduler });
        var found = new List<string>();
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) found.Add(rows.GetString(0));
        return found;
    }

    // As one that has not shown itself for ages: whichever node looks next does for its turns what Quartz does for those of a node that died. When it lives after all, its next check-in says so in the same row.
    async Task GiveUpAsync(NpgsqlConnection connection, string node, CancellationToken cancellationToken)
    {
        await using var put = new NpgsqlCommand(
            $"INSERT INTO {tablePrefix}scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval) VALUES ($1, $2, 0, $3) ON CONFLICT DO NOTHING", connection);
        put.Parameters.Add(new() { Value = scheduler });
        put.Parameters.Add(new() { Value = node });
        put.Parameters.Add(new() { Value = (long)timings.CheckIn.TotalMilliseconds });
        await put.ExecuteNonQueryAsync(cancellationToken);
        missing.Remove(node);
    }
}

/// <summary>What a look found and saw to.</summary>
/// <param name="Ended">How many connections stood still inside a transaction of the schedules, and were ended.</param>
/// <param name="GivenUp">The nodes whose turns others take.</param>
sealed record ClusterSight(long Ended, IReadOnlyList<string> GivenUp);
