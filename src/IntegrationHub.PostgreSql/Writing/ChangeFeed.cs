using IntegrationHub.Cases;

namespace IntegrationHub.PostgreSql;

/// <summary>Hands out positions in commit order: the tenant's row is locked from then until the commit, so a position that is seen has no lower one after it.</summary>
internal sealed class ChangeFeed(WriteScope scope) : IChangeFeed
{
    readonly List<(UInt128 PublicId, CaseChangeKind Kind)> changes = [];

    /// <summary>How many changes wait for their positions.</summary>
    public int Count => changes.Count;

    public void Add(UInt128 publicId, CaseChangeKind kind) => changes.Add((publicId, kind));

    /// <summary>What came after so many was taken back.</summary>
    public void TakeBackTo(int count) => changes.RemoveRange(count, changes.Count - count);

    public void HandOut()
    {
        if (changes.Count == 0) return;

        var last = scope.Apart("UPDATE tenants SET last_position = last_position + $2 WHERE id = $1 RETURNING last_position").Bind(scope.Stream.Tenant).Bind(changes.Count).First(row => row.Int64(0));
        scope.Written.Add(Table.Changes, scope.Apart("""
            INSERT INTO changes (tenant, source, at, position, public_id, kind)
            SELECT $1, $2, $3, $4 + c.number, c.public_id, c.kind FROM unnest($5, $6) WITH ORDINALITY AS c (public_id, kind, number)
            """)
            .Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Now).Bind(last - changes.Count)
            .BindAll(changes.Select(change => change.PublicId)).BindAll(changes.Select(change => (long)change.Kind)).Run());
        changes.Clear();
    }
}
