using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>A verdict as text, with its facts. What a later version adds is ignored by an earlier one.</summary>
internal static class SweepJson
{
    public static string? Write(SweepVerdict? verdict) => verdict is null ? null : JsonSerializer.Serialize(verdict, SweepContext.Default.SweepVerdict);

    public static SweepVerdict? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, SweepContext.Default.SweepVerdict);
        }
        catch (JsonException)
        {
            // A reason that only a later version knows: the run's verdict in words still tells it.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SweepVerdict))]
internal sealed partial class SweepContext : JsonSerializerContext;
