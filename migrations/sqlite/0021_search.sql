-- Why: a part of a name is found in a large tenant without a look at each of its tokens. search_names knows each three
-- letters in a row of each name as it is searched; what it finds is looked at once more, so it may find too much.
--
-- It holds the words alone. A row of it is known by a number, and search_rows says which token that is: the number has
-- to stay what it is, and SQLite gives tokens, whose keys are ids, other numbers whenever it rewrites the file. tenant is
-- the end of the tenant's id, three letters for which one look suffices: with it, what is common elsewhere and rare in
-- the tenant is found as quickly. PostgreSQL does the same by an index on the table itself.
CREATE TABLE search_rows (
    number   INTEGER NOT NULL CONSTRAINT search_rows_pk PRIMARY KEY,
    token_id BLOB    NOT NULL CONSTRAINT search_rows_token_unique UNIQUE
             CONSTRAINT search_rows_token_fk REFERENCES tokens (id) ON DELETE CASCADE
) STRICT;
CREATE VIRTUAL TABLE search_names USING fts5 (
    name, tenant, content = '', contentless_delete = 1, detail = column, tokenize = 'trigram case_sensitive 1'
);

INSERT INTO search_rows (token_id) SELECT id FROM tokens ORDER BY id;
INSERT INTO search_names (rowid, name, tenant)
SELECT r.number, t.search_name, substr(hex(t.tenant_id), 30) FROM search_rows r JOIN tokens t ON t.id = r.token_id;

CREATE TRIGGER tokens_search_insert AFTER INSERT ON tokens BEGIN
    INSERT INTO search_rows (token_id) VALUES (new.id);
    INSERT INTO search_names (rowid, name, tenant)
    SELECT number, new.search_name, substr(hex(new.tenant_id), 30) FROM search_rows WHERE token_id = new.id;
END;
CREATE TRIGGER tokens_search_update AFTER UPDATE OF search_name, tenant_id ON tokens
WHEN new.search_name <> old.search_name OR new.tenant_id <> old.tenant_id BEGIN
    INSERT OR REPLACE INTO search_names (rowid, name, tenant)
    SELECT number, new.search_name, substr(hex(new.tenant_id), 30) FROM search_rows WHERE token_id = new.id;
END;
CREATE TRIGGER tokens_search_delete BEFORE DELETE ON tokens BEGIN
    DELETE FROM search_names WHERE rowid = (SELECT number FROM search_rows WHERE token_id = old.id);
END;
