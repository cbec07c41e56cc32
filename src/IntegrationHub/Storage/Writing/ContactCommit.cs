using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Idempotency;

namespace IntegrationHub.Storage.Writing;

/// <summary>A contact's row.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Version">The version that stands.</param>
/// <param name="Keys">The keys that it is found by.</param>
internal sealed record ContactRow(long Row, long Version, IReadOnlyList<LookupKey> Keys);

/// <summary>What is remembered of a request.</summary>
/// <param name="Fingerprint">What it asked for.</param>
/// <param name="Answer">What it was answered.</param>
internal sealed record RememberedOnce(byte[] Fingerprint, byte[] Answer);

/// <summary>The rows of requests that are carried out once, in one transaction of one tenant.</summary>
internal interface IOnceRows
{
    /// <summary>Takes the place for a request's answer, also from one that has expired; false when another has it.</summary>
    bool TryClaim(StoredOnce once);

    /// <summary>What is remembered of a request whose place is taken.</summary>
    RememberedOnce Remembered(UInt128 id);

    /// <summary>Keeps the answer of a request whose place was taken.</summary>
    void Remember(UInt128 id, byte[] answer);

    /// <summary>Gives the place back.</summary>
    void Forget(UInt128 id);
}

/// <summary>The rows of contacts in one transaction of one tenant.</summary>
internal interface IContactRows : IOnceRows
{
    /// <summary>The contact's row, kept from being changed by others until the transaction ends; null when there is none.</summary>
    ContactRow? Find(ContactId id);

    /// <summary>Adds a contact in version 1.</summary>
    /// <returns>The number of its row.</returns>
    long Insert(StoredContact contact);

    /// <summary>Replaces a contact.</summary>
    void Update(long row, StoredContact contact, long version);

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
    public ContactWritten Create(StoredContact contact, IReadOnlyList<StoredQuestion> questions, OnceWrite? once) => Once(once, () =>
    {
        var row = rows.Insert(contact);
        rows.ChangeKeys(row, [], contact.Keys);
        foreach (var question in questions) rows.Put(row, question, version: 1);
        return new ContactWritten.Done(contact.Id, questions.Count == 0 ? null : questions[^1].Number, Version: 1);
    });

    public ContactWritten Change(StoredContact contact, long version)
    {
        if (rows.Find(contact.Id) is not { } stands) return new ContactWritten.Missing();
        if (stands.Version != version) return new ContactWritten.Changed(stands.Version);

        rows.Update(stands.Row, contact, version + 1);
        rows.ChangeKeys(stands.Row, stands.Keys.Except(contact.Keys), contact.Keys.Except(stands.Keys));
        return new ContactWritten.Done(contact.Id, Question: null, version + 1);
    }

    public ContactWritten AddQuestion(ContactId contact, Func<int, StoredQuestion> question, OnceWrite? once) => Once(once, () =>
    {
        if (rows.Find(contact) is not { } stands) return new ContactWritten.Missing();

        var added = question(rows.LastQuestion(stands.Row) + 1);
        rows.Put(stands.Row, added, version: 1);
        return new ContactWritten.Done(contact, added.Number, Version: 1);
    });

    public ContactWritten ChangeQuestion(ContactId contact, StoredQuestion question, long version)
    {
        if (rows.Find(contact) is not { } stands || rows.QuestionVersion(stands.Row, question.Number) is not { } now) return new ContactWritten.Missing();
        if (now != version) return new ContactWritten.Changed(now);

        rows.Put(stands.Row, question, version + 1);
        return new ContactWritten.Done(contact, question.Number, version + 1);
    }

    // Of what comes to nothing nothing is remembered: it may be sent again.
    ContactWritten Once(OnceWrite? once, Func<ContactWritten> write)
    {
        if (once is null) return write();

        var request = once.Request;
        if (!rows.TryClaim(request))
        {
            var before = rows.Remembered(request.Id);
            return before.Fingerprint.AsSpan().SequenceEqual(request.Fingerprint) ? new ContactWritten.Again(before.Answer) : new ContactWritten.OtherRequest();
        }

        var written = write();
        if (written is ContactWritten.Done done) rows.Remember(request.Id, once.Answer(done));
        else rows.Forget(request.Id);
        return written;
    }
}
