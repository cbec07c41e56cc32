using System.Text.Json.Serialization;

namespace IntegrationHub.HandOvers;

/// <summary>The encrypted part of a hand-over.</summary>
sealed record HandOverPrivate(string Subject, string Text, string? Name, string? PersonalNumber, string? OrganisationNumber, string? Phone, string? Email);

/// <summary>The encrypted part of a step.</summary>
sealed record StepPrivate(string By, HandOverHolder From, HandOverHolder To, string? Text, AttemptOutcome? Outcome, HandOverLetter? Letter = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HandOverPrivate))]
[JsonSerializable(typeof(StepPrivate))]
[JsonSerializable(typeof(HandOverReceipt))]
sealed partial class HandOverJson : JsonSerializerContext;
