using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Drift;

namespace IntegrationHub.Storage.Writing;

/// <summary>What is known of records, as text. What a later version adds is ignored by an earlier one.</summary>
internal static class DriftJson
{
    public static string Write(DriftFacts facts) => JsonSerializer.Serialize(facts, DriftContext.Default.DriftFacts);

    public static DriftFacts Read(string text) => JsonSerializer.Deserialize(text, DriftContext.Default.DriftFacts) ?? DriftFacts.None;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DriftFacts))]
internal sealed partial class DriftContext : JsonSerializerContext;
