namespace IntegrationHub.Torture.Checking;

/// <summary>The journal of a town's index on PostgreSQL: as <see cref="SqliteJournal"/>, timed by the server's clock, and with the beginning of every run, so that it can be told when one node took over from another.</summary>
internal static class PostgresJournal
{
    public const string Triggers = """
        CREATE TABLE torture_cases (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at double precision NOT NULL DEFAULT extract(epoch FROM clock_timestamp()), source bigint NOT NULL, key text COLLATE "C" NOT NULL,
            version_before text, version_after text, order_before bigint, order_after bigint, live_before boolean NOT NULL, live_after boolean NOT NULL);
        CREATE INDEX torture_cases_by_source ON torture_cases (source);
        CREATE FUNCTION torture_case() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO torture_cases (source, key, version_after, order_after, live_before, live_after)
                VALUES (NEW.source, NEW.key, NEW.source_status, NEW.record_order, false, NEW.removed_at IS NULL);
            ELSIF TG_OP = 'UPDATE' THEN
                INSERT INTO torture_cases (source, key, version_before, version_after, order_before, order_after, live_before, live_after)
                VALUES (NEW.source, NEW.key, OLD.source_status, NEW.source_status, OLD.record_order, NEW.record_order, OLD.removed_at IS NULL, NEW.removed_at IS NULL);
            ELSE
                INSERT INTO torture_cases (source, key, version_before, order_before, live_before, live_after)
                VALUES (OLD.source, OLD.key, OLD.source_status, OLD.record_order, OLD.removed_at IS NULL, false);
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER torture_case AFTER INSERT OR UPDATE OR DELETE ON cases FOR EACH ROW EXECUTE FUNCTION torture_case();

        CREATE TABLE torture_begins (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at double precision NOT NULL DEFAULT extract(epoch FROM clock_timestamp()), stream bigint NOT NULL, epoch bigint NOT NULL);
        CREATE FUNCTION torture_begun() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO torture_begins (stream, epoch) VALUES (NEW.stream, NEW.epoch);
            RETURN NULL;
        END $$;
        CREATE TRIGGER torture_begun AFTER INSERT ON runs FOR EACH ROW EXECUTE FUNCTION torture_begun();

        CREATE TABLE torture_commits (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at double precision NOT NULL DEFAULT extract(epoch FROM clock_timestamp()),
            stream bigint NOT NULL, run bigint NOT NULL, run_epoch bigint NOT NULL, stream_epoch bigint NOT NULL);
        CREATE FUNCTION torture_committed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO torture_commits (stream, run, run_epoch, stream_epoch)
            SELECT NEW.stream, NEW.id, NEW.epoch, s.epoch FROM streams s WHERE s.tenant = NEW.tenant AND s.id = NEW.stream;
            RETURN NULL;
        END $$;
        CREATE TRIGGER torture_committed AFTER UPDATE OF commits ON runs FOR EACH ROW WHEN (NEW.commits > OLD.commits) EXECUTE FUNCTION torture_committed();

        CREATE TABLE torture_watermarks (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream bigint NOT NULL, before text, after text);
        CREATE FUNCTION torture_checkpointed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO torture_watermarks (stream, before, after) VALUES (NEW.id, OLD.checkpoint::json ->> 'watermark', NEW.checkpoint::json ->> 'watermark');
            RETURN NULL;
        END $$;
        CREATE TRIGGER torture_checkpointed AFTER UPDATE OF checkpoint ON streams FOR EACH ROW
            WHEN (OLD.checkpoint::json ->> 'watermark' IS DISTINCT FROM NEW.checkpoint::json ->> 'watermark') EXECUTE FUNCTION torture_checkpointed();

        -- The id of a notification is written right before its row, over the same connection.
        CREATE TABLE torture_ids (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, backend integer NOT NULL DEFAULT pg_backend_pid(), id bytea NOT NULL);
        CREATE INDEX torture_ids_by_backend ON torture_ids (backend, number);
        CREATE TABLE torture_told (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at double precision NOT NULL DEFAULT extract(epoch FROM clock_timestamp()), what integer NOT NULL, notification bigint NOT NULL,
            id bytea, version text, held boolean NOT NULL DEFAULT false);
        CREATE FUNCTION torture_id_remembered() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO torture_ids (id) VALUES (NEW.id);
            RETURN NULL;
        END $$;
        CREATE TRIGGER torture_id_remembered AFTER INSERT ON notification_ids FOR EACH ROW EXECUTE FUNCTION torture_id_remembered();
        CREATE FUNCTION torture_notified() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO torture_told (what, notification, id) VALUES (0, NEW.id, (SELECT id FROM torture_ids WHERE backend = pg_backend_pid() ORDER BY number DESC LIMIT 1));
            ELSIF TG_OP = 'DELETE' THEN
                INSERT INTO torture_told (what, notification, version, held) VALUES (1, OLD.id,
                    (SELECT c.source_status FROM streams s JOIN cases c ON c.tenant = s.tenant AND c.source = s.source AND c.key = OLD.key WHERE s.tenant = OLD.tenant AND s.id = OLD.stream),
                    EXISTS (SELECT 1 FROM quarantine q WHERE q.tenant = OLD.tenant AND q.stream = OLD.stream AND q.key = OLD.key));
            ELSIF NEW.dead_at IS NOT NULL THEN
                INSERT INTO torture_told (what, notification) VALUES (2, NEW.id);
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER torture_notified AFTER INSERT OR UPDATE OF dead_at ON notifications FOR EACH ROW EXECUTE FUNCTION torture_notified();
        -- The store sends what it gathered of a transaction last: only then it is seen what stands when a notification is done.
        CREATE CONSTRAINT TRIGGER torture_done AFTER DELETE ON notifications DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION torture_notified();
        """;
}
