using System.Runtime.InteropServices;
using System.Text.Json;

namespace IntegrationHub.Adapters.Http;

/// <summary>Finds values in JSON whose bytes may be anything.</summary>
static class JsonValues
{
    /// <summary>What stands at the path; undefined when nothing does.</summary>
    public static JsonElement Find(JsonElement element, ValuePath path)
    {
        foreach (var step in path.Steps)
        {
            element = step.Index is { } index ? Item(element, index) : Member(element, step.Name!);
            if (element.ValueKind == JsonValueKind.Undefined) break;
        }

        return element;
    }

    /// <summary>The member of this name; undefined when there is none. The last of several, as parsers do.</summary>
    public static JsonElement Member(JsonElement element, string name)
    {
        var found = default(JsonElement);
        if (element.ValueKind != JsonValueKind.Object) return found;

        foreach (var member in element.EnumerateObject())
            if (Name(member) == name) found = member.Value;

        return found;
    }

    /// <summary>A text, number or truth as text; null for anything else, and for what is empty.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            };
            return string.IsNullOrWhiteSpace(text) ? null : text;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8 and half characters are found only when a text is asked for.
            return null;
        }
    }

    /// <summary>What fills a hole; null when there is nothing.</summary>
    public static HoleValue? Value(JsonElement value) =>
        Text(value) is { } text ? new HoleValue(text, value.ValueKind == JsonValueKind.String ? null : value.GetRawText()) : null;

    /// <summary>The bytes of a value as the vendor wrote them.</summary>
    public static byte[] Bytes(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    /// <summary>The name of a member; null when its bytes are no text.</summary>
    public static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    static JsonElement Item(JsonElement element, int index) =>
        element.ValueKind == JsonValueKind.Array && index < element.GetArrayLength() ? element[index] : default;
}
