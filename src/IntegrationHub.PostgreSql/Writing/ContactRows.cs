using IntegrationHub.Cases;
using IntegrationHub.Contacts;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the tables of contacts, in one transaction of one tenant.</summary>
internal sealed class ContactRows(Write write, long tenant) : IContactRows
{
    static readonly string[] OfNamedCases = ["contact_cases", "contact_numbers"];
    static readonly string[] OfQuestions = [.. OfNamedCases, "contact_questions"];

    public ContactRow? Find(ContactId id) => Sql("SELECT id, version, keys, record_order, read_started, content_hash FROM contacts WHERE tenant = $1 AND public_id = $2 FOR UPDATE")
        .Bind(tenant).Bind(id.Value)
        .First(row => new ContactRow(row.Int64(0), row.Int64(1), LookupKeyChanges.Unpack(row.Blob(2)))
        {
            Recorded = row.IsNull(5) ? null : new StoredVersion(row.Int64OrNull(3), row.Time(4), row.Blob(5), Tombstoned: false, Erased: false),
        });

    public long Insert(StoredContact contact)
    {
        write.Rows.Add(Table.Contacts, 1);
        return Sql("INSERT INTO contacts (tenant, public_id, version, channel, started_at, ended_at, private, keys, source) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8) RETURNING id")
            .Bind(tenant).Bind(contact.Id.Value).Bind(contact.Channel).Bind(contact.StartedAt).Bind(contact.EndedAt).Bind(contact.Private).Bind(LookupKeyChanges.Pack(contact.Keys)).Bind(contact.Source?.Value)
            .First(row => row.Int64(0));
    }

    public void Update(long row, StoredContact contact, long version) => Count(Sql("""
        UPDATE contacts SET version = $1, channel = $2, started_at = $3, ended_at = $4, private = $5, keys = $6 WHERE tenant = $7 AND id = $8
        """).Bind(version).Bind(contact.Channel).Bind(contact.StartedAt).Bind(contact.EndedAt).Bind(contact.Private).Bind(LookupKeyChanges.Pack(contact.Keys)).Bind(tenant).Bind(row));

    public void SetRecord(long row, RecordVersion record) => Count(Sql("UPDATE contacts SET record_key = $1, content_hash = $2, record_order = $3, read_started = $4 WHERE tenant = $5 AND id = $6")
        .Bind(record.Key).Bind(record.ContentHash).Bind(record.Order).Bind(record.ReadStartedAt).Bind(tenant).Bind(row));

    public void DropQuestionsAfter(long row, int number)
    {
        foreach (var table in OfQuestions) Count(Sql($"DELETE FROM {table} WHERE tenant = $1 AND contact = $2 AND number > $3").Bind(tenant).Bind(row).Bind(number));
    }

    public void Delete(ContactRow contact) => Delete([contact.Row]);

    public void ChangeKeys(long row, IEnumerable<LookupKey> gone, IEnumerable<LookupKey> come)
    {
        OfKeys("DELETE FROM contact_keys k USING unnest($3, $4) AS t (kind, value) WHERE k.tenant = $1 AND k.contact = $2 AND k.kind = t.kind AND k.value = t.value", row, [.. gone]);
        OfKeys("INSERT INTO contact_keys (tenant, kind, value, contact) SELECT $1, t.kind, t.value, $2 FROM unnest($3, $4) AS t (kind, value) ON CONFLICT DO NOTHING", row, [.. come]);
    }

    public int LastQuestion(long row) => Sql("SELECT coalesce(max(number), 0) FROM contact_questions WHERE tenant = $1 AND contact = $2").Bind(tenant).Bind(row).First(found => found.Int32(0));

    public long? QuestionVersion(long row, int number) => Sql("SELECT version FROM contact_questions WHERE tenant = $1 AND contact = $2 AND number = $3")
        .Bind(tenant).Bind(row).Bind(number).First(found => (long?)found.Int64(0));

