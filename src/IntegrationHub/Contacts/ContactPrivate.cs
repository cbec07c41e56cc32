using System.Text.Json.Serialization;

namespace IntegrationHub.Contacts;

/// <summary>The encrypted part of a contact.</summary>
sealed record ContactPrivate(string? Name, string? PersonalNumber, string? OrganisationNumber, string? Phone, string? Email, string? By)
{
    /// <summary>The number that its own system calls it by.</summary>
    public string? Number { get; init; }

    /// <summary>Whether its source marks the identity as protected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Protected { get; init; }
}

/// <summary>The encrypted part of a question.</summary>
sealed record QuestionPrivate(string Subject, string Notes, string? Answer);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContactPrivate))]
[JsonSerializable(typeof(QuestionPrivate))]
[JsonSerializable(typeof(ContactReceipt))]
[JsonSerializable(typeof(RecordedContact))]
sealed partial class ContactJson : JsonSerializerContext;
