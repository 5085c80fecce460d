-- Why: whoever can reach /auth/verify makes refusals. Each was a row with whatever was sent in it, up to 64 kB, so a
-- stranger could fill the disk. Now a row has a bound, held here, and the number of rows has one too, held by whoever
-- writes: one for rows about tokens and one for rows about none. An empty text stands for what cannot be a slug.
--
-- The newest rows stay, without what is too long.
CREATE TABLE kept AS SELECT id, at, reason, token_id, tenant_id,
    CASE WHEN length(asked_tenant) <= 40 THEN asked_tenant WHEN asked_tenant IS NOT NULL THEN '' END AS asked_tenant,
    CASE WHEN length(asked_module) <= 120 THEN asked_module WHEN asked_module IS NOT NULL THEN '' END AS asked_module,
    CASE WHEN length(method) <= 20 THEN method END AS method,
    CASE WHEN length(address) <= 45 THEN address END AS address
FROM decisions WHERE length(id) <= 20 AND length(reason) <= 40 ORDER BY at DESC LIMIT 150000;
DROP TABLE decisions;
CREATE TABLE decisions (
    id           TEXT    NOT NULL CONSTRAINT decisions_pk PRIMARY KEY
                 CONSTRAINT decisions_id_length CHECK (length(id) <= 20),
    at           INTEGER NOT NULL,
    reason       TEXT    NOT NULL CONSTRAINT decisions_reason_length CHECK (length(reason) <= 40),
    token_id     BLOB,
    tenant_id    BLOB,
    asked_tenant TEXT    CONSTRAINT decisions_asked_tenant_length CHECK (length(asked_tenant) <= 40),
    asked_module TEXT    CONSTRAINT decisions_asked_module_length CHECK (length(asked_module) <= 120),
    method       TEXT    CONSTRAINT decisions_method_length CHECK (length(method) <= 20),
    address      TEXT    CONSTRAINT decisions_address_length CHECK (length(address) <= 45)
) STRICT;
INSERT INTO decisions (id, at, reason, token_id, tenant_id, asked_tenant, asked_module, method, address)
SELECT id, at, reason, token_id, tenant_id, asked_tenant, asked_module, method, address FROM kept;
DROP TABLE kept;
CREATE INDEX decisions_of_token ON decisions (token_id, at) WHERE token_id IS NOT NULL;
CREATE INDEX decisions_known_by_age ON decisions (at) WHERE token_id IS NOT NULL;
CREATE INDEX decisions_unknown_by_age ON decisions (at) WHERE token_id IS NULL;
