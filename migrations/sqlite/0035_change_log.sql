-- Why: verification shall answer from memory without missing a change. So the database itself writes down what changed of
-- everything that decides, whoever changed it: the Console, a command, a hand with a database client. Triggers do that on
-- every column that the verification's statement reads; how tokens are used changes nothing there.
--
-- A row says what kind of thing changed and which one: 16 bytes of its id, or the 32 of a secret's hash. It doesn't say
-- what changed, because whoever follows reads the thing again. `position` is in the order of commits, since SQLite has one
-- writer at a time, and is never used twice. Rows are deleted after an hour; `changes_trimmed_to` says up to where any
-- are missing, whoever deleted them, so that nobody goes on from a log with a hole.
CREATE TABLE change_log (
    position INTEGER NOT NULL CONSTRAINT change_log_pk PRIMARY KEY AUTOINCREMENT,
    kind     TEXT    NOT NULL,
    id       BLOB    NOT NULL,
    at       INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER))
) STRICT;
ALTER TABLE instance ADD COLUMN changes_trimmed_to INTEGER NOT NULL DEFAULT 0;
-- PostgreSQL's alone: here a lock tells whether anybody verifies from memory.
ALTER TABLE instance ADD COLUMN followed INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER change_log_trimmed AFTER DELETE ON change_log BEGIN
    UPDATE instance SET changes_trimmed_to = OLD.position WHERE changes_trimmed_to < OLD.position;
END;

CREATE TRIGGER change_log_tokens_insert AFTER INSERT ON tokens BEGIN
    INSERT INTO change_log (kind, id) VALUES ('token', NEW.id);
END;
CREATE TRIGGER change_log_tokens_update AFTER UPDATE OF
    id, tenant_id, name, tenant_scope, include_subtenants, permissions, app_id, created_at, expires_at, disabled_at,
    revoked_at ON tokens BEGIN
    INSERT INTO change_log (kind, id) SELECT 'token', OLD.id WHERE OLD.id IS NOT NEW.id;
    INSERT INTO change_log (kind, id) VALUES ('token', NEW.id);
END;
CREATE TRIGGER change_log_tokens_delete AFTER DELETE ON tokens BEGIN
    INSERT INTO change_log (kind, id) VALUES ('token', OLD.id);
END;

CREATE TRIGGER change_log_token_secrets_insert AFTER INSERT ON token_secrets BEGIN
    INSERT INTO change_log (kind, id) VALUES ('secret', NEW.hash);
END;
CREATE TRIGGER change_log_token_secrets_update AFTER UPDATE OF hash, token_id, generation, ends_at ON token_secrets BEGIN
    INSERT INTO change_log (kind, id) SELECT 'secret', OLD.hash WHERE OLD.hash IS NOT NEW.hash;
    INSERT INTO change_log (kind, id) VALUES ('secret', NEW.hash);
END;
CREATE TRIGGER change_log_token_secrets_delete AFTER DELETE ON token_secrets BEGIN
    INSERT INTO change_log (kind, id) VALUES ('secret', OLD.hash);
END;

CREATE TRIGGER change_log_token_tenants_insert AFTER INSERT ON token_tenants BEGIN
    INSERT INTO change_log (kind, id) VALUES ('token', NEW.token_id);
END;
CREATE TRIGGER change_log_token_tenants_update AFTER UPDATE OF token_id, tenant_id ON token_tenants BEGIN
    INSERT INTO change_log (kind, id) SELECT 'token', OLD.token_id WHERE OLD.token_id IS NOT NEW.token_id;
    INSERT INTO change_log (kind, id) VALUES ('token', NEW.token_id);
END;
CREATE TRIGGER change_log_token_tenants_delete AFTER DELETE ON token_tenants BEGIN
    INSERT INTO change_log (kind, id) VALUES ('token', OLD.token_id);
END;

CREATE TRIGGER change_log_token_modules_insert AFTER INSERT ON token_modules BEGIN
    INSERT INTO change_log (kind, id) VALUES ('token', NEW.token_id);
END;
CREATE TRIGGER change_log_token_modules_update AFTER UPDATE OF token_id, module_id ON token_modules BEGIN
    INSERT INTO change_log (kind, id) SELECT 'token', OLD.token_id WHERE OLD.token_id IS NOT NEW.token_id;
    INSERT INTO change_log (kind, id) VALUES ('token', NEW.token_id);
END;
CREATE TRIGGER change_log_token_modules_delete AFTER DELETE ON token_modules BEGIN
    INSERT INTO change_log (kind, id) VALUES ('token', OLD.token_id);
END;

