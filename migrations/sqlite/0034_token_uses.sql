-- Why: where many tokens are in use, each is written once a minute. As long as its last use stood in the token's own row,
-- such a write took a page of the whole token, another one of its secret, and on PostgreSQL an entry in each of two dozen
-- indexes. Now it has a narrow row of its own. Every token has one from its beginning, made by the database, so that no
-- writer can forget it, and those never used stand in the same index as the others.
--
-- at is the last use that was allowed; hour is the same in hours since 1970, 0 for never: what is sorted by is written
-- once an hour at most. tenant_id and created_at are the token's, so that the lists of what is never used, or not any
-- more, are read in this table's indexes alone.
--
-- generation says which of the token's secrets was used then, 0 where that is not known. Only the other secrets have a
-- row in secret_uses: of a token that has one secret, a use is one row.
--
-- What stands in tokens and token_secrets comes over in portions, small databases at once and large ones while they are
-- in use; the old columns go after the last portion.
CREATE TABLE token_uses (
    token_id   BLOB    NOT NULL CONSTRAINT token_uses_pk PRIMARY KEY
               CONSTRAINT token_uses_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    tenant_id  BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    hour       INTEGER NOT NULL DEFAULT 0,
    at         INTEGER,
    address    TEXT,
    permission INTEGER CONSTRAINT token_uses_permission_known CHECK (permission IN (1, 2, 4, 8)),
    module     TEXT,
    generation INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX token_uses_of_tenant ON token_uses (tenant_id, hour, token_id, created_at);
CREATE INDEX token_uses_anywhere ON token_uses (hour, token_id, created_at);

CREATE TABLE secret_uses (
    token_id   BLOB    NOT NULL CONSTRAINT secret_uses_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    address    TEXT,
    CONSTRAINT secret_uses_pk PRIMARY KEY (token_id, generation)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tokens_have_uses AFTER INSERT ON tokens BEGIN
    INSERT INTO token_uses (token_id, tenant_id, created_at) VALUES (new.id, new.tenant_id, new.created_at);
END;
CREATE TRIGGER tokens_move_uses AFTER UPDATE OF tenant_id, created_at ON tokens
WHEN new.tenant_id <> old.tenant_id OR new.created_at <> old.created_at BEGIN
    UPDATE token_uses SET tenant_id = new.tenant_id, created_at = new.created_at WHERE token_id = new.id;
END;

DROP INDEX tokens_by_use;
DROP INDEX tokens_idle;
DROP INDEX tokens_anywhere_by_use;
