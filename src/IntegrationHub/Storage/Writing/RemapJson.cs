using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Remapping;

namespace IntegrationHub.Storage.Writing;

/// <summary>How far mapping again has come, as text. What a later version adds is ignored by an earlier one.</summary>
internal static class RemapJson
{
    public static string Write(RemapProgress progress) => JsonSerializer.Serialize(progress, RemapContext.Default.RemapProgress);

    public static RemapProgress Read(string text) => JsonSerializer.Deserialize(text, RemapContext.Default.RemapProgress)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RemapProgress))]
internal sealed partial class RemapContext : JsonSerializerContext;
