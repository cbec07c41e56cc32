using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Gathers the records of a rebuild beside what is there, and hands them out again in their order when it is applied.</summary>
internal sealed class Shadow(WriteScope scope) : IShadowRows
{
    // So many are taken into memory at a time; the transaction is one all the same.
    const int AtOnce = 1000;

    public void Gather(string sweep, Batch batch)
    {
        for (var i = 0; i < batch.Items.Count; i++)
            scope.Rows.Add(Table.Shadow, scope.Sql("INSERT INTO shadow (sweep, item) VALUES (?, ?)")
                .Bind(sweep).Bind(ShadowJson.Write(batch.Items[i], i < batch.Records.Count ? batch.Records[i] : null).AsSpan()).Run());
    }

    public IEnumerable<IReadOnlyList<ShadowRow>> Portions(string sweep)
    {
        var last = 0L;
        while (true)
        {
            var portion = scope.Sql("SELECT id, item FROM shadow WHERE sweep = ? AND id > ? ORDER BY id LIMIT ?").Bind(sweep).Bind(last).Bind((long)AtOnce)
                .All(row => (Id: row.Int64(0), Item: ShadowJson.Read(row.Blob(1))));
            if (portion.Count == 0) yield break;

            last = portion[^1].Id;
            yield return [.. portion.Select(row => row.Item)];
        }
    }

    /// <summary>Drops some of what belongs to no rebuild any more: in small transactions, because everybody else who writes waits meanwhile.</summary>
    /// <returns>Whether there is more.</returns>
    public static bool Clear(Connection connection, RowsWritten rows) =>
        rows.Add(Table.Shadow, connection.Prepare("DELETE FROM shadow WHERE id IN (SELECT id FROM shadow WHERE sweep NOT IN (SELECT name FROM sweeps) LIMIT ?)")
            .Bind((long)AtOnce).Run()) == AtOnce;
}
