using IntegrationHub.Cases;
using IntegrationHub.Contacts;

namespace IntegrationHub.Client;

/// <summary>A contact as the API takes it.</summary>
sealed record SentContact(
    string Channel, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ContactPerson? Person, IReadOnlyList<SentQuestion>? Questions, long? Version)
{
    public static SentContact Of(Contact contact, IReadOnlyList<ContactQuestion>? questions, long? version) =>
        new(contact.Channel, contact.StartedAt, contact.EndedAt, contact.Person, questions is null ? null : [.. questions.Select(question => SentQuestion.Of(question, version: null))], version);
}

/// <summary>A question as the API takes it.</summary>
sealed record SentQuestion(string Subject, string Notes, string? Answer, string? Result, IReadOnlyList<string> Cases, string? Department, Confidentiality Confidentiality, long? Version)
{
    public static SentQuestion Of(ContactQuestion question, long? version) =>
        new(question.Subject, question.Notes, question.Answer, question.Result, [.. question.Cases.Select(id => id.ToString())], question.Department, question.Confidentiality, version);
}
