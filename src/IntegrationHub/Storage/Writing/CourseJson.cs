using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.History;

namespace IntegrationHub.Storage.Writing;

/// <summary>The course of a run as text. What a later version adds is ignored by an earlier one.</summary>
internal static class CourseJson
{
    public static string Write(RunCourse course) => JsonSerializer.Serialize(course, CourseContext.Default.RunCourse);

    public static RunCourse? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, CourseContext.Default.RunCourse);
        }
        catch (JsonException)
        {
            // A kind of step that only a later version knows.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunCourse))]
internal sealed partial class CourseContext : JsonSerializerContext;
