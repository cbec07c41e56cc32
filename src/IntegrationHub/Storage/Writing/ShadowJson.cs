using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

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
            BatchItem.StoreContact store => new ShadowItem { Contact = store },
            BatchItem.RemoveContact remove => new ShadowItem { RemoveContact = remove },
            BatchItem.Hold hold => new ShadowItem { Hold = hold },
            BatchItem.Skip skip => new ShadowItem { Skip = skip },
            _ => throw new ArgumentException($"A batch item of type {item.GetType().Name} cannot be part of a rebuild.", nameof(item)),
        }) with { Record = record }, ShadowContext.Default.ShadowItem);

    public static ShadowRow Read(ReadOnlySpan<byte> utf8)
    {
        var item = JsonSerializer.Deserialize(utf8, ShadowContext.Default.ShadowItem)!;
        return new ShadowRow((BatchItem?)item.Case ?? (BatchItem?)item.Event ?? (BatchItem?)item.Remove ?? (BatchItem?)item.Contact ?? (BatchItem?)item.RemoveContact ?? (BatchItem?)item.Hold ?? item.Skip!, item.Record);
    }
}

/// <summary>One of the items is set.</summary>
internal sealed record ShadowItem
{
    public BatchItem.StoreCase? Case { get; init; }

    public BatchItem.StoreEvent? Event { get; init; }

    public BatchItem.Remove? Remove { get; init; }

    public BatchItem.StoreContact? Contact { get; init; }

    public BatchItem.RemoveContact? RemoveContact { get; init; }

    public BatchItem.Hold? Hold { get; init; }

    public BatchItem.Skip? Skip { get; init; }

    public byte[]? Record { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ShadowItem))]
internal sealed partial class ShadowContext : JsonSerializerContext;
