using IntegrationHub.Cases;
using IntegrationHub.Removals;

namespace IntegrationHub.Sqlite;

/// <summary>Brings cases back that have left, and destroys what is left of them when nobody did in time.</summary>
internal sealed class Tombstones(WriteScope scope)
{
    const string Restorable = "tenant = ? AND source = ? AND stream = ? AND removed_at > ? AND private IS NOT NULL AND keys IS NOT NULL AND erased = 0";

    /// <summary>Makes tombstones the cases again that they were, and keeps them from complete reads that do not hold them.</summary>
    /// <returns>How many.</returns>
    public long Restore(RestoreChoice which, DateTimeOffset keepUntil)
    {
        var cases = new CaseRows(scope);
        var keys = new LookupKeyChanges(scope);
        var changes = new ChangeFeed(scope);
        var held = new HeldDeletes(scope);
        var states = new RecordStates(scope);
        var merged = new MergedCases(scope, keys);
        var found = Find(which);
        foreach (var (id, key, publicId, mergedInto) in found)
        {
            if (mergedInto is not null) merged.TakeBack(key, mergedInto);
            keys.Replace(id, null, cases.Restore(id));
            merged.AddTo(id, key);
            held.Keep(key, scope.Now, keepUntil);
            // What its source sends next is mapped, though its bytes may be those that removed it.
            states.ForgetInAllStreams(key);
            changes.Add(publicId, CaseChangeKind.Revived);
        }

        keys.Flush();
        // Their mapping may have changed since they left: then they are mapped again as the others were.
        if (found.Count > 0) scope.Sql("UPDATE streams SET remapping = NULL WHERE id = ?").Bind(scope.Stream.Stream).Run();
        return found.Count;
    }

    /// <summary>Destroys the contents of tombstones from before a time, with their events.</summary>
    /// <returns>How many.</returns>
    public static int Empty(Connection connection, RowsWritten rows, long tenant, DateTimeOffset removedBefore, int limit, DateTimeOffset now)
    {
        var old = connection.Prepare("""
            SELECT id, source, stream, key, keys, merged_into FROM cases INDEXED BY cases_restorable
            WHERE tenant = ? AND removed_at <= ? AND removed_at IS NOT NULL AND private IS NOT NULL ORDER BY removed_at LIMIT ?
            """)
            .Bind(tenant).Bind(removedBefore).Bind(limit).All(row => (Id: row.Int64(0), Source: row.Int64(1), Stream: row.Int64(2), Key: row.Text(3), Keys: row.IsNull(4) ? null : row.Blob(4), Into: row.TextOrNull(5)));
        foreach (var (id, source, stream, key, keys, into) in old)
        {
            var scope = new WriteScope(connection, rows, new StreamNumbers(tenant, source, stream), now);
            new CaseRows(scope).Empty(id, MergedCases.Numbers(keys, into));
            new EventRows(scope).Erase(key);
            var states = new RecordStates(scope);
            states.ForgetEvents(key);
            // Its source may send the same bytes again: they must be mapped.
            states.ForgetInAllStreams(key);
            new LastRecords(scope).Erase(key);
        }

        return old.Count;
    }

    List<(long Id, string Key, UInt128 PublicId, string? MergedInto)> Find(RestoreChoice which)
    {
        var statement = which switch
        {
            RestoreChoice.Case of => Bind(scope.Sql($"SELECT id, key, public_id, merged_into FROM cases WHERE {Restorable} AND key = ?")).Bind(of.Key),
            RestoreChoice.OfRun of => Bind(scope.Sql($"SELECT id, key, public_id, merged_into FROM cases INDEXED BY cases_restorable WHERE {Restorable} AND removed_run = ?")).Bind(of.Run),
            _ => throw new ArgumentException($"A choice of type {which.GetType().Name} is not known.", nameof(which)),
        };
        return statement.All(row => (row.Int64(0), row.Text(1), row.Key(2), row.TextOrNull(3)));
    }

    Statement Bind(Statement statement) => statement.Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).Bind(scope.Now - RemovalRule.RestorableFor);
}
