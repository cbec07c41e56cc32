using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Idempotency;

namespace IntegrationHub.Storage.Writing;

/// <summary>A contact's row.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Version">The version that stands.</param>
/// <param name="Keys">The keys that it is found by.</param>
internal sealed record ContactRow(long Row, long Version, IReadOnlyList<LookupKey> Keys)
{
    /// <summary>The version of its record; null of a contact that was written in the hub.</summary>
    public StoredVersion? Recorded { get; init; }
}

/// <summary>The version of a record that a contact is made of.</summary>
/// <param name="Key">The key of the record.</param>
/// <param name="ContentHash">16 keyed bytes over the contact.</param>
/// <param name="Order">The record's order.</param>
/// <param name="ReadStartedAt">When its read started.</param>
internal sealed record RecordVersion(string Key, byte[] ContentHash, long? Order, DateTimeOffset ReadStartedAt);

/// <summary>The rows of contacts in one transaction of one tenant.</summary>
internal interface IContactRows
{
    /// <summary>The contact's row, kept from being changed by others until the transaction ends; null when there is none.</summary>
    ContactRow? Find(ContactId id);

    /// <summary>Adds a contact in version 1.</summary>
    /// <returns>The number of its row.</returns>
    long Insert(StoredContact contact);

    /// <summary>Replaces a contact.</summary>
    void Update(long row, StoredContact contact, long version);

    /// <summary>Writes down which record a contact is made of.</summary>
    void SetRecord(long row, RecordVersion record);

    /// <summary>Takes the questions away behind this number.</summary>
    void DropQuestionsAfter(long row, int number);

    /// <summary>Erases a contact with everything of it.</summary>
    void Delete(ContactRow contact);

    /// <summary>Writes what a contact is found by.</summary>
    void ChangeKeys(long row, IEnumerable<LookupKey> gone, IEnumerable<LookupKey> come);

    /// <summary>The highest number of a contact's questions; 0 when it has none.</summary>
    int LastQuestion(long row);

    /// <summary>The version in which a question stands; null when there is none of this number.</summary>
    long? QuestionVersion(long row, int number);

    /// <summary>Adds or replaces a question, with the cases that it is about.</summary>
    void Put(long row, StoredQuestion question, long version);
}

/// <summary>Decides what becomes of what somebody writes of a contact.</summary>
internal sealed class ContactCommit(IContactRows rows)
{
    public Written<ContactDone> Create(StoredContact contact, IReadOnlyList<StoredQuestion> questions, OnceWrite<ContactDone>? once, OnceCommit requests) => requests.Write(once, () =>
    {
        var row = rows.Insert(contact);
        rows.ChangeKeys(row, [], contact.Keys);
        foreach (var question in questions) rows.Put(row, question, version: 1);
        return Done(contact.Id, questions.Count == 0 ? null : questions[^1].Number, 1);
    });

    public Written<ContactDone> Change(StoredContact contact, long version)
    {
        if (rows.Find(contact.Id) is not { } stands) return new Written<ContactDone>.Missing();
        if (stands.Version != version) return new Written<ContactDone>.Changed(stands.Version);

        rows.Update(stands.Row, contact, version + 1);
        rows.ChangeKeys(stands.Row, stands.Keys.Except(contact.Keys), contact.Keys.Except(stands.Keys));
        return Done(contact.Id, null, version + 1);
    }

    public Written<ContactDone> AddQuestion(ContactId contact, Func<int, StoredQuestion> question, OnceWrite<ContactDone>? once, OnceCommit requests) => requests.Write(once, () =>
    {
        if (rows.Find(contact) is not { } stands) return new Written<ContactDone>.Missing();

        var added = question(rows.LastQuestion(stands.Row) + 1);
        rows.Put(stands.Row, added, version: 1);
        return Done(contact, added.Number, 1);
    });

    public Written<ContactDone> ChangeQuestion(ContactId contact, StoredQuestion question, long version)
    {
        if (rows.Find(contact) is not { } stands || rows.QuestionVersion(stands.Row, question.Number) is not { } now) return new Written<ContactDone>.Missing();
        if (now != version) return new Written<ContactDone>.Changed(now);

        rows.Put(stands.Row, question, version + 1);
        return Done(contact, question.Number, version + 1);
    }

    /// <summary>Puts a contact of another system in the place of the version that stands.</summary>
    public void Record(ContactRow? stands, StoredContact contact, IReadOnlyList<StoredQuestion> questions, RecordVersion record)
    {
        var version = (stands?.Version ?? 0) + 1;
        var row = stands?.Row ?? rows.Insert(contact);
        if (stands is not null) rows.Update(row, contact, version);
        rows.SetRecord(row, record);
        rows.ChangeKeys(row, stands?.Keys.Except(contact.Keys) ?? [], contact.Keys.Except(stands?.Keys ?? []));
        foreach (var question in questions) rows.Put(row, question, version);
        if (stands is not null) rows.DropQuestionsAfter(row, questions.Count);
    }

    static Written<ContactDone> Done(ContactId contact, int? question, long version) => new Written<ContactDone>.Done(new ContactDone(contact, question, version));
}
