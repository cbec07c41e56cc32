using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Protection;

namespace IntegrationHub.Contacts;

/// <summary>Makes of contacts what a store may keep, and opens them again. Safe for several threads.</summary>
/// <remarks><see cref="FieldTable"/> says what becomes of each field.</remarks>
sealed class ContactProtector(KeyRing keys, TenantId tenant)
{
    readonly FieldCipher contacts = new(keys, tenant, "contact", "private");
    readonly FieldCipher questions = new(keys, tenant, "question", "private");
    readonly CaseKeys lookup = new(new BlindIndex(keys, tenant));

    /// <param name="id">Its id.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="protectedIdentity">Whether the person lives under a protected identity: then they are found by their number only.</param>
    public StoredContact Protect(ContactId id, Contact contact, bool protectedIdentity)
    {
        var person = contact.Person;
        var secret = new ContactPrivate(person?.Name, person?.PersonalNumber, person?.OrganisationNumber, person?.Phone, person?.Email, contact.By) { Number = contact.Number, Protected = person?.Protected == true };
        return new StoredContact
        {
            Id = id,
            Channel = contact.Channel,
            StartedAt = contact.StartedAt.ToUniversalTime(),
            EndedAt = contact.EndedAt?.ToUniversalTime(),
            Private = contacts.Protect(JsonSerializer.SerializeToUtf8Bytes(secret, ContactJson.Default.ContactPrivate), StableIds.Of(id.Value)),
            Keys = person is null ? [] : lookup.Of(PartyOf(person), protectedIdentity),
        };
    }

    /// <summary>Opens a contact with those of its questions that were found.</summary>
    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public OpenedContact Open(FoundContact found) => new(found.Contact, Open(found.Contact), [.. found.Questions.Select(question => (question, Open(found.Contact.Id, question)))]);

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public Contact Open(StoredContact stored)
    {
        var secret = JsonSerializer.Deserialize(contacts.Open(stored.Private, StableIds.Of(stored.Id.Value)), ContactJson.Default.ContactPrivate)!;
        return new Contact
        {
            Channel = stored.Channel,
            StartedAt = stored.StartedAt,
            EndedAt = stored.EndedAt,
            By = secret.By,
            Number = secret.Number,
            Person = PersonOf(secret.Name, secret.PersonalNumber, secret.OrganisationNumber, secret.Phone, secret.Email) is { } person ? person with { Protected = secret.Protected } : null,
        };
    }

    public StoredQuestion Protect(ContactId contact, int number, ContactQuestion question, DateTimeOffset now) => new()
    {
        Number = number,
        Result = question.Result,
        Department = question.Department,
        Confidentiality = question.Confidentiality,
        Cases = [.. question.Cases.Distinct()],
        ChangedAt = now.ToUniversalTime(),
        Private = questions.Protect(
            JsonSerializer.SerializeToUtf8Bytes(new QuestionPrivate(question.Subject, question.Notes, question.Answer), ContactJson.Default.QuestionPrivate), StableIds.Of(contact.Value, number)),
    };

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public ContactQuestion Open(ContactId contact, StoredQuestion stored)
    {
        var secret = JsonSerializer.Deserialize(questions.Open(stored.Private, StableIds.Of(contact.Value, stored.Number)), ContactJson.Default.QuestionPrivate)!;
        return new ContactQuestion
        {
            Subject = secret.Subject,
            Notes = secret.Notes,
            Answer = secret.Answer,
            Result = stored.Result,
            Cases = stored.Cases,
            Department = stored.Department,
            Confidentiality = stored.Confidentiality,
        };
    }

    /// <summary>The person as a case would name them.</summary>
    public static Party PartyOf(ContactPerson person) => new()
    {
        Role = PartyRole.Other,
        Name = person.Name,
        PersonalNumber = person.PersonalNumber,
        OrganisationNumber = person.OrganisationNumber,
        Phone = person.Phone,
        Email = person.Email,
    };

    /// <summary>The person of what was kept; null when nothing was.</summary>
    public static ContactPerson? PersonOf(string? name, string? personalNumber, string? organisationNumber, string? phone, string? email) =>
        (name ?? personalNumber ?? organisationNumber ?? phone ?? email) is null
            ? null
            : new ContactPerson { Name = name, PersonalNumber = personalNumber, OrganisationNumber = organisationNumber, Phone = phone, Email = email };
}
