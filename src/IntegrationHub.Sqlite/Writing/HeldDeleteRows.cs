using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the tables of what waits for a decision, and of what was decided to stay.</summary>
internal sealed class HeldDeleteRows(WriteScope scope) : IHeldDeleteRows
{
    public (long Id, DateTimeOffset ReadStartedAt)? Waiting() =>
        scope.Sql("SELECT id, read_started FROM held_deletes WHERE tenant = ? AND stream = ? AND state = 0")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(row => ((long, DateTimeOffset)?)(row.Int64(0), row.Time(1)));

    public IReadOnlyList<string> Cases(long id) => scope.Sql("SELECT key FROM held_delete_cases WHERE held = ?").Bind(id).All(row => row.Text(0));

    public long Insert(long run, SweepVerdict verdict, DateTimeOffset expiresAt, IReadOnlyList<string> keys)
    {
        var held = scope.Sql("""
            INSERT INTO held_deletes (tenant, stream, run, read_started, held_at, expires_at, live, cases) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(run).Bind(verdict.Facts.StartedAt).Bind(scope.Now).Bind(expiresAt)
            .Bind(verdict.Count.Live).Bind(keys.Count).First(row => row.Int64(0));
        foreach (var key in keys)
            scope.Rows.Add(Table.HeldDeletes, scope.Sql("INSERT INTO held_delete_cases (held, key) VALUES (?, ?)").Bind(held).Bind(key).Run());
        return held;
    }

    public void Renew(long id, long run, SweepVerdict verdict, DateTimeOffset expiresAt) =>
        scope.Rows.Add(Table.HeldDeletes, scope.Sql("UPDATE held_deletes SET run = ?, read_started = ?, expires_at = ?, live = ? WHERE id = ?")
            .Bind(run).Bind(verdict.Facts.StartedAt).Bind(expiresAt).Bind(verdict.Count.Live).Bind(id).Run());

    public void Close(long id, HeldDeleteState state) =>
        scope.Sql("UPDATE held_deletes SET state = ?, decided_at = ? WHERE id = ?").Bind((long)state).Bind(scope.Now).Bind(id).Run();

    public void CloseIfEmpty(long id, HeldDeleteState state) =>
        scope.Sql("UPDATE held_deletes SET state = ?, decided_at = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM held_delete_cases WHERE held = ?)")
            .Bind((long)state).Bind(scope.Now).Bind(id).Bind(id).Run();

    public int Drop(long id, IReadOnlyCollection<string> keys) =>
        keys.Sum(key => scope.Rows.Add(Table.HeldDeletes, scope.Sql("DELETE FROM held_delete_cases WHERE held = ? AND key = ?").Bind(id).Bind(key).Run()));

    public void DropAll(long id) => scope.Rows.Add(Table.HeldDeletes, scope.Sql("DELETE FROM held_delete_cases WHERE held = ?").Bind(id).Run());

    public IReadOnlyList<string>? Left(long id) =>
        scope.Sql("SELECT 1 FROM held_deletes WHERE id = ? AND tenant = ? AND stream = ? AND state = 0 AND expires_at > ?")
            .Bind(id).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(scope.Now).First(_ => true)
            ? scope.Sql("""
                SELECT h.key FROM held_delete_cases h
                CROSS JOIN cases c ON c.tenant = ?1 AND c.source = ?2 AND c.key = h.key AND c.stream = ?3 AND c.removed_at IS NULL
                WHERE h.held = ?4
                """)
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).Bind(id).All(row => row.Text(0))
            : null;

    public void Decide(long id, HeldDeleteState state, HeldDeleteDecision decision, long outcome)
    {
        scope.Rows.Add(Table.HeldDeletes, scope.Sql("UPDATE held_deletes SET state = ?, decided_at = ?, decided_by = ?, reason = ?, outcome = ? WHERE id = ?")
            .Bind((long)state).Bind(decision.At).Bind(decision.By).Bind(decision.Reason).Bind(outcome).Bind(id).Run());
        DropAll(id);
    }

    public bool KeepsAny() => scope.Sql("SELECT 1 FROM kept_cases WHERE tenant = ? AND stream = ? LIMIT 1").Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(_ => true);

    public void Keep(string key, DateTimeOffset since, DateTimeOffset until) =>
        scope.Rows.Add(Table.KeptCases, scope.Sql("""
            INSERT INTO kept_cases (tenant, stream, key, since, until) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (tenant, stream, key) DO UPDATE SET since = excluded.since, until = max(until, excluded.until)
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Bind(since).Bind(until).Run());

    public void EndKeeping(IReadOnlyList<(string Key, DateTimeOffset ReadStartedAt)> seen)
    {
        foreach (var (key, readStartedAt) in seen)
            scope.Rows.Add(Table.KeptCases, scope.Sql("DELETE FROM kept_cases WHERE tenant = ? AND stream = ? AND key = ? AND since <= ?")
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Bind(readStartedAt).Run());
    }
}
