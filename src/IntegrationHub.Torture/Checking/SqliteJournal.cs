namespace IntegrationHub.Torture.Checking;

/// <summary>The journal of a town's index on SQLite: triggers that write down what every transaction did, and go with it when it rolls back: what was committed in between cannot hide behind what stands in the end.</summary>
internal static class SqliteJournal
{
    public const string Triggers = """
        CREATE TABLE torture_cases (
            number INTEGER PRIMARY KEY, at REAL NOT NULL, source INTEGER NOT NULL, key TEXT NOT NULL,
            version_before TEXT, version_after TEXT, order_before INTEGER, order_after INTEGER, live_before INTEGER NOT NULL, live_after INTEGER NOT NULL);
        CREATE TRIGGER torture_case_added AFTER INSERT ON cases BEGIN
            INSERT INTO torture_cases (at, source, key, version_after, order_after, live_before, live_after)
            VALUES (unixepoch('subsec'), NEW.source, NEW.key, NEW.source_status, NEW.record_order, 0, NEW.removed_at IS NULL);
        END;
        CREATE TRIGGER torture_case_changed AFTER UPDATE ON cases BEGIN
            INSERT INTO torture_cases (at, source, key, version_before, version_after, order_before, order_after, live_before, live_after)
            VALUES (unixepoch('subsec'), NEW.source, NEW.key, OLD.source_status, NEW.source_status, OLD.record_order, NEW.record_order, OLD.removed_at IS NULL, NEW.removed_at IS NULL);
        END;
        CREATE TRIGGER torture_case_lost AFTER DELETE ON cases BEGIN
            INSERT INTO torture_cases (at, source, key, version_before, order_before, live_before, live_after)
            VALUES (unixepoch('subsec'), OLD.source, OLD.key, OLD.source_status, OLD.record_order, OLD.removed_at IS NULL, 0);
        END;
        CREATE TABLE torture_commits (number INTEGER PRIMARY KEY, at REAL NOT NULL, stream INTEGER NOT NULL, run INTEGER NOT NULL, run_epoch INTEGER NOT NULL, stream_epoch INTEGER NOT NULL);
        CREATE TRIGGER torture_committed AFTER UPDATE OF commits ON runs WHEN NEW.commits > OLD.commits BEGIN
            INSERT INTO torture_commits (at, stream, run, run_epoch, stream_epoch)
            SELECT unixepoch('subsec'), NEW.stream, NEW.id, NEW.epoch, epoch FROM streams WHERE id = NEW.stream;
        END;
        CREATE TABLE torture_watermarks (number INTEGER PRIMARY KEY, stream INTEGER NOT NULL, before TEXT, after TEXT);
        CREATE TRIGGER torture_checkpointed AFTER UPDATE OF checkpoint ON streams
            WHEN json_extract(OLD.checkpoint, '$.watermark') IS NOT json_extract(NEW.checkpoint, '$.watermark') BEGIN
            INSERT INTO torture_watermarks (stream, before, after) VALUES (NEW.id, json_extract(OLD.checkpoint, '$.watermark'), json_extract(NEW.checkpoint, '$.watermark'));
        END;
        -- The id of a notification is written right before its row.
        CREATE TABLE torture_ids (number INTEGER PRIMARY KEY, id BLOB NOT NULL);
        CREATE TRIGGER torture_id_remembered AFTER INSERT ON notification_ids BEGIN
            INSERT INTO torture_ids (id) VALUES (NEW.id);
        END;
        CREATE TABLE torture_told (number INTEGER PRIMARY KEY, at REAL NOT NULL, what INTEGER NOT NULL, notification INTEGER NOT NULL, id BLOB, version TEXT, held INTEGER NOT NULL DEFAULT 0);
        CREATE TRIGGER torture_told_stored AFTER INSERT ON notifications BEGIN
            INSERT INTO torture_told (at, what, notification, id) VALUES (unixepoch('subsec'), 0, NEW.id, (SELECT id FROM torture_ids ORDER BY number DESC LIMIT 1));
        END;
        CREATE TRIGGER torture_told_done AFTER DELETE ON notifications BEGIN
            INSERT INTO torture_told (at, what, notification, version, held)
            VALUES (unixepoch('subsec'), 1, OLD.id,
                (SELECT c.source_status FROM streams s JOIN cases c ON c.tenant = s.tenant AND c.source = s.source AND c.key = OLD.key WHERE s.id = OLD.stream),
                EXISTS (SELECT 1 FROM quarantine q WHERE q.tenant = OLD.tenant AND q.stream = OLD.stream AND q.key = OLD.key));
        END;
        CREATE TRIGGER torture_told_dead AFTER UPDATE OF dead_at ON notifications WHEN NEW.dead_at IS NOT NULL BEGIN
            INSERT INTO torture_told (at, what, notification) VALUES (unixepoch('subsec'), 2, NEW.id);
        END;
        """;
}