    public void Put(long row, StoredQuestion question, long version)
    {
        Count(Sql("""
            INSERT INTO contact_questions (tenant, contact, number, version, result, department, confidentiality, changed_at, private) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (tenant, contact, number) DO UPDATE SET version = excluded.version, result = excluded.result, department = excluded.department,
                confidentiality = excluded.confidentiality, changed_at = excluded.changed_at, private = excluded.private
            """).Bind(tenant).Bind(row).Bind(question.Number).Bind(version).Bind(question.Result).Bind(question.Department).Bind((long)question.Confidentiality)
            .Bind(question.ChangedAt).Bind(question.Private));
        Count(Sql("DELETE FROM contact_cases WHERE tenant = $1 AND contact = $2 AND number = $3 AND case_id <> ALL($4)").Bind(tenant).Bind(row).Bind(question.Number).BindAll(question.Cases.Select(id => id.Value)));
        Count(Sql("INSERT INTO contact_cases (tenant, contact, number, case_id) SELECT $1, $2, $3, unnest($4) ON CONFLICT DO NOTHING")
            .Bind(tenant).Bind(row).Bind(question.Number).BindAll(question.Cases.Select(id => id.Value)));
        Count(Sql("DELETE FROM contact_numbers WHERE tenant = $1 AND contact = $2 AND number = $3").Bind(tenant).Bind(row).Bind(question.Number));
        if (question.Numbers.Count == 0) return;

        Count(Sql("INSERT INTO contact_numbers (tenant, contact, number, value, source) SELECT $1, $2, $3, * FROM unnest($4, $5) ON CONFLICT DO NOTHING")
            .Bind(tenant).Bind(row).Bind(question.Number).BindAll(question.Numbers.Select(about => about.Value)).BindAll(question.Numbers.Select(about => about.Source ?? "")));
    }

    /// <summary>Erases contacts that began before then, the oldest first, and forgets requests that have expired; how many contacts.</summary>
    public int Erase(DateTimeOffset startedBefore, DateTimeOffset now, int atMost)
    {
        Count(Sql("DELETE FROM once WHERE tenant = $1 AND expires_at <= $2").Bind(tenant).Bind(now));
        var old = Sql("SELECT id FROM contacts WHERE tenant = $1 AND started_at < $2 ORDER BY started_at LIMIT $3 FOR UPDATE").Bind(tenant).Bind(startedBefore).Bind(atMost).All(row => row.Int64(0));
        // The records that they were made of go with them.
        foreach (var table in new[] { "last_records", "record_state" })
            Count(Sql($"""
                DELETE FROM {table} r USING contacts k, sources o, streams s
                WHERE k.tenant = $1 AND k.id = ANY($2) AND o.tenant = k.tenant AND o.name = k.source AND s.tenant = k.tenant AND s.source = o.id
                    AND r.tenant = k.tenant AND r.stream = s.id AND r.key = k.record_key
                """).Bind(tenant).BindAll(old));
        Delete(old);
        return old.Count;
    }

    void Delete(IReadOnlyList<long> contacts)
    {
        foreach (var table in (string[])["contact_keys", .. OfQuestions]) Count(Sql($"DELETE FROM {table} WHERE tenant = $1 AND contact = ANY($2)").Bind(tenant).BindAll(contacts));
        Count(Sql("DELETE FROM contacts WHERE tenant = $1 AND id = ANY($2)").Bind(tenant).BindAll(contacts));
    }

    void OfKeys(string sql, long row, IReadOnlyList<LookupKey> keys)
    {
        if (keys.Count > 0) Count(Sql(sql).Bind(tenant).Bind(row).BindAll(keys.Select(key => (long)key.Kind)).BindAll(keys.Select(key => key.Value)));
    }

    Statement Sql(string text) => write.Connection.Prepare(text);

    int Count(Statement statement) => write.Rows.Add(Table.Contacts, statement.Run());
}
