using IntegrationHub.Removals;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Writes what waits for a decision of a stream's cases that a complete read did not hold, and what was decided to stay.</summary>
internal sealed class HeldDeletes(WriteScope scope)
{
    (long Id, DateTimeOffset ReadStartedAt)? waiting;
    bool? keeps;
    bool looked;
    bool returned;

    /// <summary>Holds what the sweep did not see. Where the same cases wait already, they go on waiting, on the newer proof.</summary>
    /// <returns>The number of the held delete; null when the same cases waited already.</returns>
    public long? Hold(string sweep, long run, SweepVerdict verdict)
    {
        var gone = new Sweeps(scope).Gone(sweep);
        if (Waiting is { } known && IsTheSame(known.Id, gone))
        {
            scope.Rows.Add(Table.HeldDeletes, scope.Sql("UPDATE held_deletes SET run = ?, read_started = ?, expires_at = ?, live = ? WHERE id = ?")
                .Bind(run).Bind(verdict.Facts.StartedAt).Bind(scope.Now + RemovalRule.WaitsFor).Bind(verdict.Count.Live).Bind(known.Id).Run());
            return null;
        }

        Replace();
        var held = scope.Sql("""
            INSERT INTO held_deletes (tenant, stream, run, read_started, held_at, expires_at, live, cases) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(run).Bind(verdict.Facts.StartedAt).Bind(scope.Now).Bind(scope.Now + RemovalRule.WaitsFor)
            .Bind(verdict.Count.Live).Bind(gone.Count).First(row => row.Int64(0));
        foreach (var key in gone)
            scope.Rows.Add(Table.HeldDeletes, scope.Sql("INSERT INTO held_delete_cases (held, key) VALUES (?, ?)").Bind(held).Bind(key).Run());
        return held;
    }

    /// <summary>A newer complete read takes the place of what an earlier one held.</summary>
    public void Replace()
    {
        if (Waiting is not { } known) return;

        scope.Sql("UPDATE held_deletes SET state = ?, decided_at = ? WHERE id = ?").Bind((long)HeldDeleteState.Replaced).Bind(scope.Now).Bind(known.Id).Run();
        DropCases(known.Id);
        waiting = null;
    }

    /// <summary>The key was read: it no longer is among those that would go, and needs no keeping.</summary>
    public void Seen(string key, DateTimeOffset readStartedAt)
    {
        if (Waiting is { } held && readStartedAt >= held.ReadStartedAt)
            returned |= scope.Rows.Add(Table.HeldDeletes, scope.Sql("DELETE FROM held_delete_cases WHERE held = ? AND key = ?").Bind(held.Id).Bind(key).Run()) > 0;
        if (Keeps)
        {
            scope.Rows.Add(Table.KeptCases, scope.Sql("DELETE FROM kept_cases WHERE tenant = ? AND stream = ? AND key = ? AND since <= ?")
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Bind(readStartedAt).Run());
        }
    }

    /// <summary>When all cases that waited have been read again, there is nothing to decide any more.</summary>
    public void Settle()
    {
        if (!returned || Waiting is not { } held) return;

        scope.Sql("UPDATE held_deletes SET state = ?, decided_at = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM held_delete_cases WHERE held = ?)")
            .Bind((long)HeldDeleteState.Settled).Bind(scope.Now).Bind(held.Id).Bind(held.Id).Run();
    }

    /// <summary>The keys that would go when a held delete is approved; null when it does not wait for a decision.</summary>
    public List<string>? Left(long id) =>
        scope.Sql("SELECT 1 FROM held_deletes WHERE id = ? AND tenant = ? AND stream = ? AND state = 0 AND expires_at > ?")
            .Bind(id).Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(scope.Now).First(_ => true)
            ? scope.Sql("""
                SELECT h.key FROM held_delete_cases h
                CROSS JOIN cases c ON c.tenant = ?1 AND c.source = ?2 AND c.key = h.key AND c.stream = ?3 AND c.removed_at IS NULL
                WHERE h.held = ?4
                """)
                .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).Bind(id).All(row => row.Text(0))
            : null;

    /// <summary>Writes down what somebody decided, and how many cases it concerned.</summary>
    public void Decide(long id, HeldDeleteState state, HeldDeleteDecision decision, long outcome)
    {
        scope.Rows.Add(Table.HeldDeletes, scope.Sql("UPDATE held_deletes SET state = ?, decided_at = ?, decided_by = ?, reason = ?, outcome = ? WHERE id = ?")
            .Bind((long)state).Bind(decision.At).Bind(decision.By).Bind(decision.Reason).Bind(outcome).Bind(id).Run());
        DropCases(id);
    }

    /// <summary>No complete read removes the case until then, or asks about it, unless it is read again before.</summary>
    public void Keep(string key, DateTimeOffset since, DateTimeOffset until) =>
        scope.Rows.Add(Table.KeptCases, scope.Sql("""
            INSERT INTO kept_cases (tenant, stream, key, since, until) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (tenant, stream, key) DO UPDATE SET since = excluded.since, until = max(until, excluded.until)
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).Bind(key).Bind(since).Bind(until).Run());

    void DropCases(long id) => scope.Rows.Add(Table.HeldDeletes, scope.Sql("DELETE FROM held_delete_cases WHERE held = ?").Bind(id).Run());

    (long Id, DateTimeOffset ReadStartedAt)? Waiting
    {
        get
        {
            if (!looked)
            {
                waiting = scope.Sql("SELECT id, read_started FROM held_deletes WHERE tenant = ? AND stream = ? AND state = 0")
                    .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(row => ((long, DateTimeOffset)?)(row.Int64(0), row.Time(1)));
                looked = true;
            }

            return waiting;
        }
    }

    bool Keeps => keeps ??= scope.Sql("SELECT 1 FROM kept_cases WHERE tenant = ? AND stream = ? LIMIT 1")
        .Bind(scope.Stream.Tenant).Bind(scope.Stream.Stream).First(_ => true);

    bool IsTheSame(long id, List<string> gone)
    {
        var held = scope.Sql("SELECT key FROM held_delete_cases WHERE held = ?").Bind(id).All(row => row.Text(0));
        return held.Count == gone.Count && held.ToHashSet(StringComparer.Ordinal).SetEquals(gone);
    }
}
