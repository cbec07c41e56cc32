using IntegrationHub.Lookup;

namespace IntegrationHub.Contacts;

/// <summary>What of an opened contact goes into an answer: field by field, so that nothing new gets out unasked.</summary>
static class ContactProjection
{
    public static AnswerContact Of(OpenedContact opened, MarkedPersons marked, MatchCertainty? certainty, Func<SourceId, string> titleOf)
    {
        var (stored, contact, questions) = opened;
        return new AnswerContact
        {
            Id = stored.Id.ToString(),
            Version = stored.Version,
            Source = stored.Source?.Value,
            SourceTitle = stored.Source is { } source ? titleOf(source) : null,
            Number = contact.Number,
            Channel = contact.Channel,
            StartedAt = contact.StartedAt,
            EndedAt = contact.EndedAt,
            By = contact.By,
            Person = contact.Person is { } person ? Of(person, opened.IsProtected(marked)) : null,
            Certainty = certainty,
            Questions = [.. questions.Select(question => Of(question.Stored, question.Question))],
        };
    }

    public static AnswerContactPerson Of(ContactPerson person, bool protectedIdentity) => new()
    {
        Name = person.Name,
        PersonalNumber = CaseProjection.MaskedNumber(person.PersonalNumber),
        OrganisationNumber = CaseProjection.MaskedNumber(person.OrganisationNumber),
        Phone = protectedIdentity ? null : person.Phone,
        Email = protectedIdentity ? null : person.Email,
        ProtectedIdentity = protectedIdentity,
    };

    static AnswerQuestion Of(StoredQuestion stored, ContactQuestion question) => new()
    {
        Number = stored.Number,
        Version = stored.Version,
        Subject = question.Subject,
        Notes = question.Notes,
        Answer = question.Answer,
        Result = question.Result,
        Department = question.Department,
        Confidentiality = question.Confidentiality,
        Cases = [.. question.Cases.Select(id => id.ToString())],
        ChangedAt = stored.ChangedAt,
    };
}
