using System.Text.Json.Nodes;
using IntegrationHub.Configuration;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Targets;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Authoring;

/// <summary>The JSON Schemas (2020-12) that editors check and complete the files with. They are made of the keys that the readers of the files go by.</summary>
public static class FileSchema
{
    /// <summary>The schema of one kind of file.</summary>
    /// <param name="file">The kind.</param>
    /// <param name="adapters">The adapters whose settings and sections a stream file may have.</param>
    public static JsonObject Of(AuthoredFile file, IReadOnlyCollection<AdapterManifest> adapters)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(adapters);

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:integrationhub:{file.Name}",
            ["title"] = $"{file.Title}, {file.Files}",
        };
        switch (file.Name)
        {
            case "mapping":
                schema["description"] = MappingFileKeys.Case.Description;
                schema["if"] = Says("target", EventTarget.Name);
                schema["then"] = KeySchema.Of(MappingFileKeys.Event);
                schema["else"] = new JsonObject { ["if"] = Says("target", ContactTarget.Name), ["then"] = KeySchema.Of(MappingFileKeys.Contact), ["else"] = KeySchema.Of(MappingFileKeys.Case) };
                break;
            case "stream":
                AddTo(schema, KeySchema.Of(StreamFileReader.Keys(adapters)));
                schema["allOf"] = new JsonArray([.. adapters.OrderBy(a => a.Name, StringComparer.Ordinal).Select(OfAdapter)]);
                ((JsonObject)schema["properties"]!["adapter"]!)["enum"] = new JsonArray([.. adapters.Select(a => a.Name).Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);
                break;
            default:
                AddTo(schema, KeySchema.Of(file.Keys));
                break;
        }

        return schema;
    }

    static void AddTo(JsonObject schema, JsonObject more)
    {
        foreach (var (key, value) in more.ToList())
        {
            more.Remove(key);
            schema[key] = value;
        }
    }

    // What stands under 'connection' depends on the adapter, and so does whether the file has a section that describes a source.
    static JsonObject OfAdapter(AdapterManifest adapter)
    {
        var properties = new JsonObject();
        if (adapter.Describes is { } describes)
            return new JsonObject { ["if"] = Says("adapter", adapter.Name), ["then"] = new JsonObject { ["required"] = new JsonArray(describes.Section.Name) }, ["else"] = new JsonObject { ["properties"] = new JsonObject { [describes.Section.Name] = false } } };

        properties["connection"] = KeySchema.Of(ConnectionKeys.Of(adapter));
        properties["read"] = new JsonObject { ["properties"] = new JsonObject { ["strategy"] = new JsonObject { ["enum"] = new JsonArray([.. adapter.Strategies.Select(s => (JsonNode)EnumNames.Of(s))]) } } };
        var then = new JsonObject { ["properties"] = properties };
        if (adapter.Settings.Any(s => s.Required)) then["required"] = new JsonArray("connection");
        return new JsonObject { ["if"] = Says("adapter", adapter.Name), ["then"] = then };
    }

    static JsonObject Says(string key, string value) => new()
    {
        ["properties"] = new JsonObject { [key] = new JsonObject { ["const"] = value } },
        ["required"] = new JsonArray(key),
    };
}
