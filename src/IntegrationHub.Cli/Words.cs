using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using System.Text.RegularExpressions;

namespace IntegrationHub.Cli;

/// <summary>How names of the shared scales are written: for programs as the API does, for people with spaces.</summary>
internal static partial class Words
{
    /// <summary>JSON as the API writes it, on several lines.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary><c>waiting for citizen</c>.</summary>
    public static string Spaced<T>(T value) where T : struct, Enum => WordBegins().Replace(value.ToString(), " $0").TrimStart().ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordBegins();
}
