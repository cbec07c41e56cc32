using Microsoft.Data.Sqlite;

namespace IntegrationHub.EndToEnd.Tests.Kills;

/// <summary>Looks into an index file from outside, beside the process that writes it.</summary>
static class IndexContents
{
    /// <summary>The latest run of a stream: whether it goes on, and how often it has committed; null before the first.</summary>
    public static (bool GoesOn, long Commits)? LatestRun(string folder, string stream) =>
        Query(folder, $"SELECT outcome, commits FROM runs WHERE stream = {Id(stream)} ORDER BY id DESC LIMIT 1", row => ((bool, long)?)(row.GetInt64(0) == 0, row.GetInt64(1))).FirstOrDefault();

    /// <summary>How many runs of a stream there have been.</summary>
    public static long Runs(string folder, string stream) => Query(folder, $"SELECT count(*) FROM runs WHERE stream = {Id(stream)}", row => row.GetInt64(0)).FirstOrDefault();

    /// <summary>Everything that stands in the index, one line each, whatever the order it came in: cases, look-up keys, happenings, quarantine.</summary>
    public static IReadOnlyList<string> Lines(string folder) =>
        [.. Query(folder, """
            SELECT 'case ' || s.name || ' ' || c.key || ' ' || hex(c.content_hash) || ' ' || (c.removed_at IS NULL) || ' ' || coalesce(c.record_order, '') FROM cases c JOIN sources s ON s.id = c.source
            UNION ALL SELECT 'key ' || c.key || ' ' || k.kind || ' ' || hex(k.value) FROM lookup_keys k JOIN cases c ON c.id = k.case_id
            UNION ALL SELECT 'event ' || e.case_key || ' ' || e.event_id || ' ' || hex(e.content_hash) FROM events e
            UNION ALL SELECT 'held ' || coalesce(q.key, '') || ' ' || q.code FROM quarantine q
            """, row => row.GetString(0)).Order(StringComparer.Ordinal)];

    /// <summary>How often a case was added or came back, beyond once: what a doubled delivery would leave in the change feed.</summary>
    public static long AddedAgain(string folder) =>
        Query(folder, "SELECT count(*) FROM (SELECT 1 FROM changes WHERE kind IN (1, 4) GROUP BY public_id HAVING count(*) > 1)", row => row.GetInt64(0)).First();

    static string Id(string stream) => $"(SELECT id FROM streams WHERE name = '{stream}')";

    static List<T> Query<T>(string folder, string sql, Func<SqliteDataReader, T> read)
    {
        var file = Path.Combine(folder, "index", "index.db");
        if (!File.Exists(file)) return [];

        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var found = new List<T>();
        try
        {
            using var row = command.ExecuteReader();
            while (row.Read()) found.Add(read(row));
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 1)
        {
            // The tables are not made yet.
        }

        return found;
    }
}
