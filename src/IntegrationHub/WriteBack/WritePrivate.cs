using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Contacts;

namespace IntegrationHub.WriteBack;

/// <summary>The encrypted part of a command: what is written, and by whom.</summary>
sealed record WritePrivate
{
    public required string By { get; init; }

    public string? Subject { get; init; }

    public string Text { get; init; } = "";

    public string? Status { get; init; }

    public string? Number { get; init; }

    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    public ContactPerson? Person { get; init; }

    /// <summary>Whether the person lived under a protected identity when it was asked for.</summary>
    public bool Protected { get; init; }

    public string? FileName { get; init; }

    public string? FileType { get; init; }
}

/// <summary>The encrypted part of what came of a command.</summary>
sealed record WriteSaid
{
    public string? VendorText { get; init; }

    public string? Message { get; init; }

    public string? DecidedBy { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WritePrivate))]
[JsonSerializable(typeof(WriteSaid))]
[JsonSerializable(typeof(WriteAsked))]
sealed partial class WriteJson : JsonSerializerContext;
