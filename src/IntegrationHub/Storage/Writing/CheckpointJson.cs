using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>A checkpoint as text. What a later version adds is ignored by an earlier one.</summary>
internal static class CheckpointJson
{
    public static string Write(Checkpoint checkpoint) => JsonSerializer.Serialize(checkpoint, CheckpointContext.Default.Checkpoint);

    public static Checkpoint Read(string? text) =>
        text is null ? Checkpoint.Start : JsonSerializer.Deserialize(text, CheckpointContext.Default.Checkpoint) ?? Checkpoint.Start;

    /// <summary>The checkpoint, with the latest read that anything is committed of, whoever read it.</summary>
    public static Checkpoint Read(string? text, DateTimeOffset? lastRead) =>
        Read(text) is var checkpoint && lastRead > (checkpoint.LastReadAt ?? DateTimeOffset.MinValue) ? checkpoint with { LastReadAt = lastRead } : checkpoint;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class CheckpointContext : JsonSerializerContext;
