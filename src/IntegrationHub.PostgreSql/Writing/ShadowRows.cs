using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>Gathers the records of a rebuild beside what is there, and hands them out again in their order when it is applied.</summary>
internal sealed class ShadowRows(WriteScope scope) : IShadowRows
{
    // So many are taken into memory at a time; the transaction is one all the same.
    const int AtOnce = 1000;

    public void Gather(string sweep, Batch batch) =>
        scope.Written.Add(Table.Shadow, scope.Apart("INSERT INTO shadow (tenant, sweep, item) SELECT $1, $2, i.item FROM unnest($3) WITH ORDINALITY AS i (item, number) ORDER BY i.number")
            .Bind(scope.Stream.Tenant).Bind(sweep).BindAll(batch.Items.Select((item, i) => ShadowJson.Write(item, i < batch.Records.Count ? batch.Records[i] : null))).Run());

    public IEnumerable<IReadOnlyList<ShadowRow>> Portions(string sweep)
    {
        var last = 0L;
        while (true)
        {
            var portion = scope.Apart("SELECT id, item FROM shadow WHERE tenant = $1 AND sweep = $2 AND id > $3 ORDER BY id LIMIT $4")
                .Bind(scope.Stream.Tenant).Bind(sweep).Bind(last).Bind(AtOnce).All(row => (Id: row.Int64(0), Item: ShadowJson.Read(row.Blob(1))));
            if (portion.Count == 0) yield break;

            last = portion[^1].Id;
            yield return [.. portion.Select(row => row.Item)];
        }
    }

    /// <summary>Drops some of what belongs to no rebuild of the tenant any more.</summary>
    /// <returns>Whether there is more.</returns>
    public static bool Clear(Write write, long tenant) =>
        write.Rows.Add(Table.Shadow, write.Connection.Prepare("""
            DELETE FROM shadow WHERE tenant = $1 AND (sweep, id) IN (
                SELECT s.sweep, s.id FROM shadow s WHERE s.tenant = $1 AND NOT EXISTS (SELECT 1 FROM sweeps w WHERE w.tenant = $1 AND w.name = s.sweep) LIMIT $2)
            """)
            .Bind(tenant).Bind(AtOnce).Run()) == AtOnce;
}
