using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Gathers the records of a rebuild beside what is there, and hands them out again in their order when it is applied.</summary>
internal sealed class Shadow(WriteScope scope)
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

/// <summary>An item that a rebuild has gathered.</summary>
/// <param name="Item">The item.</param>
/// <param name="Record">The record that it was made of, encrypted; null where there is none.</param>
internal sealed record ShadowRow(BatchItem Item, byte[]? Record);

/// <summary>An item of a rebuild as text. It is read by the program that wrote it, or by a later one that goes on with its rebuild.</summary>
internal static class ShadowJson
{
    public static byte[] Write(BatchItem item, byte[]? record) => JsonSerializer.SerializeToUtf8Bytes(
        (item switch
        {
            BatchItem.StoreCase store => new ShadowItem { Case = store },
            BatchItem.StoreEvent store => new ShadowItem { Event = store },
            BatchItem.Remove remove => new ShadowItem { Remove = remove },
            BatchItem.Hold hold => new ShadowItem { Hold = hold },
            BatchItem.Skip skip => new ShadowItem { Skip = skip },
            _ => throw new ArgumentException($"A batch item of type {item.GetType().Name} cannot be part of a rebuild.", nameof(item)),
        }) with { Record = record }, ShadowContext.Default.ShadowItem);

    public static ShadowRow Read(ReadOnlySpan<byte> utf8)
    {
        var item = JsonSerializer.Deserialize(utf8, ShadowContext.Default.ShadowItem)!;
        return new ShadowRow((BatchItem?)item.Case ?? (BatchItem?)item.Event ?? (BatchItem?)item.Remove ?? (BatchItem?)item.Hold ?? item.Skip!, item.Record);
    }
}

/// <summary>One of the items is set.</summary>
internal sealed record ShadowItem
{
    public BatchItem.StoreCase? Case { get; init; }

    public BatchItem.StoreEvent? Event { get; init; }

    public BatchItem.Remove? Remove { get; init; }

    public BatchItem.Hold? Hold { get; init; }

    public BatchItem.Skip? Skip { get; init; }

    public byte[]? Record { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ShadowItem))]
internal sealed partial class ShadowContext : JsonSerializerContext;
