-- Why: verification shall answer from memory without missing a change. So the database itself writes down what changed of
-- everything that decides, whoever changed it: the Console, a command, a hand with a database client. Triggers do that on
-- every column that the verification's statement reads; how tokens are used changes nothing there.
--
-- A row says what kind of thing changed and which one: 16 bytes of its id, or the 32 of a secret's hash. It doesn't say
-- what changed, because whoever follows reads the thing again. A number from a sequence would not be in the order of
-- commits: whoever reads on from the last one misses a transaction that got its number earlier and commits later. So a row
-- names its transaction, and followers read what was not visible in the snapshot that they read last. Rows are deleted after
-- an hour; `changes_trimmed_to` says up to which transaction any are missing, whoever deleted them, so that nobody goes on
-- from a log with a hole.
CREATE TABLE change_log (
    kind TEXT   NOT NULL,
    id   BYTEA  NOT NULL,
    at   BIGINT NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
    xid  xid8   NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT change_log_pk PRIMARY KEY (xid, kind, id)
);
ALTER TABLE instance ADD COLUMN changes_trimmed_to BIGINT NOT NULL DEFAULT 0;
ALTER TABLE instance ADD COLUMN followed BIGINT NOT NULL DEFAULT 0;

-- Transactions that this server has not begun yet are of the server that a dump came from.
CREATE FUNCTION note_trimmed_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    future CONSTANT BIGINT := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
    trimmed BIGINT;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        trimmed := future - 1;
    ELSE
        SELECT max(xid::text::bigint) INTO trimmed FROM gone WHERE xid::text::bigint < future;
    END IF;
    UPDATE instance SET changes_trimmed_to = trimmed
        WHERE trimmed IS NOT NULL AND (changes_trimmed_to < trimmed OR changes_trimmed_to >= future);
    RETURN NULL;
END $$;
CREATE TRIGGER change_log_trimmed AFTER DELETE ON change_log REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION note_trimmed_changes();
CREATE TRIGGER change_log_emptied AFTER TRUNCATE ON change_log
    FOR EACH STATEMENT EXECUTE FUNCTION note_trimmed_changes();

-- Verifiers in memory. Each row is one process's, and only that process renews it; `applied` is the snapshot that its memory
-- contains all of. Whoever changes something waits until it is in all of them, or until none can use an older state any
-- more. What is not written to the log of the server is gone after a crash: the row without an id says that nothing is
-- missing, and its epoch which life of the table this is. `followed` says whether there ever was a verifier: until then
-- nothing can be missing, and nobody waits.
CREATE UNLOGGED TABLE verifier_replicas (
    id         UUID   NOT NULL CONSTRAINT verifier_replicas_pk PRIMARY KEY,
    epoch      UUID,
    name       TEXT   NOT NULL DEFAULT '',
    version    TEXT   NOT NULL DEFAULT '',
    secrets    BIGINT NOT NULL DEFAULT 0,
    renewals   BIGINT NOT NULL DEFAULT 0,
    applied    pg_snapshot,
    renewed_at BIGINT NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
);
INSERT INTO verifier_replicas (id, epoch) VALUES ('00000000-0000-0000-0000-000000000000', gen_random_uuid());

-- Latchkey waits after a commit until the verifiers know of it, and says so by the name of its sessions. A hand with a
-- database client does not wait, nor does a process of a version that knew of no verifiers, whose name is shorter. So what these change takes the leases
-- away before it is committed: it locks out renewals, removes the verifiers, and sleeps until none of their leases can
-- count any more (1 s and the fiftieth by which two clocks may differ). They enter again, with the change, after the commit.
CREATE FUNCTION end_leases() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Where there never was a verifier, nobody has to take turns.
    IF EXISTS (SELECT 1 FROM instance WHERE id = 1 AND followed = 0) THEN RETURN; END IF;
    LOCK TABLE verifier_replicas IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM verifier_replicas WHERE epoch IS NULL;
    IF FOUND THEN PERFORM pg_sleep(1.02); END IF;
END $$;

-- A transaction names a thing once, and wakes the followers once.
CREATE FUNCTION log_change(kind TEXT, id BYTEA) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('application_name') <> 'latchkey (waits)' THEN PERFORM end_leases(); END IF;
    INSERT INTO change_log (kind, id) VALUES ($1, $2) ON CONFLICT DO NOTHING;
    PERFORM pg_notify('latchkey_changes', '');
END $$;
CREATE FUNCTION log_change_of_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM log_change('all', '');
    RETURN NULL;
