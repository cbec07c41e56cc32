namespace IntegrationHub.Sqlite;

/// <summary>The tables of <c>index.db</c>. Times are UTC ticks, kinds and scales the numbers of their enumerations.</summary>
internal static class IndexSchema
{
    public static IReadOnlyList<string> Steps { get; } = [First, Rereading, Operation, EventsByCommit, Workplace, Notifications, LeaseHolders, Removal, LastReads, Remapping, Nodes, RunCourses, Contacts, Alerts, NodeSchedules, HandOvers, Outbox, RecordedContacts, HandOversOut];

    // Tenants, sources and streams stand as small numbers, the tenant first in every key.
    const string First = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, feed_floor INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE sources (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (tenant, name));
        CREATE TABLE streams (
            id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, source INTEGER NOT NULL, name TEXT NOT NULL,
            epoch INTEGER NOT NULL DEFAULT 0, lease_owner TEXT, lease_boot TEXT, lease_from INTEGER, lease_until INTEGER,
            checkpoint TEXT, last_success_started INTEGER, failures INTEGER NOT NULL DEFAULT 0, failing_since INTEGER,
            UNIQUE (tenant, source, name));

        CREATE TABLE cases (
            id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, source INTEGER NOT NULL, key TEXT NOT NULL, stream INTEGER NOT NULL,
            public_id BLOB, number TEXT, type TEXT, title TEXT, public_title TEXT, status INTEGER, source_status TEXT, department TEXT,
            confidentiality INTEGER NOT NULL, protected_party INTEGER, opened_at INTEGER, updated_at INTEGER, due_at INTEGER, closed_at INTEGER,
            private BLOB, keys BLOB, search_text TEXT, content_hash BLOB, record_order INTEGER, read_started INTEGER NOT NULL,
            held INTEGER NOT NULL DEFAULT 0, removed_at INTEGER, removed_reason INTEGER, erased INTEGER NOT NULL DEFAULT 0);
        CREATE UNIQUE INDEX cases_by_key ON cases (tenant, source, key);
        CREATE UNIQUE INDEX cases_by_public_id ON cases (tenant, public_id);
        CREATE INDEX cases_live ON cases (tenant, stream) WHERE removed_at IS NULL;

        CREATE TABLE lookup_keys (
            tenant INTEGER NOT NULL, kind INTEGER NOT NULL, value BLOB NOT NULL, case_id INTEGER NOT NULL,
            PRIMARY KEY (tenant, kind, value, case_id)) WITHOUT ROWID;
        -- The words stand in the cases too: only with them can a text be deleted from the index for good, and not only be marked as deleted.
        CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2');
        INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

        CREATE TABLE events (
            id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, source INTEGER NOT NULL, case_key TEXT NOT NULL, event_id TEXT NOT NULL,
            stream INTEGER NOT NULL, of_case INTEGER NOT NULL, at INTEGER NOT NULL, kind INTEGER NOT NULL, confidentiality INTEGER NOT NULL,
            private BLOB NOT NULL, content_hash BLOB NOT NULL, record_order INTEGER, read_started INTEGER NOT NULL);
        CREATE UNIQUE INDEX events_by_key ON events (tenant, source, case_key, event_id, stream);

        CREATE TABLE record_state (
            tenant INTEGER NOT NULL, stream INTEGER NOT NULL, key TEXT NOT NULL,
            raw_hash BLOB NOT NULL, record_order INTEGER, read_started INTEGER, held INTEGER NOT NULL,
            PRIMARY KEY (tenant, stream, key)) WITHOUT ROWID;

