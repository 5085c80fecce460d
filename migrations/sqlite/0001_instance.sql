-- Why: a database must know which key its hashes were made with, so that a wrong key is refused at start
-- instead of turning every token away; and first-run setup must be possible exactly once.
--
-- All moments in all tables are microseconds since 1970-01-01 UTC.
CREATE TABLE instance (
    id            INTEGER NOT NULL CONSTRAINT instance_pk PRIMARY KEY CONSTRAINT instance_is_one_row CHECK (id = 1),
    instance_id   BLOB    NOT NULL,
    key_check     TEXT    NOT NULL,
    owner_made_at INTEGER,
    created_at    INTEGER NOT NULL
) STRICT;