END $$;
CREATE FUNCTION log_change_of_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM log_change(TG_ARGV[0], uuid_send(OLD.id)); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM log_change(TG_ARGV[0], uuid_send(NEW.id)); END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION log_change_of_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM log_change('secret', OLD.hash); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM log_change('secret', NEW.hash); END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION log_change_of_token() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM log_change('token', uuid_send(OLD.token_id)); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM log_change('token', uuid_send(NEW.token_id)); END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION log_change_of_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM log_change('tenant', uuid_send(OLD.tenant_id)); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM log_change('tenant', uuid_send(NEW.tenant_id)); END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER change_log_tokens_insert AFTER INSERT ON tokens
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('token');
CREATE TRIGGER change_log_tokens_update AFTER UPDATE OF
    id, tenant_id, name, tenant_scope, include_subtenants, permissions, app_id, created_at, expires_at,
    disabled_at, revoked_at ON tokens
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('token');
CREATE TRIGGER change_log_tokens_delete AFTER DELETE ON tokens
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('token');
CREATE TRIGGER change_log_tokens_truncate AFTER TRUNCATE ON tokens
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_token_secrets_insert AFTER INSERT ON token_secrets
    FOR EACH ROW EXECUTE FUNCTION log_change_of_secret();
CREATE TRIGGER change_log_token_secrets_update AFTER UPDATE OF
    hash, token_id, generation, ends_at ON token_secrets
    FOR EACH ROW EXECUTE FUNCTION log_change_of_secret();
CREATE TRIGGER change_log_token_secrets_delete AFTER DELETE ON token_secrets
    FOR EACH ROW EXECUTE FUNCTION log_change_of_secret();
CREATE TRIGGER change_log_token_secrets_truncate AFTER TRUNCATE ON token_secrets
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_token_tenants_insert AFTER INSERT ON token_tenants
    FOR EACH ROW EXECUTE FUNCTION log_change_of_token();
CREATE TRIGGER change_log_token_tenants_update AFTER UPDATE OF
    token_id, tenant_id ON token_tenants
    FOR EACH ROW EXECUTE FUNCTION log_change_of_token();
CREATE TRIGGER change_log_token_tenants_delete AFTER DELETE ON token_tenants
    FOR EACH ROW EXECUTE FUNCTION log_change_of_token();
CREATE TRIGGER change_log_token_tenants_truncate AFTER TRUNCATE ON token_tenants
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_token_modules_insert AFTER INSERT ON token_modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_token();
CREATE TRIGGER change_log_token_modules_update AFTER UPDATE OF
    token_id, module_id ON token_modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_token();
CREATE TRIGGER change_log_token_modules_delete AFTER DELETE ON token_modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_token();
CREATE TRIGGER change_log_token_modules_truncate AFTER TRUNCATE ON token_modules
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_tenants_insert AFTER INSERT ON tenants
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('tenant');
CREATE TRIGGER change_log_tenants_update AFTER UPDATE OF
    id, slug, name, disabled_at ON tenants
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('tenant');
CREATE TRIGGER change_log_tenants_delete AFTER DELETE ON tenants
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('tenant');
CREATE TRIGGER change_log_tenants_truncate AFTER TRUNCATE ON tenants
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_tenant_slugs_insert AFTER INSERT ON tenant_slugs
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_slugs_update AFTER UPDATE OF
    slug, tenant_id, dropped_at ON tenant_slugs
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_slugs_delete AFTER DELETE ON tenant_slugs
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_slugs_truncate AFTER TRUNCATE ON tenant_slugs
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_tenant_ancestors_insert AFTER INSERT ON tenant_ancestors
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_ancestors_update AFTER UPDATE OF
    tenant_id, ancestor_id ON tenant_ancestors
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_ancestors_delete AFTER DELETE ON tenant_ancestors
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_ancestors_truncate AFTER TRUNCATE ON tenant_ancestors
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_tenant_modules_insert AFTER INSERT ON tenant_modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_modules_update AFTER UPDATE OF
    tenant_id, module_id ON tenant_modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_modules_delete AFTER DELETE ON tenant_modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_tenant();
CREATE TRIGGER change_log_tenant_modules_truncate AFTER TRUNCATE ON tenant_modules
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_modules_insert AFTER INSERT ON modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('module');
CREATE TRIGGER change_log_modules_update AFTER UPDATE OF
    id, slug ON modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('module');
CREATE TRIGGER change_log_modules_delete AFTER DELETE ON modules
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('module');
CREATE TRIGGER change_log_modules_truncate AFTER TRUNCATE ON modules
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

CREATE TRIGGER change_log_apps_insert AFTER INSERT ON apps
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('app');
CREATE TRIGGER change_log_apps_update AFTER UPDATE OF
    id, slug ON apps
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('app');
CREATE TRIGGER change_log_apps_delete AFTER DELETE ON apps
    FOR EACH ROW EXECUTE FUNCTION log_change_of_id('app');
