using IntegrationHub.Cases;
using IntegrationHub.Contacts;

namespace IntegrationHub.PostgreSql;

/// <summary>Writes the tables of contacts, in one transaction of one tenant.</summary>
internal sealed class ContactRows(Write write, long tenant) : IContactRows
{
    public ContactRow? Find(ContactId id) => Sql("SELECT id, version, keys FROM contacts WHERE tenant = $1 AND public_id = $2 FOR UPDATE").Bind(tenant).Bind(id.Value)
        .First(row => new ContactRow(row.Int64(0), row.Int64(1), LookupKeyChanges.Unpack(row.Blob(2))));

    public long Insert(StoredContact contact)
    {
        write.Rows.Add(Table.Contacts, 1);
        return Sql("INSERT INTO contacts (tenant, public_id, version, channel, started_at, ended_at, private, keys) VALUES ($1, $2, 1, $3, $4, $5, $6, $7) RETURNING id")
            .Bind(tenant).Bind(contact.Id.Value).Bind(contact.Channel).Bind(contact.StartedAt).Bind(contact.EndedAt).Bind(contact.Private).Bind(LookupKeyChanges.Pack(contact.Keys))
            .First(row => row.Int64(0));
    }

    public void Update(long row, StoredContact contact, long version) => Count(Sql("""
        UPDATE contacts SET version = $1, channel = $2, started_at = $3, ended_at = $4, private = $5, keys = $6 WHERE tenant = $7 AND id = $8
        """).Bind(version).Bind(contact.Channel).Bind(contact.StartedAt).Bind(contact.EndedAt).Bind(contact.Private).Bind(LookupKeyChanges.Pack(contact.Keys)).Bind(tenant).Bind(row));

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
    }

    /// <summary>Erases contacts that began before then, the oldest first, and forgets requests that have expired; how many contacts.</summary>
    public int Erase(DateTimeOffset startedBefore, DateTimeOffset now, int atMost)
    {
        Count(Sql("DELETE FROM once WHERE tenant = $1 AND expires_at <= $2").Bind(tenant).Bind(now));
        var old = Sql("SELECT id FROM contacts WHERE tenant = $1 AND started_at < $2 ORDER BY started_at LIMIT $3 FOR UPDATE").Bind(tenant).Bind(startedBefore).Bind(atMost).All(row => row.Int64(0));
        foreach (var table in new[] { "contact_keys", "contact_cases", "contact_questions" }) Count(Sql($"DELETE FROM {table} WHERE tenant = $1 AND contact = ANY($2)").Bind(tenant).BindAll(old));
        Count(Sql("DELETE FROM contacts WHERE tenant = $1 AND id = ANY($2)").Bind(tenant).BindAll(old));
        return old.Count;
    }

    void OfKeys(string sql, long row, IReadOnlyList<LookupKey> keys)
    {
        if (keys.Count > 0) Count(Sql(sql).Bind(tenant).Bind(row).BindAll(keys.Select(key => (long)key.Kind)).BindAll(keys.Select(key => key.Value)));
    }

    Statement Sql(string text) => write.Connection.Prepare(text);

    int Count(Statement statement) => write.Rows.Add(Table.Contacts, statement.Run());
}