        CREATE TABLE sweeps (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, stream INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (tenant, stream, name));
        CREATE TABLE sweep_seen (sweep INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (sweep, key)) WITHOUT ROWID;

        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY, public_id TEXT NOT NULL UNIQUE, tenant INTEGER NOT NULL, stream INTEGER NOT NULL, source INTEGER NOT NULL,
            key TEXT, raw_hash BLOB NOT NULL, code TEXT NOT NULL, field TEXT NOT NULL, diagnostics TEXT NOT NULL, mapping_version TEXT NOT NULL,
            place TEXT, raw BLOB NOT NULL, read_started INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL);
        CREATE UNIQUE INDEX quarantine_by_key ON quarantine (tenant, stream, key) WHERE key IS NOT NULL;
        CREATE UNIQUE INDEX quarantine_by_hash ON quarantine (tenant, stream, raw_hash) WHERE key IS NULL;
        CREATE INDEX quarantine_newest ON quarantine (tenant, last_seen);

        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, stream INTEGER NOT NULL, epoch INTEGER NOT NULL,
            cause INTEGER NOT NULL, kind INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, outcome INTEGER NOT NULL,
            records INTEGER NOT NULL DEFAULT 0, written INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0, quarantined INTEGER NOT NULL DEFAULT 0, tombstoned INTEGER NOT NULL DEFAULT 0,
            pages INTEGER NOT NULL DEFAULT 0, requests INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0, commits INTEGER NOT NULL DEFAULT 0,
            fault_kind INTEGER, fault_code TEXT, fault_message TEXT, verdict TEXT);
        CREATE INDEX runs_by_tenant ON runs (tenant, id);
        CREATE INDEX runs_by_stream ON runs (tenant, stream, id);
        CREATE INDEX runs_going_on ON runs (tenant, stream) WHERE outcome = 0;

        CREATE TABLE changes (
            tenant INTEGER NOT NULL, position INTEGER NOT NULL, public_id BLOB NOT NULL, source INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (tenant, position)) WITHOUT ROWID;
        """;

    // What is read again by its key: the cases that are neither closed (6) nor withdrawn (7), those that were closed lately, those of which events have come.
    // The first is read whole in every run, so it holds the columns of its own condition too: no row of a case is touched for it.
    const string Rereading = """
        CREATE INDEX cases_open ON cases (tenant, stream, key, status, removed_at) WHERE removed_at IS NULL AND status NOT IN (6, 7);
        CREATE INDEX cases_closed ON cases (tenant, stream, coalesce(closed_at, updated_at, read_started)) WHERE removed_at IS NULL AND status IN (6, 7);
        CREATE INDEX events_by_read ON events (tenant, source, read_started, stream, case_key) WHERE of_case = 0;
        """;

    // What operators ask for: who paused a stream, what the last day brought, and quarantine by its groups without touching the records themselves.
    const string Operation = """
        ALTER TABLE streams ADD COLUMN paused_at INTEGER;
        ALTER TABLE streams ADD COLUMN paused_by TEXT;
        CREATE INDEX runs_by_start ON runs (tenant, started_at);
        CREATE INDEX quarantine_by_group ON quarantine (tenant, stream, code, field, last_seen DESC, first_seen, key);
        """;

    // An event counts from when it was committed: only then is it certain that a case which is read afterwards holds what it tells. Those that were there get a time that is
    // certain too: 15 minutes (9 000 000 000 ticks) is longer than an answer was ever waited for.
    const string EventsByCommit = """
        ALTER TABLE events ADD COLUMN committed_at INTEGER;
        UPDATE events SET committed_at = read_started + 9000000000;
        DROP INDEX events_by_read;
        CREATE INDEX events_by_commit ON events (tenant, source, committed_at, stream, case_key) WHERE of_case = 0;
        """;

    // Quarantine as a workplace: lists that stand still while somebody reads on, what has lain there for too long, and which bytes a person has edited.
    const string Workplace = """
        ALTER TABLE quarantine ADD COLUMN expired_at INTEGER;
        DROP INDEX quarantine_newest;
        DROP INDEX quarantine_by_group;
        CREATE INDEX quarantine_by_group ON quarantine (tenant, stream, code, field, last_seen DESC, first_seen, key, expired_at);
        CREATE INDEX quarantine_by_coming ON quarantine (tenant, first_seen DESC, public_id, stream, code, field);
        CREATE INDEX quarantine_of_stream ON quarantine (tenant, stream, first_seen DESC, public_id, code, field);
        CREATE INDEX quarantine_unexpired ON quarantine (tenant, last_seen, stream) WHERE expired_at IS NULL;
        CREATE TABLE edited (
            tenant INTEGER NOT NULL, stream INTEGER NOT NULL, bytes_hash BLOB NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (tenant, stream, bytes_hash)) WITHOUT ROWID;
        CREATE INDEX edited_by_key ON edited (tenant, stream, key, at);
        """;

    // What vendors told of their own accord. A number is never used again: what was read is taken off by it, and must not take a newer notification with it.
    // The index of those that wait holds the column of its own condition, so that they are counted without touching a row.
    const string Notifications = """
        CREATE TABLE notifications (
            id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE, tenant INTEGER NOT NULL, stream INTEGER NOT NULL, key TEXT NOT NULL,
            received_at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, dead_at INTEGER,
            fault_kind INTEGER, fault_code TEXT, fault_message TEXT);
        CREATE INDEX notifications_waiting ON notifications (tenant, stream, due_at, id, received_at, dead_at) WHERE dead_at IS NULL;
        CREATE INDEX notifications_dead ON notifications (tenant, stream, dead_at) WHERE dead_at IS NOT NULL;
        CREATE TABLE notification_ids (
            tenant INTEGER NOT NULL, stream INTEGER NOT NULL, id BLOB NOT NULL, attempt INTEGER, content BLOB NOT NULL, remember_until INTEGER NOT NULL,
            PRIMARY KEY (tenant, stream, id)) WITHOUT ROWID;
        CREATE INDEX notification_ids_by_end ON notification_ids (remember_until);
        """;

    // The mark of the process that took a lease, behind the epoch that it was taken with.
    const string LeaseHolders = "ALTER TABLE streams ADD COLUMN lease_holder TEXT;";

    // What a complete read proved, what of it waits for a decision, what was decided to stay, and what it takes to bring a case back. A rebuild gathers its records in the shadow until
    // it is applied whole.
    const string Removal = """
        ALTER TABLE runs ADD COLUMN sweep TEXT;
        ALTER TABLE cases ADD COLUMN removed_run INTEGER;
        ALTER TABLE cases ADD COLUMN merged_into TEXT;
        CREATE INDEX cases_restorable ON cases (tenant, removed_at) WHERE removed_at IS NOT NULL AND private IS NOT NULL;
        CREATE INDEX cases_merged ON cases (tenant, source, merged_into) WHERE merged_into IS NOT NULL;

        CREATE TABLE held_deletes (
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, stream INTEGER NOT NULL, run INTEGER NOT NULL, read_started INTEGER NOT NULL,
            held_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, live INTEGER NOT NULL, cases INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0,
            decided_at INTEGER, decided_by TEXT, reason TEXT, outcome INTEGER);
        CREATE UNIQUE INDEX held_deletes_waiting ON held_deletes (tenant, stream) WHERE state = 0;
        CREATE INDEX held_deletes_by_tenant ON held_deletes (tenant, id);
        CREATE TABLE held_delete_cases (held INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (held, key)) WITHOUT ROWID;
        CREATE TABLE kept_cases (
            tenant INTEGER NOT NULL, stream INTEGER NOT NULL, key TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
            PRIMARY KEY (tenant, stream, key)) WITHOUT ROWID;

        CREATE TABLE shadow (id INTEGER PRIMARY KEY, sweep TEXT NOT NULL, item BLOB NOT NULL);
        CREATE INDEX shadow_by_sweep ON shadow (sweep);
        """;

    // When the latest read of a stream began of which something is committed, whoever read it: a run, a notification, a person. It never goes back.
    const string LastReads = "ALTER TABLE streams ADD COLUMN last_read INTEGER;";

    // The record that each version was made of, what it was made with, and how far mapping again has come. What was there before this step was made with nobody knows what, and its
    // record comes with the next version of it.
    const string Remapping = """
        CREATE TABLE mappings (
            id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, fingerprint TEXT NOT NULL,
            UNIQUE (tenant, name, version, fingerprint));
        ALTER TABLE record_state ADD COLUMN mapping INTEGER;
        ALTER TABLE streams ADD COLUMN remapping TEXT;
        CREATE TABLE last_records (
            id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, stream INTEGER NOT NULL, key TEXT NOT NULL,
            bytes_hash BLOB NOT NULL, read_started INTEGER NOT NULL, tried INTEGER, raw BLOB NOT NULL);
        CREATE UNIQUE INDEX last_records_by_key ON last_records (tenant, stream, key);
        -- What is known of the shape of a stream's records. Not in the table of streams: its rows are written every few seconds.
        CREATE TABLE drift (stream INTEGER PRIMARY KEY, facts TEXT NOT NULL);
        """;

    const string Nodes = """
        CREATE TABLE nodes (
            tenant INTEGER NOT NULL, name TEXT NOT NULL, started_at INTEGER NOT NULL, version TEXT NOT NULL, clock_offset INTEGER NOT NULL,
            seen_at INTEGER NOT NULL, seen_boot TEXT NOT NULL, seen_from INTEGER NOT NULL, PRIMARY KEY (tenant, name)) WITHOUT ROWID;
        """;

    const string NodeSchedules = "ALTER TABLE nodes ADD COLUMN schedule INTEGER NOT NULL DEFAULT 0;";

    // The history of runs as people read it: listed and narrowed from an index alone, what days came to (864 000 000 000 ticks each), and the courses of runs, which are kept for a shorter time.
    const string RunCourses = """
        DROP INDEX runs_by_tenant;
        DROP INDEX runs_by_stream;
        CREATE INDEX runs_by_tenant ON runs (tenant, id, outcome, cause, started_at, fault_code);
        CREATE INDEX runs_by_stream ON runs (tenant, stream, id, outcome, cause, started_at, fault_code);
        CREATE INDEX runs_with_fault ON runs (tenant, id, fault_code) WHERE fault_code IS NOT NULL;
        CREATE TABLE run_days (
            tenant INTEGER NOT NULL, stream INTEGER NOT NULL, day INTEGER NOT NULL, runs INTEGER NOT NULL, failed INTEGER NOT NULL, records INTEGER NOT NULL, written INTEGER NOT NULL,
            unchanged INTEGER NOT NULL, skipped INTEGER NOT NULL, quarantined INTEGER NOT NULL, tombstoned INTEGER NOT NULL, took INTEGER NOT NULL, longest INTEGER NOT NULL,
            PRIMARY KEY (tenant, stream, day)) WITHOUT ROWID;
        INSERT INTO run_days (tenant, stream, day, runs, failed, records, written, unchanged, skipped, quarantined, tombstoned, took, longest)
            SELECT tenant, stream, started_at / 864000000000, count(*), sum(outcome = 3), sum(records), sum(written), sum(unchanged), sum(skipped), sum(quarantined), sum(tombstoned),
                sum(max(0, ended_at - started_at)), max(0, max(ended_at - started_at))
            FROM runs WHERE outcome <> 0 AND ended_at IS NOT NULL GROUP BY tenant, stream, started_at / 864000000000;
        CREATE TABLE run_courses (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, began INTEGER NOT NULL, course TEXT NOT NULL);
        CREATE INDEX run_courses_by_start ON run_courses (tenant, began);
        """;

    // Conversations with people, and the requests that are carried out once. A question goes with its contact; a case of it is named by its public id, and may be in the index or not.
    const string Contacts = """
        CREATE TABLE contacts (
            id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, public_id BLOB NOT NULL, version INTEGER NOT NULL, channel TEXT NOT NULL,
            started_at INTEGER NOT NULL, ended_at INTEGER, private BLOB NOT NULL, keys BLOB NOT NULL);
        CREATE UNIQUE INDEX contacts_by_public_id ON contacts (tenant, public_id);
        CREATE INDEX contacts_by_start ON contacts (tenant, started_at);
        CREATE TABLE contact_questions (
            tenant INTEGER NOT NULL, contact INTEGER NOT NULL, number INTEGER NOT NULL, version INTEGER NOT NULL, result TEXT, department TEXT,
            confidentiality INTEGER NOT NULL, changed_at INTEGER NOT NULL, private BLOB NOT NULL, PRIMARY KEY (tenant, contact, number)) WITHOUT ROWID;
        CREATE TABLE contact_cases (
            tenant INTEGER NOT NULL, contact INTEGER NOT NULL, number INTEGER NOT NULL, case_id BLOB NOT NULL, PRIMARY KEY (tenant, contact, number, case_id)) WITHOUT ROWID;
        CREATE INDEX contact_cases_by_case ON contact_cases (tenant, case_id);
        CREATE TABLE contact_keys (
            tenant INTEGER NOT NULL, kind INTEGER NOT NULL, value BLOB NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (tenant, kind, value, contact)) WITHOUT ROWID;
        CREATE TABLE once (
            tenant INTEGER NOT NULL, id BLOB NOT NULL, fingerprint BLOB NOT NULL, answer BLOB NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID;
        CREATE INDEX once_by_end ON once (tenant, expires_at);
        """;

    // Contacts that other systems hold: which record each is made of, and the cases of which only the number on the letter is known; those are looked for whenever a question is read.
    const string RecordedContacts = """
        ALTER TABLE contacts ADD COLUMN source TEXT;
        ALTER TABLE contacts ADD COLUMN record_key TEXT;
        ALTER TABLE contacts ADD COLUMN content_hash BLOB;
        ALTER TABLE contacts ADD COLUMN record_order INTEGER;
        ALTER TABLE contacts ADD COLUMN read_started INTEGER;
        CREATE TABLE contact_numbers (
            tenant INTEGER NOT NULL, contact INTEGER NOT NULL, number INTEGER NOT NULL, value BLOB NOT NULL, source TEXT NOT NULL,
            PRIMARY KEY (tenant, contact, number, value, source)) WITHOUT ROWID;
        CREATE INDEX contact_numbers_by_value ON contact_numbers (tenant, value);
        """;

    // What fires and what is told of it, one text a municipality: whoever writes compares the version.
    const string Alerts = "CREATE TABLE alerts (tenant TEXT PRIMARY KEY, version INTEGER NOT NULL, book TEXT NOT NULL) WITHOUT ROWID;";

    // What was promised and passed on: where each stands is beside its steps, of which none is ever changed. Which units have or had it in hand decides who is told of it.
    const string HandOvers = """
        CREATE TABLE handovers (
            id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, public_id BLOB NOT NULL, version INTEGER NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL, contact BLOB, question INTEGER,
            department TEXT, confidentiality INTEGER NOT NULL, unit TEXT NOT NULL, holder BLOB, since INTEGER NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER, remind_at INTEGER,
            remind_next INTEGER, ended_at INTEGER, private BLOB NOT NULL, keys BLOB NOT NULL);
        CREATE UNIQUE INDEX handovers_by_public_id ON handovers (tenant, public_id);
        CREATE INDEX handovers_by_age ON handovers (tenant, created_at, public_id);
        CREATE INDEX handovers_open ON handovers (tenant, created_at, public_id) WHERE ended_at IS NULL;
        CREATE INDEX handovers_by_unit ON handovers (tenant, unit, created_at, public_id) WHERE ended_at IS NULL;
        CREATE INDEX handovers_by_holder ON handovers (tenant, holder) WHERE ended_at IS NULL AND holder IS NOT NULL;
        CREATE INDEX handovers_by_contact ON handovers (tenant, contact) WHERE contact IS NOT NULL;
        CREATE INDEX handovers_by_reminder ON handovers (tenant, remind_next) WHERE remind_next IS NOT NULL;
        CREATE INDEX handovers_by_end ON handovers (tenant, ended_at) WHERE ended_at IS NOT NULL;
        CREATE TABLE handover_steps (
            tenant INTEGER NOT NULL, handover INTEGER NOT NULL, number INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, private BLOB NOT NULL,
            PRIMARY KEY (tenant, handover, number)) WITHOUT ROWID;
        CREATE TABLE handover_units (tenant INTEGER NOT NULL, handover INTEGER NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (tenant, handover, unit)) WITHOUT ROWID;
        CREATE TABLE handover_cases (tenant INTEGER NOT NULL, handover INTEGER NOT NULL, case_id BLOB NOT NULL, PRIMARY KEY (tenant, handover, case_id)) WITHOUT ROWID;
        CREATE INDEX handover_cases_by_case ON handover_cases (tenant, case_id);
        CREATE TABLE handover_keys (
            tenant INTEGER NOT NULL, kind INTEGER NOT NULL, value BLOB NOT NULL, handover INTEGER NOT NULL, PRIMARY KEY (tenant, kind, value, handover)) WITHOUT ROWID;
        """;

    // Commands to vendors, in the order in which they were asked for. Those that are not finished (up to 3, unknown) and those that wait for a person are counted from an index alone.
    const string Outbox = """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, public_id BLOB NOT NULL, sent_as BLOB NOT NULL, source INTEGER NOT NULL, stream INTEGER NOT NULL, key TEXT,
            kind INTEGER NOT NULL, state INTEGER NOT NULL, reason INTEGER, attempts INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1,
            asked_at INTEGER NOT NULL, since INTEGER NOT NULL, due_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, sent_at INTEGER, unknown_at INTEGER,
            cut INTEGER NOT NULL, reference TEXT, fault_kind INTEGER, code TEXT, private BLOB NOT NULL, outcome BLOB, attachment BLOB,
            epoch INTEGER NOT NULL DEFAULT 0, lease_owner TEXT, lease_holder TEXT, lease_boot TEXT, lease_from INTEGER, lease_until INTEGER);
        CREATE UNIQUE INDEX outbox_by_public_id ON outbox (tenant, public_id);
        CREATE INDEX outbox_of_case ON outbox (tenant, source, key, id);
        CREATE INDEX outbox_due ON outbox (tenant, due_at, id) WHERE state <= 3 AND reason IS NULL;
        CREATE INDEX outbox_open ON outbox (tenant, stream, state, reason, fault_kind, asked_at, due_at) WHERE state <= 3 OR reason IS NOT NULL;
        CREATE INDEX outbox_finished ON outbox (tenant, changed_at) WHERE state > 3;
        """;

    // What goes out of the house by a hand-over: a mail with a link to reply by, or a command that makes a case of it. And the commands of a case with the one that made it.
    const string HandOversOut = """
        ALTER TABLE handovers ADD COLUMN reply BLOB;
        ALTER TABLE handovers ADD COLUMN reply_until INTEGER;
        ALTER TABLE handovers ADD COLUMN mail BLOB;
        ALTER TABLE handovers ADD COLUMN mail_due INTEGER;
        ALTER TABLE handovers ADD COLUMN mail_attempts INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE handovers ADD COLUMN command BLOB;
        ALTER TABLE handovers ADD COLUMN command_taken INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX handovers_by_reply ON handovers (tenant, reply) WHERE reply IS NOT NULL;
        CREATE INDEX handovers_by_mail ON handovers (tenant, mail_due) WHERE mail_due IS NOT NULL;
        CREATE INDEX handovers_by_command ON handovers (tenant, command) WHERE command IS NOT NULL;
        CREATE INDEX outbox_by_case ON outbox (tenant, source, coalesce(key, reference), id);
        """;
}