CREATE TRIGGER change_log_apps_truncate AFTER TRUNCATE ON apps
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_all();

-- Also where a session says that it only repeats what another server did.
ALTER TABLE tokens ENABLE ALWAYS TRIGGER change_log_tokens_insert;
ALTER TABLE tokens ENABLE ALWAYS TRIGGER change_log_tokens_update;
ALTER TABLE tokens ENABLE ALWAYS TRIGGER change_log_tokens_delete;
ALTER TABLE tokens ENABLE ALWAYS TRIGGER change_log_tokens_truncate;
ALTER TABLE token_secrets ENABLE ALWAYS TRIGGER change_log_token_secrets_insert;
ALTER TABLE token_secrets ENABLE ALWAYS TRIGGER change_log_token_secrets_update;
ALTER TABLE token_secrets ENABLE ALWAYS TRIGGER change_log_token_secrets_delete;
ALTER TABLE token_secrets ENABLE ALWAYS TRIGGER change_log_token_secrets_truncate;
ALTER TABLE token_tenants ENABLE ALWAYS TRIGGER change_log_token_tenants_insert;
ALTER TABLE token_tenants ENABLE ALWAYS TRIGGER change_log_token_tenants_update;
ALTER TABLE token_tenants ENABLE ALWAYS TRIGGER change_log_token_tenants_delete;
ALTER TABLE token_tenants ENABLE ALWAYS TRIGGER change_log_token_tenants_truncate;
ALTER TABLE token_modules ENABLE ALWAYS TRIGGER change_log_token_modules_insert;
ALTER TABLE token_modules ENABLE ALWAYS TRIGGER change_log_token_modules_update;
ALTER TABLE token_modules ENABLE ALWAYS TRIGGER change_log_token_modules_delete;
ALTER TABLE token_modules ENABLE ALWAYS TRIGGER change_log_token_modules_truncate;
ALTER TABLE tenants ENABLE ALWAYS TRIGGER change_log_tenants_insert;
ALTER TABLE tenants ENABLE ALWAYS TRIGGER change_log_tenants_update;
ALTER TABLE tenants ENABLE ALWAYS TRIGGER change_log_tenants_delete;
ALTER TABLE tenants ENABLE ALWAYS TRIGGER change_log_tenants_truncate;
ALTER TABLE tenant_slugs ENABLE ALWAYS TRIGGER change_log_tenant_slugs_insert;
ALTER TABLE tenant_slugs ENABLE ALWAYS TRIGGER change_log_tenant_slugs_update;
ALTER TABLE tenant_slugs ENABLE ALWAYS TRIGGER change_log_tenant_slugs_delete;
ALTER TABLE tenant_slugs ENABLE ALWAYS TRIGGER change_log_tenant_slugs_truncate;
ALTER TABLE tenant_ancestors ENABLE ALWAYS TRIGGER change_log_tenant_ancestors_insert;
ALTER TABLE tenant_ancestors ENABLE ALWAYS TRIGGER change_log_tenant_ancestors_update;
ALTER TABLE tenant_ancestors ENABLE ALWAYS TRIGGER change_log_tenant_ancestors_delete;
ALTER TABLE tenant_ancestors ENABLE ALWAYS TRIGGER change_log_tenant_ancestors_truncate;
ALTER TABLE tenant_modules ENABLE ALWAYS TRIGGER change_log_tenant_modules_insert;
ALTER TABLE tenant_modules ENABLE ALWAYS TRIGGER change_log_tenant_modules_update;
ALTER TABLE tenant_modules ENABLE ALWAYS TRIGGER change_log_tenant_modules_delete;
ALTER TABLE tenant_modules ENABLE ALWAYS TRIGGER change_log_tenant_modules_truncate;
ALTER TABLE modules ENABLE ALWAYS TRIGGER change_log_modules_insert;
ALTER TABLE modules ENABLE ALWAYS TRIGGER change_log_modules_update;
ALTER TABLE modules ENABLE ALWAYS TRIGGER change_log_modules_delete;
ALTER TABLE modules ENABLE ALWAYS TRIGGER change_log_modules_truncate;
ALTER TABLE apps ENABLE ALWAYS TRIGGER change_log_apps_insert;
ALTER TABLE apps ENABLE ALWAYS TRIGGER change_log_apps_update;
ALTER TABLE apps ENABLE ALWAYS TRIGGER change_log_apps_delete;
ALTER TABLE apps ENABLE ALWAYS TRIGGER change_log_apps_truncate;
