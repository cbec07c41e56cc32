using IntegrationHub.Cases;
using IntegrationHub.Contacts;

namespace IntegrationHub.Sqlite;

/// <summary>Writes the tables of contacts, in one transaction of one tenant.</summary>
internal sealed class ContactRows(Connection connection, RowsWritten rows, long tenant) : IContactRows
{
    static readonly string[] OfNamedCases = ["contact_cases", "contact_numbers"];
    static readonly string[] OfQuestions = [.. OfNamedCases, "contact_questions"];

    public ContactRow? Find(ContactId id) => connection.Prepare("SELECT id, version, keys, record_order, read_started, content_hash FROM contacts WHERE tenant = ? AND public_id = ?")
        .Bind(tenant).Bind(id.Value)
        .First(row => new ContactRow(row.Int64(0), row.Int64(1), LookupKeyChanges.Unpack(row.Blob(2)))
        {
            Recorded = row.IsNull(5) ? null : new StoredVersion(row.Int64OrNull(3), row.Time(4), row.Blob(5), Tombstoned: false, Erased: false),
        });

    public long Insert(StoredContact contact)
    {
        Count(connection.Prepare("INSERT INTO contacts (tenant, public_id, version, channel, started_at, ended_at, private, keys, source) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)")
            .Bind(tenant).Bind(contact.Id.Value).Bind(contact.Channel).Bind(contact.StartedAt).Bind(contact.EndedAt).Bind(contact.Private).Bind(LookupKeyChanges.Pack(contact.Keys))
            .Bind(contact.Source?.Value));
        return connection.Prepare("SELECT last_insert_rowid()").First(row => row.Int64(0));
    }

    public void Update(long row, StoredContact contact, long version) => Count(connection.Prepare("""
        UPDATE contacts SET version = ?, channel = ?, started_at = ?, ended_at = ?, private = ?, keys = ? WHERE tenant = ? AND id = ?
        """).Bind(version).Bind(contact.Channel).Bind(contact.StartedAt).Bind(contact.EndedAt).Bind(contact.Private).Bind(LookupKeyChanges.Pack(contact.Keys)).Bind(tenant).Bind(row));

    public void SetRecord(long row, RecordVersion record) => Count(connection.Prepare("UPDATE contacts SET record_key = ?, content_hash = ?, record_order = ?, read_started = ? WHERE tenant = ? AND id = ?")
        .Bind(record.Key).Bind(record.ContentHash).Bind(record.Order).Bind(record.ReadStartedAt).Bind(tenant).Bind(row));

    public void DropQuestionsAfter(long row, int number)
    {
        foreach (var table in OfQuestions) Count(connection.Prepare($"DELETE FROM {table} WHERE tenant = ? AND contact = ? AND number > ?").Bind(tenant).Bind(row).Bind(number));
    }

    public void Delete(ContactRow contact)
    {
        ChangeKeys(contact.Row, contact.Keys, []);
        foreach (var table in OfQuestions) Count(connection.Prepare($"DELETE FROM {table} WHERE tenant = ? AND contact = ?").Bind(tenant).Bind(contact.Row));
        Count(connection.Prepare("DELETE FROM contacts WHERE tenant = ? AND id = ?").Bind(tenant).Bind(contact.Row));
    }

    public void ChangeKeys(long row, IEnumerable<LookupKey> gone, IEnumerable<LookupKey> come)
    {
        foreach (var key in gone) OfKey("DELETE FROM contact_keys WHERE tenant = ? AND kind = ? AND value = ? AND contact = ?", row, key);
        foreach (var key in come) OfKey("INSERT OR IGNORE INTO contact_keys (tenant, kind, value, contact) VALUES (?, ?, ?, ?)", row, key);
    }

    public int LastQuestion(long row) => connection.Prepare("SELECT coalesce(max(number), 0) FROM contact_questions WHERE tenant = ? AND contact = ?").Bind(tenant).Bind(row).First(found => found.Int32(0));

    public long? QuestionVersion(long row, int number) => connection.Prepare("SELECT version FROM contact_questions WHERE tenant = ? AND contact = ? AND number = ?")
        .Bind(tenant).Bind(row).Bind(number).First(found => (long?)found.Int64(0));

    public void Put(long row, StoredQuestion question, long version)
    {
        Count(connection.Prepare("""
            INSERT OR REPLACE INTO contact_questions (tenant, contact, number, version, result, department, confidentiality, changed_at, private) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """).Bind(tenant).Bind(row).Bind(question.Number).Bind(version).Bind(question.Result).Bind(question.Department).Bind((long)question.Confidentiality)
            .Bind(question.ChangedAt).Bind(question.Private));
        foreach (var table in OfNamedCases) Count(connection.Prepare($"DELETE FROM {table} WHERE tenant = ? AND contact = ? AND number = ?").Bind(tenant).Bind(row).Bind(question.Number));
        foreach (var id in question.Cases)
            Count(connection.Prepare("INSERT INTO contact_cases (tenant, contact, number, case_id) VALUES (?, ?, ?, ?)").Bind(tenant).Bind(row).Bind(question.Number).Bind(id.Value));
        foreach (var about in question.Numbers)
            Count(connection.Prepare("INSERT INTO contact_numbers (tenant, contact, number, value, source) VALUES (?, ?, ?, ?, ?)").Bind(tenant).Bind(row).Bind(question.Number).Bind(about.Value).Bind(about.Source ?? ""));
    }

    /// <summary>Erases contacts that began before then, the oldest first, and forgets requests that have expired; how many contacts.</summary>
    public int Erase(DateTimeOffset startedBefore, DateTimeOffset now, int atMost)
    {
        Count(connection.Prepare("DELETE FROM once WHERE tenant = ? AND expires_at <= ?").Bind(tenant).Bind(now));
        var old = connection.Prepare("SELECT id, keys, source, record_key FROM contacts WHERE tenant = ? AND started_at < ? ORDER BY started_at LIMIT ?").Bind(tenant).Bind(startedBefore).Bind(atMost)
            .All(row => (Contact: new ContactRow(row.Int64(0), 0, LookupKeyChanges.Unpack(row.Blob(1))), Source: row.TextOrNull(2), RecordKey: row.TextOrNull(3)));
        foreach (var (contact, source, key) in old)
        {
            Delete(contact);
            if (source is null || key is null) continue;

            // The record that it was made of goes with it.
            foreach (var table in new[] { "last_records", "record_state" })
                Count(connection.Prepare($"""
                    DELETE FROM {table} WHERE tenant = ?1 AND key = ?2
                        AND stream IN (SELECT s.id FROM streams s JOIN sources o ON o.id = s.source WHERE s.tenant = ?1 AND o.name = ?3)
                    """).Bind(tenant).Bind(key).Bind(source));
        }

        return old.Count;
    }

    void OfKey(string sql, long row, LookupKey key) => Count(connection.Prepare(sql).Bind(tenant).Bind((long)key.Kind).Bind(key.Value).Bind(row));

    int Count(Statement statement) => rows.Add(Table.Contacts, statement.Run());
}
