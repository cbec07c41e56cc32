using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Testing;

/// <summary>Writes a stub as the reader reads it, for people to look through: one mapping a file, its body beside it.</summary>
internal static class StubWriter
{
    static readonly JsonWriterOptions Plain = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the mapping.</summary>
    /// <param name="name">The stub's name.</param>
    /// <param name="request">What it answers.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="headers">Its headers, the content's type among them.</param>
    /// <param name="body">The name of the file with the body, below the folder of bodies; null for an answer without one.</param>
    public static string Text(string name, StubRequest request, int status, IReadOnlyList<(string Name, string Value)> headers, string? body)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            WriteRequest(json, request);
            json.WriteStartObject("response");
            json.WriteNumber("status", status);
            if (headers.Count > 0)
            {
                json.WriteStartObject("headers");
                foreach (var header in headers) json.WriteString(header.Name, header.Value);
                json.WriteEndObject();
            }

            if (body is not null) json.WriteString("bodyFileName", body);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    static void WriteRequest(Utf8JsonWriter json, StubRequest request)
    {
        json.WriteStartObject("request");
        if (request.Method is not null) json.WriteString("method", request.Method);
        if (request.Path is { } path) json.WriteString(path.Kind == "matches" ? "urlPathPattern" : "urlPath", path.Value);
        if (request.Target is { } target) json.WriteString(target.Kind == "matches" ? "urlPattern" : "url", target.Value);
        WriteNamed(json, "headers", request.Headers);
        WriteNamed(json, "queryParameters", request.Query);
        if (request.Body is { } body)
        {
            json.WriteStartArray("bodyPatterns");
            WriteMatcher(json, body);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    static void WriteNamed(Utf8JsonWriter json, string key, IReadOnlyList<(string Name, StubMatcher Matcher)> named)
    {
        if (named.Count == 0) return;

        json.WriteStartObject(key);
        foreach (var (name, matcher) in named)
        {
            json.WritePropertyName(name);
            WriteMatcher(json, matcher);
        }

        json.WriteEndObject();
    }

    static void WriteMatcher(Utf8JsonWriter json, StubMatcher matcher)
    {
        json.WriteStartObject();
        json.WriteString(matcher.Kind, matcher.Value);
        json.WriteEndObject();
    }
}
