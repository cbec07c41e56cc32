using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Identity;
using IntegrationHub.Protection;

namespace IntegrationHub.Contacts;

/// <summary>A contact of another system as a store keeps it.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Questions">Its questions, by number.</param>
/// <param name="ContentHash">16 bytes, keyed, over everything of it: equal means that nothing is to be written.</param>
sealed record ProtectedContact(StoredContact Contact, IReadOnlyList<StoredQuestion> Questions, byte[] ContentHash);

/// <summary>Makes of contacts that streams bring what a store may keep. Safe for several threads.</summary>
sealed class RecordedContactProtector(KeyRing keys, TenantId tenant, CaseProtector cases)
{
    readonly ContactProtector contacts = new(keys, tenant);
    readonly BlindIndex index = new(keys, tenant);
    readonly KeyedHash identity = new(keys.IdentityKey, "contact-id", tenant.Value);
    readonly KeyedHash content = new(keys.IndexKey, "contact-content", tenant.Value);

    /// <summary>The public id of a contact: the same for ever for one tenant, source and key.</summary>
    public ContactId IdOf(SourceId source, string key) => new(identity.NumberOf(new CanonicalBytes().Add(source.Value).Add(key).Written));

    /// <param name="mapped">What the mapping made.</param>
    /// <param name="source">The system that it comes from.</param>
    /// <param name="floor">The stream's floor: no question is less closed than this.</param>
    /// <param name="now">When it is read, by the hub's clock.</param>
    public ProtectedContact Protect(RecordedContact mapped, SourceId source, Confidentiality floor, DateTimeOffset now)
    {
        var closed = mapped with { Questions = [.. mapped.Questions.Select(question => question with { Confidentiality = Closer(question.Confidentiality, floor) })] };
        var id = IdOf(source, mapped.Key);
        var contact = new Contact
        {
            Channel = closed.Channel, StartedAt = closed.StartedAt, EndedAt = closed.EndedAt, By = closed.By, Number = closed.Number, Person = WithoutMasks(closed.Person),
        };
        return new ProtectedContact(
            contacts.Protect(id, contact, contact.Person?.Protected == true) with { Source = source },
            [.. closed.Questions.Select((question, at) => Protect(id, at + 1, question, source, now))],
            content.Of(JsonSerializer.SerializeToUtf8Bytes(closed, ContactJson.Default.RecordedContact)));
    }

    StoredQuestion Protect(ContactId contact, int number, RecordedQuestion question, SourceId source, DateTimeOffset now)
    {
        var stored = contacts.Protect(contact, number, new ContactQuestion
        {
            Subject = question.Subject,
            Notes = question.Notes,
            Answer = question.Answer,
            Result = question.Result,
            Department = question.Department,
            Confidentiality = question.Confidentiality,
            Cases = [.. question.Cases.Where(about => about.Key is not null).Select(about => cases.IdOf(about.Source is { } named ? new SourceId(named) : source, about.Key!))],
        }, now);
        return stored with { Numbers = [.. question.Cases.Where(about => about.Key is null).Select(NumberOf).Distinct()] };
    }

    // What is no number of a case is found under nothing: the question stays closed, as one whose case has not come.
    NumberedCase NumberOf(NamedCase about) =>
        new(index.Of(LookupKind.CaseNumber, CaseNumber.TryParse(about.Number, out var number) ? number.Compact : about.Number!).Value, about.Source);

    static ContactPerson? WithoutMasks(ContactPerson? person) => person is null ? null : person with
    {
        Name = Masks.Without(person.Name),
        PersonalNumber = Masks.Without(person.PersonalNumber),
        OrganisationNumber = Masks.Without(person.OrganisationNumber),
        Phone = Masks.Without(person.Phone),
        Email = Masks.Without(person.Email),
    };

    static Confidentiality Closer(Confidentiality one, Confidentiality other) => one > other ? one : other;
}
