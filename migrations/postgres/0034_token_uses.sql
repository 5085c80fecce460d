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
    token_id   UUID    NOT NULL CONSTRAINT token_uses_pk PRIMARY KEY
               CONSTRAINT token_uses_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    tenant_id  UUID    NOT NULL,
    created_at BIGINT  NOT NULL,
    hour       BIGINT  NOT NULL DEFAULT 0,
    at         BIGINT,
    address    TEXT,
    permission BIGINT CONSTRAINT token_uses_permission_known CHECK (permission IN (1, 2, 4, 8)),
    module     TEXT,
    generation BIGINT  NOT NULL DEFAULT 0
)
-- With room on each page for the next version of a row, a use within the same hour writes no index.
WITH (fillfactor = 60);
CREATE INDEX token_uses_of_tenant ON token_uses (tenant_id, hour, token_id, created_at);
CREATE INDEX token_uses_anywhere ON token_uses (hour, token_id, created_at);

CREATE TABLE secret_uses (
    token_id   UUID    NOT NULL CONSTRAINT secret_uses_token_fk REFERENCES tokens (id) ON DELETE CASCADE,
    generation BIGINT  NOT NULL,
    at         BIGINT  NOT NULL,
    address    TEXT,
    CONSTRAINT secret_uses_pk PRIMARY KEY (token_id, generation)
);

CREATE FUNCTION keep_token_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO token_uses (token_id, tenant_id, created_at) VALUES (NEW.id, NEW.tenant_id, NEW.created_at)
        ON CONFLICT (token_id) DO UPDATE SET tenant_id = excluded.tenant_id, created_at = excluded.created_at;
    RETURN NULL;
END $$;
CREATE TRIGGER tokens_have_uses AFTER INSERT ON tokens FOR EACH ROW EXECUTE FUNCTION keep_token_uses();
CREATE TRIGGER tokens_move_uses AFTER UPDATE OF tenant_id, created_at ON tokens
    FOR EACH ROW WHEN (NEW.tenant_id <> OLD.tenant_id OR NEW.created_at <> OLD.created_at)
    EXECUTE FUNCTION keep_token_uses();

DROP INDEX tokens_by_use;
DROP INDEX tokens_idle;
DROP INDEX tokens_anywhere_by_use;
