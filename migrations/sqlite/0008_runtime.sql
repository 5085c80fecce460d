-- Why: the runtime side leaves traces that an administrator can follow, and has callers of its own.
--
-- decisions holds refusals only, written in batches and kept for some days: the answer to "why was this refused?" by
-- the id that the refused caller was given. api_clients are the APIs that may introspect tokens (RFC 7662); each sees
-- only the modules that it is registered for.
CREATE TABLE decisions (
    id          TEXT    NOT NULL CONSTRAINT decisions_pk PRIMARY KEY,
    at          INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    token_id    BLOB,
    tenant_id   BLOB,
    asked_tenant TEXT,
    asked_module TEXT,
    method      TEXT,
    address     TEXT
) STRICT;
CREATE INDEX decisions_by_age ON decisions (at);

CREATE TABLE api_clients (
    id          BLOB    NOT NULL CONSTRAINT api_clients_pk PRIMARY KEY,
    name        TEXT    NOT NULL CONSTRAINT api_clients_name_length CHECK (length(name) BETWEEN 1 AND 100),
    search_name TEXT    NOT NULL,
    secret_hash BLOB    NOT NULL CONSTRAINT api_clients_secret_unique UNIQUE
                CONSTRAINT api_clients_secret_length CHECK (length(secret_hash) = 32),
    last_four   TEXT    NOT NULL,
    created_by_label TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    revoked_at  INTEGER
) STRICT;

CREATE TABLE api_client_modules (
    api_client_id BLOB NOT NULL CONSTRAINT api_client_modules_client_fk REFERENCES api_clients (id) ON DELETE CASCADE,
    module_id     BLOB NOT NULL CONSTRAINT api_client_modules_module_fk REFERENCES modules (id),
    CONSTRAINT api_client_modules_pk PRIMARY KEY (api_client_id, module_id)
) STRICT, WITHOUT ROWID;
