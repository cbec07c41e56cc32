namespace IntegrationHub.Storage.Copying;

/// <summary>What a column of an index holds, in whatever store.</summary>
internal enum ColumnKind
{
    /// <summary>A number, or a time in ticks.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Sixteen bytes.</summary>
    Id,

    /// <summary>Yes or no.</summary>
    Flag,
}

/// <summary>A column of an index.</summary>
internal readonly record struct CopiedColumn(string Name, ColumnKind Kind);

/// <summary>A table of an index, as every store has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Key">How many of its first columns tell a row from the others.</param>
internal sealed record CopiedTable(string Name, IReadOnlyList<CopiedColumn> Columns, int Key)
{
    /// <summary>All tables, in the order in which they are copied.</summary>
    public static IReadOnlyList<CopiedTable> All { get; } =
    [
        Of("tenants", 1, "id", "name:t", "position"),
        Of("sources", 2, "tenant", "id", "name:t"),
        Of("streams", 2, "tenant", "id", "source", "name:t", "epoch", "checkpoint:t", "last_read", "last_success_started", "failures", "failing_since", "paused_at", "paused_by:t", "remapping:t"),
        Of("mappings", 2, "tenant", "id", "name:t", "version:t", "fingerprint:t"),
        Of("cases", 2, "tenant", "id", "source", "key:t", "stream", "public_id:i", "number:t", "type:t", "title:t", "public_title:t", "status", "source_status:t", "department:t", "confidentiality",
            "protected_party:f", "opened_at", "updated_at", "due_at", "closed_at", "private:b", "keys:b", "search_text:t", "content_hash:b", "record_order", "read_started", "held:f", "removed_at",
            "removed_reason", "removed_run", "merged_into:t", "erased:f"),
        Of("lookup_keys", 4, "tenant", "kind", "value:i", "case_id"),
        Of("events", 5, "tenant", "source", "case_key:t", "event_id:t", "stream", "of_case:f", "at", "kind", "confidentiality", "private:b", "content_hash:b", "record_order", "read_started", "committed_at"),
        Of("record_state", 3, "tenant", "stream", "key:t", "raw_hash:b", "record_order", "read_started", "held:f", "mapping"),
        Of("last_records", 3, "tenant", "stream", "key:t", "bytes_hash:b", "read_started", "tried", "raw:b"),
        Of("drift", 2, "tenant", "stream", "facts:t"),
        Of("sweeps", 2, "tenant", "id", "stream", "name:t"),
        Of("sweep_seen", 3, "tenant", "sweep", "key:t"),
        Of("shadow", 3, "tenant", "sweep:t", "id", "item:b"),
        Of("quarantine", 2, "tenant", "id", "public_id:t", "stream", "source", "key:t", "raw_hash:b", "code:t", "field:t", "diagnostics:t", "mapping_version:t", "place:t", "raw:b", "read_started",
            "first_seen", "last_seen", "expired_at"),
        Of("edited", 3, "tenant", "stream", "bytes_hash:b", "key:t", "at"),
        Of("runs", 2, "tenant", "id", "stream", "epoch", "cause", "kind", "started_at", "ended_at", "outcome", "records", "written", "unchanged", "skipped", "quarantined", "tombstoned", "pages",
            "requests", "retries", "commits", "fault_kind", "fault_code:t", "fault_message:t", "verdict:t", "sweep:t"),
        Of("run_days", 3, "tenant", "stream", "day", "runs", "failed", "records", "written", "unchanged", "skipped", "quarantined", "tombstoned", "took", "longest"),
        Of("run_courses", 2, "tenant", "id", "began", "course:t"),
        Of("changes", 2, "tenant", "position", "public_id:i", "source", "kind", "at"),
        Of("notifications", 2, "tenant", "id", "public_id:t", "stream", "key:t", "received_at", "due_at", "attempts", "dead_at", "fault_kind", "fault_code:t", "fault_message:t"),
        Of("notification_ids", 3, "tenant", "stream", "id:b", "attempt", "content:b", "remember_until"),
        Of("held_deletes", 2, "tenant", "id", "stream", "run", "read_started", "held_at", "expires_at", "live", "cases", "state", "decided_at", "decided_by:t", "reason:t", "outcome"),
        Of("held_delete_cases", 3, "tenant", "held", "key:t"),
        Of("kept_cases", 3, "tenant", "stream", "key:t", "since", "until"),
        Of("contacts", 2, "tenant", "id", "public_id:i", "version", "channel:t", "started_at", "ended_at", "private:b", "keys:b", "source:t", "record_key:t", "content_hash:b", "record_order",
            "read_started"),
        Of("contact_questions", 3, "tenant", "contact", "number", "version", "result:t", "department:t", "confidentiality", "changed_at", "private:b"),
        Of("contact_cases", 4, "tenant", "contact", "number", "case_id:i"),
        Of("contact_numbers", 5, "tenant", "contact", "number", "value:i", "source:t"),
        Of("contact_keys", 4, "tenant", "kind", "value:i", "contact"),
        Of("handovers", 2, "tenant", "id", "public_id:i", "version", "kind", "state", "contact:i", "question", "department:t", "confidentiality", "unit:t", "holder:i", "since", "created_at", "due_at",
            "remind_at", "remind_next", "ended_at", "private:b", "keys:b", "reply:i", "reply_until", "mail:i", "mail_due", "mail_attempts", "command:i", "command_taken:f"),
        Of("handover_steps", 3, "tenant", "handover", "number", "kind", "at", "private:b"),
        Of("handover_units", 3, "tenant", "handover", "unit:t"),
        Of("handover_cases", 3, "tenant", "handover", "case_id:i"),
        Of("handover_keys", 4, "tenant", "kind", "value:i", "handover"),
        Of("once", 2, "tenant", "id:i", "fingerprint:b", "answer:b", "expires_at"),
        Of("outbox", 2, "tenant", "id", "public_id:i", "sent_as:i", "source", "stream", "key:t", "kind", "state", "reason", "attempts", "version", "asked_at", "since", "due_at", "changed_at", "sent_at",
            "unknown_at", "cut:f", "reference:t", "fault_kind", "code:t", "private:b", "outcome:b", "attachment:b", "epoch"),
        Of("alerts", 1, "tenant:t", "version", "book:t"),
        Of("audit_lines", 2, "tenant:t", "number", "at", "caller:t", "role:t", "on_behalf_of:t", "action:t", "purpose:t", "subject:t", "case_id:t", "result:t", "trace_id:t", "stream:t", "entry:t", "chain:b"),
    ];

    static CopiedTable Of(string name, int key, params string[] columns) =>
        new(name, [.. columns.Select(column => column.Split(':') is [var of, var kind] ? new CopiedColumn(of, Kind(kind)) : new CopiedColumn(column, ColumnKind.Number))], key);

    static ColumnKind Kind(string letter) => letter switch
    {
        "t" => ColumnKind.Text,
        "b" => ColumnKind.Bytes,
        "i" => ColumnKind.Id,
        _ => ColumnKind.Flag,
    };
}
