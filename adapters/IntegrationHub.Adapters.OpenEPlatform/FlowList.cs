using System.Text.Json;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>The platform's list of its e-services, of which only the families are of interest here.</summary>
static class FlowList
{
    /// <summary>The ids of the families in the list; null when this is no such list, which is no fault: an installation may keep it elsewhere.</summary>
    public static IReadOnlySet<int>? Families(ReadOnlySpan<byte> content, string? charset)
    {
        try
        {
            using var document = JsonDocument.Parse(AnswerCharset.Choose(content, charset).GetString(content));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("Flows", out var flows) && flows.ValueKind == JsonValueKind.Array
                ? flows.EnumerateArray().Select(FamilyOf).OfType<int>().ToHashSet()
                : null;
        }
        // A half character in a name is found only when a name is looked for.
        catch (Exception other) when (other is JsonException or UnreadableAnswerException or InvalidOperationException)
        {
            return null;
        }
    }

    static int? FamilyOf(JsonElement flow) =>
        flow.ValueKind == JsonValueKind.Object && flow.TryGetProperty("FlowFamilyID", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var family) ? family : null;
}
