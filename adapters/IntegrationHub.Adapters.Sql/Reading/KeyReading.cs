using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Reads records by their keys, one at a time or several in one query.</summary>
sealed class KeyReading(KeyedQuery byKey, Database database, RowReading rows)
{
    // One key has one row; a second one would tell that the key is none.
    const int MostPerKey = 2;

    readonly bool several = byKey.Query.Has(Parameter.Keys);

    public async ValueTask<IReadOnlyList<SourceRecord>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var records = new List<SourceRecord>(keys.Count);
        foreach (var some in keys.Chunk(several ? byKey.Most : 1)) await ReadSomeAsync(some, records, cancellationToken);
        return records;
    }

    // A key that cannot be one of the column's makes the database refuse all of them, and rows may be too large together: then by halves, so that the others come all the same.
    async Task ReadSomeAsync(string[] keys, List<SourceRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var cells = keys.Select(Cell.Of).ToArray();
            var set = await session.AskAsync(
                byKey.Query,
                (command, parameter) =>
                {
                    if (several) database.Driver.BindAll(command, parameter, cells);
                    else database.Driver.Bind(command, parameter, cells[0]);
                },
                keys.Length * MostPerKey,
                cancellationToken);
            if (set.HasMore && set.Rows.Count <= keys.Length && keys.Length > 1)
            {
                await ReadHalvesAsync(keys, records, cancellationToken);
                return;
            }

            if (set.HasMore || set.Rows.Count > keys.Length) throw new MisconfiguredException(FaultCodes.InvalidSetting, byKey.Query.Key, "it brings more rows than keys: what the mapping takes for the key is none, or a join repeats rows. Put what belongs to a record into sql.children.");

            records.AddRange(await rows.ToRecordsAsync(set, session, database.Driver, cancellationToken));
        }
        catch (SourceRefusedException unknown) when (unknown.Code == FaultCodes.NotFound)
        {
            if (keys.Length > 1) await ReadHalvesAsync(keys, records, cancellationToken);
        }
    }

    async Task ReadHalvesAsync(string[] keys, List<SourceRecord> records, CancellationToken cancellationToken)
    {
        await ReadSomeAsync(keys[..(keys.Length / 2)], records, cancellationToken);
        await ReadSomeAsync(keys[(keys.Length / 2)..], records, cancellationToken);
    }
}
