using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the tables of what waits for a decision, and of what was decided to stay.</summary>
internal sealed class HeldDeleteRows(WriteScope scope) : IHeldDeleteRows
{
    bool changed;
    bool kept;

    public (long Id, DateTimeOffset ReadStartedAt)? Waiting() => !changed ? scope.Facts.HeldDelete
        : scope.Apart("SELECT id, read_started FROM held_deletes WHERE tenant = $1 AND stream = $2 AND state = 0")
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(row => ((long, DateTimeOffset)?)(row.Int64(0), row.Time(1)));

    public IReadOnlyList<string> Cases(long id) =>
        scope.Apart("SELECT key FROM held_delete_cases WHERE tenant = $1 AND held = $2").Bind(scope.Stream.Tenant).Bind(id).All(row => row.Text(0));

    public long Insert(long run, SweepVerdict verdict, DateTimeOffset expiresAt, IReadOnlyList<string> keys)
    {
        changed = true;
        var held = scope.Apart("""
            INSERT INTO held_deletes (tenant, stream, run, read_started, held_at, expires_at, live, cases) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(run).Bind(verdict.Facts.StartedAt).Bind(scope.Now).Bind(expiresAt)
            .Bind(verdict.Count.Live).Bind(keys.Count).First(row => row.Int64(0));
        scope.Written.Add(Table.HeldDeletes, scope.Apart("INSERT INTO held_delete_cases (tenant, held, key) SELECT $1, $2, * FROM unnest($3)")
            .Bind(scope.Stream.Tenant).Bind(held).BindAll(keys).Run());
        return held;
    }

    public void Renew(long id, long run, SweepVerdict verdict, DateTimeOffset expiresAt)
    {
        changed = true;
        scope.Written.Add(Table.HeldDeletes, scope.Apart("UPDATE held_deletes SET run = $3, read_started = $4, expires_at = $5, live = $6 WHERE tenant = $1 AND id = $2")
            .Bind(scope.Stream.Tenant).Bind(id).Bind(run).Bind(verdict.Facts.StartedAt).Bind(expiresAt).Bind(verdict.Count.Live).Run());
    }

    public void Close(long id, HeldDeleteState state)
    {
        changed = true;
        scope.Apart("UPDATE held_deletes SET state = $3, decided_at = $4 WHERE tenant = $1 AND id = $2").Bind(scope.Stream.Tenant).Bind(id).Bind((long)state).Bind(scope.Now).Run();
    }

    public void CloseIfEmpty(long id, HeldDeleteState state)
    {
        changed = true;
        scope.Apart("""
            UPDATE held_deletes SET state = $3, decided_at = $4 WHERE tenant = $1 AND id = $2 AND NOT EXISTS (SELECT 1 FROM held_delete_cases WHERE tenant = $1 AND held = $2)
            """)
            .Bind(scope.Stream.Tenant).Bind(id).Bind((long)state).Bind(scope.Now).Run();
    }

    public int Drop(long id, IReadOnlyCollection<string> keys) =>
        scope.Written.Add(Table.HeldDeletes, scope.Apart("DELETE FROM held_delete_cases WHERE tenant = $1 AND held = $2 AND key = ANY($3)").Bind(scope.Stream.Tenant).Bind(id).BindAll(keys).Run());

    public void DropAll(long id) =>
        scope.Written.Add(Table.HeldDeletes, scope.Apart("DELETE FROM held_delete_cases WHERE tenant = $1 AND held = $2").Bind(scope.Stream.Tenant).Bind(id).Run());

    public IReadOnlyList<string>? Left(long id) =>
        scope.Apart("SELECT 1 FROM held_deletes WHERE tenant = $1 AND id = $2 AND stream = $3 AND state = 0 AND expires_at > $4 FOR NO KEY UPDATE")
            .Bind(scope.Stream.Tenant).Bind(id).Bind(scope.Stream.Stream).Bind(scope.Now).First(_ => true)
            ? scope.Sql("""
                SELECT h.key FROM held_delete_cases h JOIN cases c ON c.tenant = $1 AND c.source = $2 AND c.key = h.key AND c.stream = $3 AND c.removed_at IS NULL
                WHERE h.tenant = $1 AND h.held = $4
                """)
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).Bind(id).All(row => row.Text(0))
            : null;

    public void Decide(long id, HeldDeleteState state, HeldDeleteDecision decision, long outcome)
    {
        changed = true;
        scope.Written.Add(Table.HeldDeletes, scope.Apart("UPDATE held_deletes SET state = $3, decided_at = $4, decided_by = $5, reason = $6, outcome = $7 WHERE tenant = $1 AND id = $2")
            .Bind(scope.Stream.Tenant).Bind(id).Bind((long)state).Bind(decision.At).Bind(decision.By).Bind(decision.Reason).Bind(outcome).Run());
        DropAll(id);
    }

    public bool KeepsAny() => kept || scope.Facts.CasesKept;

    public void Keep(string key, DateTimeOffset since, DateTimeOffset until)
    {
        kept = true;
        scope.Written.Add(Table.KeptCases, scope.Apart("""
            INSERT INTO kept_cases AS k (tenant, stream, key, since, until) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant, stream, key) DO UPDATE SET since = excluded.since, until = greatest(k.until, excluded.until)
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Bind(since).Bind(until).Run());
    }

    public void EndKeeping(IReadOnlyList<(string Key, DateTimeOffset ReadStartedAt)> seen) =>
        scope.Written.Add(Table.KeptCases, scope.Apart("""
            DELETE FROM kept_cases k USING unnest($3, $4) AS s (key, read_started) WHERE k.tenant = $1 AND k.stream = $2 AND k.key = s.key AND k.since <= s.read_started
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).BindAll(seen.Select(read => read.Key)).BindAll(seen.Select(read => read.ReadStartedAt)).Run());
}