CREATE TRIGGER change_log_tenants_insert AFTER INSERT ON tenants BEGIN
    INSERT INTO change_log (kind, id) VALUES ('tenant', NEW.id);
END;
CREATE TRIGGER change_log_tenants_update AFTER UPDATE OF id, slug, name, disabled_at ON tenants BEGIN
    INSERT INTO change_log (kind, id) SELECT 'tenant', OLD.id WHERE OLD.id IS NOT NEW.id;
    INSERT INTO change_log (kind, id) VALUES ('tenant', NEW.id);
END;
CREATE TRIGGER change_log_tenants_delete AFTER DELETE ON tenants BEGIN
    INSERT INTO change_log (kind, id) VALUES ('tenant', OLD.id);
END;

CREATE TRIGGER change_log_tenant_slugs_insert AFTER INSERT ON tenant_slugs BEGIN
    INSERT INTO change_log (kind, id) VALUES ('tenant', NEW.tenant_id);
END;
CREATE TRIGGER change_log_tenant_slugs_update AFTER UPDATE OF slug, tenant_id, dropped_at ON tenant_slugs BEGIN
    INSERT INTO change_log (kind, id) SELECT 'tenant', OLD.tenant_id WHERE OLD.tenant_id IS NOT NEW.tenant_id;
    INSERT INTO change_log (kind, id) VALUES ('tenant', NEW.tenant_id);
END;
CREATE TRIGGER change_log_tenant_slugs_delete AFTER DELETE ON tenant_slugs BEGIN
    INSERT INTO change_log (kind, id) VALUES ('tenant', OLD.tenant_id);
END;

CREATE TRIGGER change_log_tenant_ancestors_insert AFTER INSERT ON tenant_ancestors BEGIN
    INSERT INTO change_log (kind, id) VALUES ('tenant', NEW.tenant_id);
END;
CREATE TRIGGER change_log_tenant_ancestors_update AFTER UPDATE OF tenant_id, ancestor_id ON tenant_ancestors BEGIN
    INSERT INTO change_log (kind, id) SELECT 'tenant', OLD.tenant_id WHERE OLD.tenant_id IS NOT NEW.tenant_id;
    INSERT INTO change_log (kind, id) VALUES ('tenant', NEW.tenant_id);
END;
CREATE TRIGGER change_log_tenant_ancestors_delete AFTER DELETE ON tenant_ancestors BEGIN
    INSERT INTO change_log (kind, id) VALUES ('tenant', OLD.tenant_id);
END;

CREATE TRIGGER change_log_tenant_modules_insert AFTER INSERT ON tenant_modules BEGIN
    INSERT INTO change_log (kind, id) VALUES ('tenant', NEW.tenant_id);
END;
CREATE TRIGGER change_log_tenant_modules_update AFTER UPDATE OF tenant_id, module_id ON tenant_modules BEGIN
    INSERT INTO change_log (kind, id) SELECT 'tenant', OLD.tenant_id WHERE OLD.tenant_id IS NOT NEW.tenant_id;
    INSERT INTO change_log (kind, id) VALUES ('tenant', NEW.tenant_id);
END;
CREATE TRIGGER change_log_tenant_modules_delete AFTER DELETE ON tenant_modules BEGIN
    INSERT INTO change_log (kind, id) VALUES ('tenant', OLD.tenant_id);
END;

CREATE TRIGGER change_log_modules_insert AFTER INSERT ON modules BEGIN
    INSERT INTO change_log (kind, id) VALUES ('module', NEW.id);
END;
CREATE TRIGGER change_log_modules_update AFTER UPDATE OF id, slug ON modules BEGIN
    INSERT INTO change_log (kind, id) SELECT 'module', OLD.id WHERE OLD.id IS NOT NEW.id;
    INSERT INTO change_log (kind, id) VALUES ('module', NEW.id);
END;
CREATE TRIGGER change_log_modules_delete AFTER DELETE ON modules BEGIN
    INSERT INTO change_log (kind, id) VALUES ('module', OLD.id);
END;

CREATE TRIGGER change_log_apps_insert AFTER INSERT ON apps BEGIN
    INSERT INTO change_log (kind, id) VALUES ('app', NEW.id);
END;
CREATE TRIGGER change_log_apps_update AFTER UPDATE OF id, slug ON apps BEGIN
    INSERT INTO change_log (kind, id) SELECT 'app', OLD.id WHERE OLD.id IS NOT NEW.id;
    INSERT INTO change_log (kind, id) VALUES ('app', NEW.id);
END;
CREATE TRIGGER change_log_apps_delete AFTER DELETE ON apps BEGIN
    INSERT INTO change_log (kind, id) VALUES ('app', OLD.id);
END;
